#include "daemon/api/openapi_text.hpp"

#include <algorithm>
#include <cctype>
#include <string>

#include <doctest/doctest.h>

#include "daemon/api/routes.hpp"

namespace booth::api {

TEST_SUITE("api/openapi") {
  TEST_CASE("every route stands in the description") {
    const std::string text(openapi_text());
    for (const auto& route : all_routes()) {
      CAPTURE(route.pattern);
      CAPTURE(route.method);
      const auto begin = text.find("\n  " + std::string(route.pattern) + ":\n");
      REQUIRE(begin != std::string::npos);
      const auto end = text.find("\n  /", begin + 3);
      std::string method(route.method);
      std::transform(method.begin(), method.end(), method.begin(),
                     [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
      CHECK(text.substr(begin, end - begin).find("\n    " + method + ":\n") != std::string::npos);
    }
  }
}

}  // namespace booth::api

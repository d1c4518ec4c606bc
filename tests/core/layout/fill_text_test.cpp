#include "daemon/core/layout/fill_text.hpp"

#include <doctest/doctest.h>

namespace booth {

TEST_SUITE("core/layout/fill_text") {
  TEST_CASE("placeholders become their texts") {
    CHECK(fill_text("{event}, {date}", {{"event", "Anna & Jonas"}, {"date", "12 June"}}) ==
          "Anna & Jonas, 12 June");
    CHECK(fill_text("no placeholder", {}) == "no placeholder");
    CHECK(fill_text("", {}).empty());
  }

  TEST_CASE("a text whose placeholders are all empty is left out") {
    CHECK(fill_text("Session {session}", {}).empty());
    CHECK(fill_text("Session {session}", {{"session", ""}}).empty());
    CHECK(fill_text("{event} {date}", {{"event", "Party"}}) == "Party ");
  }

  TEST_CASE("braces that are no placeholder stay as they are") {
    CHECK(fill_text("{Not} a {na me} {", {}) == "{Not} a {na me} {");
    CHECK(fill_text("{}{{event}", {{"event", "x"}}) == "{}{x");
    CHECK(placeholders_in("{a}{b c}{d_1}") == std::vector<std::string>{"a", "d_1"});
  }

  TEST_CASE("a guest's text is never read for placeholders again") {
    CHECK(fill_text("{event}", {{"event", "{date}"}, {"date", "secret"}}) == "{date}");
  }
}

}  // namespace booth

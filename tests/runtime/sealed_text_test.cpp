#include "daemon/runtime/sealed_text.hpp"

#include <doctest/doctest.h>

#include "tests/support/must.hpp"

namespace booth {

TEST_SUITE("runtime/sealed_text") {
  TEST_CASE("what is sealed opens with its key at its place, and nowhere else") {
    const std::string key(64, 'a');
    const auto sealed = must(seal_text("ada@example.org", key, "contact-7"));
    CHECK(must(open_text(sealed, key, "contact-7")) == "ada@example.org");
    CHECK(sealed.size() == 2 * (12 + 15 + 16));
    CHECK(open_text(sealed, key, "contact-8").error().code == Errc::Corrupt);
    CHECK(open_text(sealed, std::string(64, 'b'), "contact-7").error().code == Errc::Corrupt);
    CHECK(must(open_text(must(seal_text("", key, "x")), key, "x")).empty());
  }

  TEST_CASE("the same text is never sealed the same way twice") {
    const std::string key(64, '0');
    CHECK(must(seal_text("a", key, "x")) != must(seal_text("a", key, "x")));
  }

  TEST_CASE("every changed bit is seen, and damaged text is an error") {
    const std::string key(64, 'f');
    const auto sealed = must(seal_text("hello", key, "x"));
    for (std::size_t i = 0; i < sealed.size(); ++i) {
      auto changed = sealed;
      changed[i] = changed[i] == '0' ? '1' : '0';
      CHECK(open_text(changed, key, "x").error().code == Errc::Corrupt);
    }
    for (const auto* text : {"", "zz", "00", "0"})
      CHECK(open_text(text, key, "x").error().code == Errc::Corrupt);
  }

  TEST_CASE("a key that is none is refused with the way to make one") {
    for (const auto& key : {std::string(), std::string(63, 'a'), std::string(64, 'g')})
      CHECK(seal_text("a", key, "x").error().context.find("openssl rand -hex 32") !=
            std::string::npos);
  }
}

}  // namespace booth

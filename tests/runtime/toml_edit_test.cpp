#include "daemon/runtime/toml_edit.hpp"

#include <doctest/doctest.h>

#include "tests/support/must.hpp"

namespace booth {
namespace {

constexpr const char* kByHand =
    "# our booth\n"
    "[booth]\n"
    "name = \"old # one\"   # as on the door\n"
    "\n"
    "[event]\n"
    "slug = 'ball'\n"
    "# look = \"warm\"\n"
    "\n"
    "[[target]]\n"
    "name = \"a\"\n"
    "[[target]]\n"
    "name = \"b\"\n"
    "url = \"https://b\"\n";

std::string changed(const std::string& text, const TomlWish& wish) {
  return must(with_values(text, "boothd.toml", {wish}));
}

}  // namespace

TEST_SUITE("runtime/toml_edit") {
  TEST_CASE("a value changes in its place, and its comment stays") {
    const auto text = changed(kByHand, {"booth", {}, "name", "new \"one\" \\ é"});
    CHECK(text.find("# our booth\n[booth]\nname = ") == 0);
    CHECK(text.find("   # as on the door\n\n[event]") != std::string::npos);
    CHECK(text.find("old") == std::string::npos);
    CHECK(changed(text, {"booth", {}, "name", "old # one"}) == kByHand);
  }

  TEST_CASE("a new key comes behind the last one of its section, a new section last") {
    const std::string text = kByHand;
    auto with_key = text;
    with_key.insert(text.find("# look"), "title = \"Ball\"\n");
    CHECK(changed(text, {"event", {}, "title", "Ball"}) == with_key);
    CHECK(changed(text, {"templates", {}, "directory", "/t"}) ==
          text + "\n[templates]\ndirectory = \"/t\"\n");
    CHECK(changed("", {"booth", {}, "name", "x"}) == "[booth]\nname = \"x\"\n");
  }

  TEST_CASE("one of several sections is meant by its number") {
    const std::string text = kByHand;
    CHECK(changed(text, {"target", 1, "url", "https://c"}).find("\"b\"\nurl = \"https://c\"\n") !=
          std::string::npos);
    CHECK(changed(text, {"target", 0, "url", "https://a"}).find("\"a\"\nurl = \"https://a\"\n[[") !=
          std::string::npos);
    CHECK(changed(text, {"target", 2, "name", "c"}) == text + "\n[[target]]\nname = \"c\"\n");
  }

  TEST_CASE("a key goes, and one that is not there is not missed") {
    const std::string text = kByHand;
    CHECK(changed(text, {"target", 1, "url", {}}) + "url = \"https://b\"\n" == text);
    CHECK(changed(text, {"target", 0, "url", {}}) == text);
    CHECK(changed(text, {"facts", {}, "url", {}}) == text);
  }

  TEST_CASE("what is as wished already keeps every byte, however it is written") {
    const std::string text = "event = { slug = 'ball' }  \n\n[booth]\r\nname = \"\"\"x\"\"\"";
    CHECK(changed(text, {"event", {}, "slug", "ball"}) == text);
    CHECK(changed(text, {"booth", {}, "name", "x"}) == text);
  }

  TEST_CASE("what cannot be changed line by line is refused, with its key") {
    for (const auto* text :
         {"event = { slug = 'ball' }\n", "event.slug = 'ball'\n", "event = 3\n",
          "[event]\nslug = \"\"\"\nball\"\"\"\n", "[event]\n\"slug\" = 'ball'\n"}) {
      CAPTURE(text);
      const auto refused = with_values(text, "boothd.toml", {{"event", {}, "slug", "new"}});
      REQUIRE_FALSE(refused.has_value());
      CHECK(refused.error().context.find("event.slug") != std::string::npos);
    }
    CHECK(with_values("[event", "boothd.toml", {}).error().code == Errc::BadInput);
  }
}

}  // namespace booth

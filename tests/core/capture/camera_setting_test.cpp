#include "daemon/core/capture/camera_setting.hpp"

#include <doctest/doctest.h>

namespace booth {

TEST_SUITE("core/capture/camera_setting") {
  TEST_CASE("a wish is a name and a value, and the value may have anything in it") {
    const auto wish = parse_setting_wish("copyright=a=b c");
    REQUIRE(wish);
    CHECK(wish->name == "copyright");
    CHECK(wish->value == "a=b c");
    CHECK_FALSE(parse_setting_wish("iso"));
    CHECK_FALSE(parse_setting_wish("=400"));
    CHECK(parse_setting_wish("artist=")->value.empty());
  }

  TEST_CASE("our names stand for those of several makers, others for themselves") {
    CHECK(names_of_setting("aperture") == std::vector<std::string_view>{"aperture", "f-number"});
    CHECK(names_of_setting("shutter") ==
          std::vector<std::string_view>{"shutter", "shutterspeed", "shutterspeed2"});
    CHECK(names_of_setting("d108") == std::vector<std::string_view>{"d108"});
  }

  TEST_CASE("a camera that never switches itself off says so in several ways") {
    for (const char* never : {"", "0", "Off", "Disable", "No Limit"})
      CHECK(power_off_after(never).empty());
    CHECK(power_off_after("60") == "60 seconds");
    CHECK(power_off_after("30 minutes") == "30 minutes");
  }

  TEST_CASE("a value is found in whatever way the maker spells it") {
    struct Case {
      const char* wanted;
      std::vector<std::string> choices;
      const char* found;  ///< nullptr = not at all
    };
    const std::vector<Case> cases = {
        {"400", {"100", "400", "4000"}, "400"},
        {"flash", {"Auto", "Flash"}, "Flash"},
        {"8", {"f/5.6", "f/8", "f/11"}, "f/8"},
        {"f/8", {"5.6", "8", "11"}, "8"},
        {"1/125", {"0.0062s", "0.0080s", "0.0100s"}, "0.0080s"},
        {"1/60", {"0.0125s", "0.0166s"}, "0.0166s"},
        {"1/125", {"1/100", "1/125", "1/160"}, "1/125"},
        {"2", {"1/2", "2s"}, "2s"},
        {"450", {"400", "500"}, nullptr},
        {"Daylight", {"Auto", "Flash"}, nullptr},
        {"1/0", {"0", "1"}, nullptr},
        {"", {"0", "1"}, nullptr},
        {"400", {}, nullptr},
        {"0", {"0.0", "1"}, "0.0"},
    };
    for (const auto& each : cases) {
      CAPTURE(each.wanted);
      const auto found = choice_for(each.wanted, each.choices);
      if (each.found == nullptr)
        CHECK_FALSE(found);
      else
        CHECK(found == each.found);
    }
  }
}

}  // namespace booth

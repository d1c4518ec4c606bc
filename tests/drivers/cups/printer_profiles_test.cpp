#include "drivers/cups/printer_profiles.hpp"

#include <doctest/doctest.h>

#include "drivers/demo/rig/child_process.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;

/// The PPD file that Gutenprint makes for a model.
std::string ppd_of(const std::string& model) {
  const demo::TempFolder folder("ppd");
  auto tool =
      must(demo::ChildProcess::start({.words = {"/usr/lib/cups/driver/gutenprint.5.3", "cat",
                                                "gutenprint.5.3://" + model + "/simple"},
                                      .log = folder.path() / "ppd"}));
  CHECK(must(tool.wait_for_end(30s)) == 0);
  return tool.log_end(100'000);
}

TEST_SUITE("drivers/cups/printer_profiles") {
  TEST_CASE("every page size and option of the table exists in the driver") {
    for (const auto& profile : all_profiles()) {
      if (profile.delivery != PageDelivery::CupsRaster) continue;
      const auto ppd = ppd_of(std::string(profile.key));
      for (const auto& row : profile.page_sizes) {
        CAPTURE(profile.key);
        CAPTURE(row.page_size);
        CHECK(ppd.find("*PageSize " + std::string(row.page_size) + "/") != std::string::npos);
      }
      for (const auto& option : profile.options) {
        CAPTURE(profile.key);
        CAPTURE(option.name);
        CHECK(ppd.find("*" + std::string(option.name) + " " + std::string(option.value) + "/") !=
              std::string::npos);
      }
    }
  }

  TEST_CASE("keys are unique and found again") {
    for (const auto& profile : all_profiles()) CHECK(find_profile(profile.key) == &profile);
    CHECK(find_profile("polaroid") == nullptr);
  }

  TEST_CASE(
      "the format of a medium is the driver's exact size, and what a model cannot print is "
      "refused") {
    const auto& ds620 = *find_profile("dnp-ds620");
    const auto format = must(format_of(ds620, "2x6x2"));
    CHECK(format ==
          PrintFormat{.medium = "2x6x2", .width_px = 1240, .height_px = 1844, .dpi = 300});
    const auto refused = format_of(*find_profile("canon-cp1300"), "6x8");
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == Errc::Unsupported);
    CHECK(refused.error().context == "Canon Selphy CP1300 cannot print \"6x8\"; it can print 4x6");
  }
}

}  // namespace
}  // namespace booth

// The bytes that each printer gets for one known picture, made by the real driver. A change of
// driver, table or raster shows here before it shows on paper.
#include <filesystem>
#include <string>

#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"
#include "drivers/cups/cups_printer.hpp"
#include "drivers/demo/rig/private_cups.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "tests/drivers/cups/test_sheet.hpp"
#include "tests/support/await_result.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;

struct Golden {
  std::string model;
  std::string medium;
  std::string sha256;
};

// Gutenprint 5.3.4 as in Debian 12.
const Golden kGolden[] = {
    {"dnp-ds620", "4x6", "a9b5848b71fe4694044c6e3a8d728f47b333ce2d3db01c2f0cfddf448f591182"},
    {"dnp-ds620", "2x6x2", "da2b12eeed5612df94865d0a958cd197b89c3c793b6fd79ba05f553166e5dfe5"},
    {"dnp-ds620", "2x6", "c37e241c60a3cc2ac41d82532f59a15b9b7a2de43090fbde6398075102510b4e"},
    {"dnp-ds620", "6x8", "f193e9266a2ebd778b7d014420dd83e66ba8d05f079725d1056cc3cf0f9a0e23"},
    {"dnp-ds620", "4x6x2", "abd8d1e99d85fe8e7c8218f15f01c1e5ba5f4b741cdb9c184c7aca4f03b808eb"},
    {"dnp-ds40", "4x6", "a9b5848b71fe4694044c6e3a8d728f47b333ce2d3db01c2f0cfddf448f591182"},
    {"dnp-ds40", "2x6x2", "5939382d555add87e039aeae711e37c0bef5f952552795c597736a0a76f97d6e"},
    {"dnp-dsrx1", "4x6", "a9b5848b71fe4694044c6e3a8d728f47b333ce2d3db01c2f0cfddf448f591182"},
    {"dnp-dsrx1", "2x6x2", "5939382d555add87e039aeae711e37c0bef5f952552795c597736a0a76f97d6e"},
    {"citizen-cx-02", "4x6", "a9b5848b71fe4694044c6e3a8d728f47b333ce2d3db01c2f0cfddf448f591182"},
    {"citizen-cx-02", "6x8", "f193e9266a2ebd778b7d014420dd83e66ba8d05f079725d1056cc3cf0f9a0e23"},
    {"citizen-cy", "4x6", "a9b5848b71fe4694044c6e3a8d728f47b333ce2d3db01c2f0cfddf448f591182"},
    {"citizen-cw-01", "4x6", "1b6c35d684110b13b16f13ec122fc1929477a0f34ceca007325c13c306544399"},
    {"mitsubishi-d90dw", "4x6", "a2b1c290cabbf7dc2cb4192fd1db848b0cd86a7b1b4124b16c2a6dc522852a53"},
    {"mitsubishi-d90dw", "2x6x2",
     "890391ded86c14c5e2a4729aa39ae447e7d734499e2778d921ca5cc7e9b9af28"},
    {"canon-cp910", "4x6", "e6ce654a1a749f6d271756864f15bf8df5cafcafbf8181004cc74ecfc358e550"},
    {"canon-cp1300", "4x6", "e6ce654a1a749f6d271756864f15bf8df5cafcafbf8181004cc74ecfc358e550"},
    {"kodak-6850", "4x6", "74abbe119a962d7d7d5e324ee271209c00cebb7358f9f8af9a6ff9a90adee538"},
    {"sinfonia-chcs2145", "4x6",
     "d15625ae5ffd6728a18fba5c853f3fd82ea0169b0c71ba0bfb399d5b1a0c82a1"},
    {"sony-updr200", "4x6", "3b3925aa59cedea0a492b1c04437d7f4a9bbda130a8f71ee1da494e0af0ef40d"},
    {"sony-upcr10l", "4x6", "b5421867ba19c0b5bb58da5f3f696e69437ad89d74addba1870f2c9fc42e4b61"},
};

TEST_SUITE("drivers/cups/golden") {
  TEST_CASE("every model gets the bytes that it got before") {
    auto cups = must(demo::PrivateCups::start({.guard_program = BOOTH_BIN_DIR "/booth-guard"}));
    for (const auto& golden : kGolden) {
      const auto& queue = golden.model;
      CAPTURE(queue);
      CAPTURE(golden.medium);
      must(cups.add_gutenprint_queue(queue, queue));
      CupsPrinter printer({.name = queue,
                           .profile = queue,
                           .address = {.server = cups.server(), .queue = queue},
                           .guard_journal = cups.guard_journal().string()});
      const auto format = must(printer.format_for(golden.medium));
      const auto print = new_print_id();
      SheetToPrint sheet{print, golden.medium,
                         coordinate_picture(format.width_px, format.height_px)};
      must(await_result(printer.submit(std::move(sheet))));
      const auto is_done = [&] {
        return must(await_result(printer.guard_record(print))) == GuardRecord::Done;
      };
      const bool printed = demo::wait_until(is_done, 10s);
      const auto kept = cups.printed() / (print.str() + ".prn");
      const auto hash = printed ? must(sha256_of_file(kept.string())) : std::string("not printed");
      CHECK(hash == golden.sha256);
    }
  }
}

}  // namespace
}  // namespace booth

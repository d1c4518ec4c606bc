#pragma once

#include <filesystem>
#include <optional>

namespace booth::demo {

enum class PrinterKind {
  DyeSub,  ///< DNP DS620: CUPS, Gutenprint's driver and backend without hardware
  Ipp,     ///< CUPS's own ippeveprinter, driverless
};

struct DemoOptions {
  PrinterKind printer = PrinterKind::DyeSub;
  std::filesystem::path
      photos;  ///< folder with JPEG files for the camera to shoot; empty: it draws its own
  std::filesystem::path output =
      "booth-demo-result";         ///< sheet, printer bytes, logs; made when absent
  std::filesystem::path programs;  ///< folder of boothd and the others; empty: beside this program
  int patience = 1;                ///< every deadline so many times as long, for slow machines
  bool is_hurried = false;         ///< countdowns of a tenth of a second, for tests
  bool is_kept = false;            ///< leave everything running until Ctrl-C
};

/// Reads the command line. For --help and for mistakes it has written what there is to say.
/// @returns the exit status when the program should end now
std::optional<int> read_options(int argc, char** argv, DemoOptions& options);

}  // namespace booth::demo

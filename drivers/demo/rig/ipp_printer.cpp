#include "drivers/demo/rig/ipp_printer.hpp"

#include <fstream>

#include "drivers/demo/rig/free_port.hpp"

namespace booth::demo {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kStartPatience{20};

/// A dye-sublimation printer as it describes itself over IPP: 4x6 inches, without margins, 300 dpi,
/// JPEG.
constexpr auto kAttributes =
    R"(ATTR mimeMediaType document-format-supported image/jpeg,image/pwg-raster
ATTR mimeMediaType document-format-default image/jpeg
ATTR keyword media-supported na_index-4x6_4x6in
ATTR keyword media-default na_index-4x6_4x6in
ATTR keyword media-ready na_index-4x6_4x6in
ATTR collection media-col-default {
  MEMBER collection media-size {
    MEMBER integer x-dimension 10160
    MEMBER integer y-dimension 15240
  }
  MEMBER integer media-bottom-margin 0
  MEMBER integer media-left-margin 0
  MEMBER integer media-right-margin 0
  MEMBER integer media-top-margin 0
}
ATTR collection media-size-supported {
  MEMBER integer x-dimension 10160
  MEMBER integer y-dimension 15240
}
ATTR integer media-bottom-margin-supported 0
ATTR integer media-left-margin-supported 0
ATTR integer media-right-margin-supported 0
ATTR integer media-top-margin-supported 0
ATTR resolution printer-resolution-supported 300dpi
ATTR resolution printer-resolution-default 300dpi
ATTR resolution pwg-raster-document-resolution-supported 300dpi
ATTR keyword pwg-raster-document-type-supported srgb_8
ATTR keyword print-color-mode-supported color
ATTR keyword print-color-mode-default color
ATTR keyword sides-supported one-sided
ATTR keyword sides-default one-sided
ATTR boolean color-supported true
)";

Result<ChildProcess> start_bus(const IppPrinter::Options& options, const fs::path& socket) {
  auto bus = ChildProcess::start({.words = {"dbus-daemon", "--session", "--nofork", "--nopidfile",
                                            "--address=unix:path=" + socket.string()},
                                  .log = options.folder / "bus.log"});
  if (!bus) return bus;
  const auto ready =
      bus->wait_until_ready([&socket] { return fs::exists(socket); }, kStartPatience);
  if (!ready) return ready.error();
  return bus;
}

}  // namespace

Result<IppPrinter> IppPrinter::start(const Options& options) {
  const auto socket = options.folder / "bus.sock";
  const auto attributes = options.folder / "printer.conf";
  std::ofstream file(attributes);
  file << kAttributes;
  file.close();
  if (!file) return make_error(Errc::Io, "cannot write " + attributes.string());

  auto bus = start_bus(options, socket);
  if (!bus) return bus.error();
  const auto port = free_port();
  // Without a command of its own it would spend 20 s on each sheet, as an office printer does.
  auto program = ChildProcess::start(
      {.words = {"ippeveprinter", "-c", "/bin/true", "-a", attributes.string(), "-d",
                 options.printed.string(), "-k", "-n", "localhost", "-p", std::to_string(port),
                 "-r", "off", "-vv", "Booth demo printer"},
       .environment = {{"DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + socket.string()}},
       .log = options.folder / "ippeveprinter.log"});
  if (!program) return program.error();
  const auto ready =
      program->wait_until_ready([port] { return is_port_open(port); }, kStartPatience);
  if (!ready) return ready.error();
  return IppPrinter(options, std::move(*bus), std::move(*program), port);
}

fs::path IppPrinter::document(const std::string& job_name) const {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(options_.printed, ignored)) {
    // The .prn beside the document holds what the print command said: nothing.
    const bool is_document = entry.path().extension() != ".prn";
    if (is_document && entry.path().filename().string().find(job_name) != std::string::npos)
      return entry.path();
  }
  return {};
}

}  // namespace booth::demo

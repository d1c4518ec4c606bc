#include "drivers/demo/rig/ipp_printer.hpp"

#include <fstream>
#include <iterator>

#include "drivers/demo/rig/free_port.hpp"

namespace booth::demo {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kStartPatience{20};

/// Runs once per document, between "received" and "completed". What it says on stderr steers the
/// printer's state.
constexpr auto kPrintCommand = R"sh(#!/bin/sh
cd "$BOOTH_PRINTER" || exit 1
env | sed -n 's/^IPP_//p' > options
fault=$(head -n 1 script 2>/dev/null)
sed -i 1d script 2>/dev/null
trap 'rm -f at_work' EXIT
touch at_work
case $fault in
  slow\ *) sleep "${fault#slow }" ;;
  media-empty | media-jam | cover-open)
    echo "STATE: +$fault" >&2
    while [ ! -e refilled ]; do sleep 0.05; done
    echo "STATE: -$fault" >&2 ;;
  abort)
    echo "ERROR: The printer gives up" >&2
    exit 1 ;;
esac
echo "$IPP_JOB_NAME" >> paper
touch sheet_out
case $fault in
  late\ *) sleep "${fault#late }" ;;
esac
)sh";

bool write_text(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::trunc);
  file << text;
  file.close();
  return !file.fail();
}

/// A dye-sublimation printer as it describes itself over IPP: 4x6 inches, without margins, 300 dpi,
/// JPEG.
constexpr auto kAttributes =
    R"(ATTR keyword media-supported na_index-4x6_4x6in
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
ATTR enum print-quality-supported 3,4,5
ATTR enum print-quality-default 4
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
  const auto formats = "ATTR mimeMediaType document-format-supported " + options.formats + "\n";
  if (!write_text(attributes, formats + kAttributes))
    return make_error(Errc::Io, "cannot write " + attributes.string());

  if (!write_text(options.folder / "print", kPrintCommand))
    return make_error(Errc::Io, "cannot write " + (options.folder / "print").string());
  fs::permissions(options.folder / "print", fs::perms(0755));

  auto bus = start_bus(options, socket);
  if (!bus) return bus.error();
  const auto port = free_port();
  auto program = start_program(options, port);
  if (!program) return program.error();
  return IppPrinter(options, std::move(*bus), std::move(*program), port);
}

Result<ChildProcess> IppPrinter::start_program(const Options& options, std::uint16_t port) {
  // Without a command of its own it would spend 20 s on each sheet, as an office printer does.
  auto program = ChildProcess::start(
      {.words = {"ippeveprinter", "-c", (options.folder / "print").string(), "-a",
                 (options.folder / "printer.conf").string(), "-d", options.printed.string(), "-k",
                 "-n", "localhost", "-p", std::to_string(port), "-r", "off", "-vv",
                 "Booth demo printer"},
       .environment = {{"DBUS_SYSTEM_BUS_ADDRESS",
                        "unix:path=" + (options.folder / "bus.sock").string()},
                       {"BOOTH_PRINTER", options.folder.string()}},
       .log = options.folder / "ippeveprinter.log"});
  if (!program) return program;
  const auto ready =
      program->wait_until_ready([port] { return is_port_open(port); }, kStartPatience);
  if (!ready) return ready.error();
  return program;
}

void IppPrinter::set_script(const std::string& lines) {
  write_text(options_.folder / "script", lines);
}

bool IppPrinter::is_at_work() const {
  return fs::exists(options_.folder / "at_work");
}

bool IppPrinter::has_sheet_come_out() const {
  return fs::exists(options_.folder / "sheet_out");
}

void IppPrinter::refill() {
  write_text(options_.folder / "refilled", "");
}

void IppPrinter::empty_trays() {
  fs::remove(options_.folder / "refilled");
}

void IppPrinter::cut_power() {
  program_.kill_now();  // its whole group: the sheet that it works on, too
}

Result<void> IppPrinter::switch_on() {
  auto program = start_program(options_, port_);
  if (!program) return program.error();
  program_ = std::move(*program);
  return {};
}

std::string IppPrinter::job_options() const {
  std::ifstream file(options_.folder / "options");
  return {std::istreambuf_iterator<char>(file), {}};
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

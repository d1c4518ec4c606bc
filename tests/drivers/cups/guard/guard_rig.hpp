#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "drivers/cups/guard/guard_journal.hpp"
#include "drivers/demo/rig/child_process.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/support/must.hpp"

namespace booth {

/// booth-guard started as cupsd starts it, with the simulated printer behind it, and no cupsd.
class GuardRig {
 public:
  /// @param scheme  the name under which the simulated backend is installed: "ipp" takes the place
  /// of CUPS's own
  explicit GuardRig(std::string scheme = "boothsim")
      : folder_("guard"), scheme_(std::move(scheme)) {
    namespace fs = std::filesystem;
    fs::create_directories(folder_.path() / "bin/backend");
    fs::create_directory(device());
    fs::create_directory(folder_.path() / "journal");
    fs::create_directory(folder_.path() / "kept");
    fs::copy_file(BOOTH_BIN_DIR "/booth-simulated-backend",
                  folder_.path() / "bin/backend" / scheme_);
    document_ = folder_.path() / "document";
    std::ofstream(document_) << "some printer's language";
  }

  std::filesystem::path device() const { return folder_.path() / "device"; }
  std::filesystem::path kept() const { return folder_.path() / "kept"; }
  guard::Journal journal() const { return guard::Journal(folder_.path() / "journal"); }

  void set_document(const std::string& bytes) {
    std::ofstream(document_, std::ios::trunc) << bytes;
  }
  void set_script(const std::string& lines) { std::ofstream(device() / "script") << lines; }

  demo::ChildProcess begin(const std::string& title) {
    return must(demo::ChildProcess::start(
        {.words = {std::string(BOOTH_BIN_DIR) + "/booth-guard", "1", "guest", title, "1", "",
                   document_.string()},
         .environment = {{"DEVICE_URI", "booth-guard:/" + scheme_ + ":" + device().string()},
                         {"CUPS_SERVERBIN", (folder_.path() / "bin").string()},
                         {"BOOTH_GUARD_JOURNAL", (folder_.path() / "journal").string()},
                         {"BOOTH_GUARD_COUNTERS", "boothsim"},
                         {"BOOTH_GUARD_KEEP", kept().string()}},
         .log = folder_.path() / "log"}));
  }

  /// @returns the exit code
  int print(const std::string& title) {
    auto guard = begin(title);
    return must(guard.wait_for_end(std::chrono::seconds(30)));
  }

  /// True from the moment the backend has opened the device.
  bool is_backend_at_work() const { return std::filesystem::exists(device() / "device"); }

  /// All that the guard said, as cupsd would hear it.
  std::string log() const {
    std::string text;
    for (const auto& line : lines_of(folder_.path() / "log")) text += line + "\n";
    return text;
  }

  std::vector<std::string> paper() const { return lines_of(device() / "paper"); }
  std::vector<std::string> overlaps() const { return lines_of(device() / "overlaps"); }

 private:
  static std::vector<std::string> lines_of(const std::filesystem::path& path) {
    std::vector<std::string> lines;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) lines.push_back(line);
    return lines;
  }

  demo::TempFolder folder_;
  std::string scheme_;
  std::filesystem::path document_;
};

}  // namespace booth

#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "tests/support/run_program.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth::cli {

namespace fs = std::filesystem;

/// A machine with the package on it and nothing else.
class NewMachine {
 public:
  NewMachine() { fs::create_directories(root() / "etc/boothd/credentials"); }

  fs::path root() const { return folder_.path(); }
  fs::path config() const { return root() / "etc/boothd/boothd.toml"; }
  fs::path credential(const std::string& name) const {
    return root() / "etc/boothd/credentials" / name;
  }
  std::string file(const std::string& name, const std::string& text, mode_t mode = 0600) const {
    const auto path = root() / name;
    std::ofstream(path) << text;
    ::chmod(path.c_str(), mode);
    return path.string();
  }
  static std::string text_of(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  std::vector<std::string> words(const std::vector<std::string>& more) const {
    std::vector<std::string> words{BOOTH_BIN_DIR "/boothctl",
                                   "--socket",
                                   (root() / "none").string(),
                                   "setup",
                                   "--root",
                                   root().string(),
                                   "--templates",
                                   BOOTH_SOURCE_DIR "/daemon/compose/templates"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  testing::ProgramResult set_up(const std::vector<std::string>& more) const {
    return testing::run_program(words(more));
  }

 private:
  testing::TemporaryFolder folder_;
};

inline bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// What the file system holds, names and bytes.
inline std::string state_of(const fs::path& root) {
  std::string text;
  for (const auto& entry : fs::recursive_directory_iterator(root / "etc"))
    text += entry.path().string() + '\n' +
            (entry.is_regular_file() ? NewMachine::text_of(entry.path()) : "");
  return text;
}

}  // namespace booth::cli

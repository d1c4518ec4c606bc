#include "drivers/gphoto2/shutter_lags.hpp"

#include <fstream>
#include <system_error>
#include <utility>

#include "daemon/runtime/replace_file.hpp"

namespace booth {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLongestName = 100;
constexpr int kLongestLagMs = 5000;
constexpr auto kEnding = ".ms";

/// A camera may call itself anything; a file may not.
std::string file_name(const std::string& body) {
  std::string name;
  for (const char c : body.substr(0, kLongestName)) {
    const bool is_plain =
        (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
    name += is_plain ? c : '_';
  }
  return name + kEnding;
}

}  // namespace

ShutterLags::ShutterLags(fs::path folder) : folder_(std::move(folder)) {
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder_, failed)) {
    std::ifstream file(entry.path());
    int lag = 0;
    if (entry.path().extension() == kEnding && file >> lag && lag >= 0 && lag <= kLongestLagMs)
      lags_[entry.path().filename()] = std::chrono::milliseconds{lag};
  }
}

std::optional<std::chrono::milliseconds> ShutterLags::find(const std::string& body) const {
  const auto found = lags_.find(file_name(body));
  if (found == lags_.end()) return std::nullopt;
  return found->second;
}

fs::path ShutterLags::note(const std::string& body, std::chrono::milliseconds lag) {
  const auto name = file_name(body);
  lags_[name] = lag;
  return folder_.empty() ? fs::path() : folder_ / name;
}

Result<void> ShutterLags::keep(const fs::path& file, std::chrono::milliseconds lag) {
  if (file.empty()) return {};
  std::error_code failed;
  fs::create_directories(file.parent_path(), failed);
  return replace_file(file, std::to_string(lag.count()) + '\n');
}

}  // namespace booth

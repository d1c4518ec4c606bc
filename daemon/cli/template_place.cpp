#include "daemon/cli/template_place.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

namespace booth::cli {
namespace {

namespace fs = std::filesystem;

std::string installed_in(const std::string& directory) {
  std::vector<std::string> names;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(directory, failed))
    if (fs::exists(entry.path() / "template.toml", failed))
      names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + name;
  return text.empty() ? "nothing" : text;
}

}  // namespace

Result<std::string> template_folder(const Arguments& arguments) {
  const auto& typed = arguments.template_name;
  const auto& directory = arguments.template_directory;
  std::error_code failed;
  if (fs::is_directory(typed, failed)) return typed;
  const auto installed = fs::path(directory) / typed;
  if (fs::is_directory(installed, failed)) return installed.string();
  return make_error(Errc::NotFound, "no template is called \"" + typed + "\"; installed in " +
                                        directory + ": " + installed_in(directory));
}

Result<void> write_file(const std::string& path, const Bytes& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(reinterpret_cast<const char*>(bytes.data()),
             static_cast<std::streamsize>(bytes.size()));
  file.close();
  if (!file) return make_error(Errc::Io, path + ": cannot be written");
  return {};
}

}  // namespace booth::cli

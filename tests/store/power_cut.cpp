#include "tests/store/power_cut.hpp"

#include <cstdint>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace booth::testing {
namespace {

namespace fs = std::filesystem;

struct Durable {
  std::map<std::string, std::uintmax_t> sizes;               ///< bytes that are safe
  std::vector<std::pair<std::string, std::string>> renames;  ///< not safe yet
  std::set<std::string> folders;                             ///< not safe yet

  void synced(const std::string& path, std::uintmax_t size) {
    sizes[path] = size;
    std::erase_if(renames,
                  [&](const auto& names) { return fs::path(names.second).parent_path() == path; });
    std::erase_if(folders,
                  [&](const auto& folder) { return fs::path(folder).parent_path() == path; });
  }
  void renamed(const std::string& from, const std::string& to) {
    sizes[to] = sizes.contains(from) ? sizes[from] : 0;
    renames.emplace_back(from, to);
  }
};

Durable read_log(const fs::path& log) {
  Durable durable;
  std::ifstream lines(log);
  for (std::string line; std::getline(lines, line) && !lines.eof();) {
    const auto rest = line.substr(2);
    if (line[0] == 'M') durable.folders.insert(rest);
    if (line[0] == 'R')
      durable.renamed(rest.substr(0, rest.find('\t')), rest.substr(rest.find('\t') + 1));
    if (line[0] == 'S')
      durable.synced(rest.substr(rest.find(' ') + 1), std::stoull(rest.substr(0, rest.find(' '))));
  }
  return durable;
}

int empty_unsafe_files(const fs::path& folder, const Durable& durable) {
  int emptied = 0;
  if (!fs::exists(folder)) return 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    const auto found = durable.sizes.find(entry.path().string());
    // Files of earlier rounds are not in this log: they have been on the disk for long.
    const bool is_new =
        found != durable.sizes.end() || entry.path().filename().string().starts_with(".tmp-");
    const auto safe = found == durable.sizes.end() ? 0 : found->second;
    if (!is_new || entry.file_size() <= safe) continue;
    fs::resize_file(entry.path(), safe);
    ++emptied;
  }
  return emptied;
}

}  // namespace

PowerCut cut_power(const fs::path& state_dir, const fs::path& log) {
  const auto durable = read_log(log);
  PowerCut cut;
  for (auto names = durable.renames.rbegin(); names != durable.renames.rend(); ++names) {
    fs::rename(names->second, names->first);
    ++cut.renames_undone;
  }
  for (const auto* folder : {"photos", "sheets", "quarantine"})
    cut.files_emptied += empty_unsafe_files(state_dir / folder, durable);
  for (const auto& folder : durable.folders) cut.folders_lost += fs::remove_all(folder) > 0 ? 1 : 0;

  const auto wal = state_dir / "booth.db-wal";
  const auto safe = durable.sizes.contains(wal.string()) ? durable.sizes.at(wal.string()) : 0;
  if (fs::exists(wal) && fs::file_size(wal) > safe) {
    cut.wal_bytes_lost = static_cast<std::int64_t>(fs::file_size(wal) - safe);
    fs::resize_file(wal, safe);
  }
  // The index of the WAL lives in memory only.
  fs::remove(state_dir / "booth.db-shm");
  return cut;
}

}  // namespace booth::testing

#include "daemon/core/capture/arriving_files.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace booth {

void ArrivingFiles::touched(const std::string& name, SteadyTime now) {
  note(name, now, now + quiet_time_);
}

void ArrivingFiles::renamed_in(const std::string& name, SteadyTime now) {
  note(name, now, now);
}

void ArrivingFiles::gone(const std::string& name) {
  files_.erase(name);
}

void ArrivingFiles::note(const std::string& name, SteadyTime now, SteadyTime whole_at) {
  if (!is_photo_name(name)) return;
  const auto place = files_.try_emplace(name, Arriving{now, whole_at}).first;
  place->second.whole_at = whole_at;
}

std::vector<ArrivedFile> ArrivingFiles::take_whole(SteadyTime now) {
  std::vector<ArrivedFile> whole;
  for (const auto& [name, file] : files_)
    if (file.whole_at <= now) whole.push_back({name, file.first_seen});
  for (const auto& file : whole) files_.erase(file.name);
  const auto is_older = [](const ArrivedFile& a, const ArrivedFile& b) {
    return a.first_seen < b.first_seen;
  };
  std::stable_sort(whole.begin(), whole.end(), is_older);
  return whole;
}

std::optional<SteadyTime> ArrivingFiles::next_due() const {
  std::optional<SteadyTime> due;
  for (const auto& [name, file] : files_)
    if (!due || file.whole_at < *due) due = file.whole_at;
  return due;
}

bool is_photo_name(const std::string& name) {
  std::string lower(name.size(), '\0');
  const auto to_lower = [](unsigned char c) { return static_cast<char>(std::tolower(c)); };
  std::transform(name.begin(), name.end(), lower.begin(), to_lower);
  if (lower.empty() || lower.front() == '.' || lower.find('/') != std::string::npos) return false;
  return lower.ends_with(".jpg") || lower.ends_with(".jpeg");
}

}  // namespace booth

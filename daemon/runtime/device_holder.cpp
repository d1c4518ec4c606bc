#include "daemon/runtime/device_holder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <system_error>

namespace booth {
namespace {

namespace fs = std::filesystem;

bool is_number(const std::string& text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

enum class Look { Holds, HoldsNot, MayNotLook };

Look look_into(const fs::path& process, const struct ::stat& wanted) {
  std::error_code failed;
  fs::directory_iterator fds(process / "fd", failed);
  // A program that has ended meanwhile holds nothing.
  if (failed) return failed == std::errc::permission_denied ? Look::MayNotLook : Look::HoldsNot;
  for (const fs::directory_iterator end; !failed && fds != end; fds.increment(failed)) {
    struct ::stat found {};
    if (::stat(fds->path().c_str(), &found) != 0) continue;
    if (found.st_dev == wanted.st_dev && found.st_ino == wanted.st_ino) return Look::Holds;
  }
  return Look::HoldsNot;
}

std::string name_of(const fs::path& process) {
  std::string name;
  std::ifstream comm(process / "comm");
  std::getline(comm, name);
  return name.empty() ? "a program" : name;
}

}  // namespace

HolderSearch find_device_holder(const fs::path& node, const fs::path& proc, std::string_view ours) {
  HolderSearch search;
  struct ::stat wanted {};
  if (::stat(node.c_str(), &wanted) != 0) return search;
  std::error_code failed;
  // Where the first process is hidden, so are those of other users.
  search.has_seen_all = fs::exists(proc / "1", failed);
  const auto self = std::to_string(::getpid());
  for (fs::directory_iterator processes(proc, failed), end; !failed && processes != end;
       processes.increment(failed)) {
    const auto pid = processes->path().filename().string();
    if (!is_number(pid) || pid == self) continue;
    const auto look = look_into(processes->path(), wanted);
    if (look == Look::MayNotLook) search.has_seen_all = false;
    if (look != Look::Holds) continue;
    const auto name = name_of(processes->path());
    if (!ours.empty() && name.starts_with(ours)) continue;
    search.holder = DeviceHolder{name, std::stoi(pid)};
    return search;
  }
  return search;
}

}  // namespace booth

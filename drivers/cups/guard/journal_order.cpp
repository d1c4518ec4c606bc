#include "drivers/cups/guard/journal_order.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "daemon/core/ids.hpp"
#include "daemon/runtime/unique_fd.hpp"

namespace booth::guard {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLineSize = 37;  // a UUID and the line's end

Error errno_error(const fs::path& path) {
  const auto code = errno == ENOSPC || errno == EDQUOT ? Errc::DiskFull : Errc::Io;
  return make_error(code, "guard journal " + path.string() + ": " + std::strerror(errno));
}

/// Held for moments only, so waiting for it needs no patience. No backend inherits it.
Result<UniqueFd> lock_order(const fs::path& folder) {
  const auto path = folder / "order.lock";
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!fd) return errno_error(path);
  while (::flock(fd.get(), LOCK_EX) != 0)
    if (errno != EINTR) return errno_error(path);
  return fd;
}

bool write_whole(int fd, std::string_view text) {
  return ::write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

bool sync_folder(const fs::path& folder) {
  const UniqueFd fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return fd && ::fsync(fd.get()) == 0;
}

/// A line that a power cut has torn is nobody's record.
std::vector<std::string> read_order(const fs::path& path) {
  std::vector<std::string> prints;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    if (is_uuid(line)) prints.push_back(line);
  return prints;
}

/// @returns true when the record is gone
bool remove_record(const fs::path& path) {
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd) return errno == ENOENT;
  return ::flock(fd.get(), LOCK_EX | LOCK_NB) == 0 && ::unlink(path.c_str()) == 0;
}

Result<void> replace_order(const fs::path& folder, const std::vector<std::string>& prints) {
  std::string text;
  for (const auto& print : prints) text += print + "\n";
  const auto part = folder / "order.part";
  const UniqueFd fd(::open(part.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!fd || !write_whole(fd.get(), text) || ::fsync(fd.get()) != 0) return errno_error(part);
  if (::rename(part.c_str(), (folder / "order").c_str()) != 0 || !sync_folder(folder))
    return errno_error(folder / "order");
  return {};
}

}  // namespace

Result<void> JournalOrder::add(std::string_view print) {
  const auto lock = lock_order(folder_);
  if (!lock) return lock.error();
  const auto path = folder_ / "order";
  const UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (!fd) return errno_error(path);
  const auto size = ::lseek(fd.get(), 0, SEEK_END);
  char last = '\n';
  if (size > 0 && ::pread(fd.get(), &last, 1, size - 1) != 1) return errno_error(path);
  const auto line = (last == '\n' ? "" : "\n") + std::string(print) + "\n";
  if (!write_whole(fd.get(), line) || ::fsync(fd.get()) != 0) return errno_error(path);
  if (size == 0 && !sync_folder(folder_)) return errno_error(folder_);
  return {};
}

Result<std::size_t> JournalOrder::forget_old(std::size_t keep) {
  const auto path = folder_ / "order";
  std::error_code failure;
  const auto size = fs::file_size(path, failure);
  if (failure || size < 2 * keep * kLineSize) return 0;

  const auto lock = lock_order(folder_);
  if (!lock) return lock.error();
  const auto prints = read_order(path);
  if (prints.size() <= keep) return 0;
  const auto first_kept = prints.end() - static_cast<std::ptrdiff_t>(keep);
  // A sheet that was asked for again after a refusal stands in the list twice.
  const std::set<std::string> young(first_kept, prints.end());
  std::vector<std::string> left;
  std::size_t removed = 0;
  for (auto print = prints.begin(); print != first_kept; ++print) {
    if (young.contains(*print)) continue;
    if (remove_record(folder_ / *print))
      ++removed;
    else
      left.push_back(*print);
  }
  // The records first: one that is gone may still be listed, but none may stay unlisted.
  if (!sync_folder(folder_)) return errno_error(folder_);
  left.insert(left.end(), first_kept, prints.end());
  if (const auto replaced = replace_order(folder_, left); !replaced) return replaced.error();
  return removed;
}

}  // namespace booth::guard

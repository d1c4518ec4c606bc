#include "drivers/cups/guard/spooled_input.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace booth::guard {
namespace {

constexpr std::size_t kChunk = 65'536;

Error errno_error(const std::string& what) {
  return make_error(Errc::Io, what + ": " + std::strerror(errno));
}

ssize_t read_retrying(int fd, char* into, std::size_t size) {
  ssize_t count = 0;
  do count = ::read(fd, into, size);
  while (count < 0 && errno == EINTR);
  return count;
}

bool write_fully(int fd, const char* bytes, std::size_t size) {
  while (size > 0) {
    const auto written = ::write(fd, bytes, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

}  // namespace

Result<SpooledInput> SpooledInput::read_all(int fd) {
  SpooledInput input(::memfd_create("sheet", MFD_CLOEXEC), 0);
  if (input.fd_ < 0) return errno_error("memfd_create");

  static std::array<char, kChunk> chunk;
  for (;;) {
    const auto count = read_retrying(fd, chunk.data(), chunk.size());
    if (count < 0) return errno_error("reading the printer data");
    if (count == 0) break;
    if (!write_fully(input.fd_, chunk.data(), static_cast<std::size_t>(count)))
      return errno_error("spooling the printer data");
    input.size_ += static_cast<std::uint64_t>(count);
  }
  if (::lseek(input.fd_, 0, SEEK_SET) != 0) return errno_error("lseek");
  return input;
}

Result<SpooledInput> SpooledInput::open_file(const std::string& path) {
  SpooledInput input(::open(path.c_str(), O_RDONLY | O_CLOEXEC), 0);
  if (input.fd_ < 0) return errno_error("printer data " + path);
  struct stat found {};
  if (::fstat(input.fd_, &found) != 0) return errno_error("printer data " + path);
  input.size_ = static_cast<std::uint64_t>(found.st_size);
  return input;
}

SpooledInput::~SpooledInput() {
  if (fd_ >= 0) ::close(fd_);
}

SpooledInput::SpooledInput(SpooledInput&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), size_(other.size_) {}

Completeness SpooledInput::check() const {
  return check_stream(size_, [this](std::uint64_t offset, char* into, std::size_t size) {
    const auto count = ::pread(fd_, into, size, static_cast<off_t>(offset));
    return count > 0 ? static_cast<std::size_t>(count) : 0;
  });
}

Result<void> SpooledInput::keep_as(const std::filesystem::path& target) const {
  const auto unfinished = target.string() + ".part";
  std::ofstream file(unfinished, std::ios::binary | std::ios::trunc);
  static std::array<char, kChunk> chunk;
  for (std::uint64_t at = 0; file && at < size_;) {
    const auto count = ::pread(fd_, chunk.data(), chunk.size(), static_cast<off_t>(at));
    if (count <= 0) return errno_error("reading the printer data back");
    file.write(chunk.data(), count);
    at += static_cast<std::uint64_t>(count);
  }
  file.close();
  std::error_code failure;
  if (file) {
    std::filesystem::permissions(unfinished, std::filesystem::perms(0644), failure);
    std::filesystem::rename(unfinished, target, failure);
  }
  if (!file || failure) return make_error(Errc::Io, "cannot keep a copy as " + target.string());
  return {};
}

}  // namespace booth::guard

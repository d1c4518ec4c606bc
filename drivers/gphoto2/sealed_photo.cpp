#include "drivers/gphoto2/sealed_photo.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "daemon/core/capture/jpeg_bounds.hpp"

namespace booth {
namespace {

constexpr int kSeals = F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK;

Error photo_error(const char* call) {
  return make_error(Errc::Io, std::string("photo memory: ") + call + ": " + std::strerror(errno));
}

}  // namespace

Result<UniqueFd> make_photo_memory() {
  UniqueFd memory(::memfd_create("booth-photo", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!memory) return photo_error("memfd_create");
  return memory;
}

Result<void> seal_photo(const UniqueFd& memory) {
  if (::fcntl(memory.get(), F_ADD_SEALS, kSeals) != 0) return photo_error("seal");
  return {};
}

Bytes read_photo_start(const UniqueFd& memory) {
  Bytes start(256 * 1024);
  const ssize_t got = ::pread(memory.get(), start.data(), start.size(), 0);
  start.resize(static_cast<std::size_t>(got < 0 ? 0 : got));
  return start;
}

Result<Bytes> read_sealed_photo(const UniqueFd& memory) {
  // Any other kind of file has no seals: reading it could block (a pipe) or end in SIGBUS.
  const int seals = memory ? ::fcntl(memory.get(), F_GET_SEALS) : -1;
  if (seals < 0 || (seals & kSeals) != kSeals)
    return make_error(Errc::Corrupt, "the photo did not come in a sealed memory file");
  struct stat found {};
  if (::fstat(memory.get(), &found) != 0) return photo_error("fstat");
  if (found.st_size <= 0 || static_cast<std::size_t>(found.st_size) > kLargestPhotoBytes)
    return make_error(Errc::Corrupt,
                      "the camera sent a photo of " + std::to_string(found.st_size) + " bytes");

  Bytes bytes(static_cast<std::size_t>(found.st_size));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got =
        ::pread(memory.get(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return photo_error("pread");
    done += static_cast<std::size_t>(got);
  }
  if (!has_jpeg_bounds(bytes))
    return make_error(Errc::Corrupt, "the camera sent " + std::to_string(bytes.size()) +
                                         " bytes that are not one whole JPEG");
  return bytes;
}

}  // namespace booth

#include "drivers/gphoto2/sealed_photo.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <span>
#include <string>

#include "daemon/core/capture/jpeg_bounds.hpp"

namespace booth {
namespace {

constexpr int kSeals = F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK;

Error photo_error(const char* call) {
  return make_error(Errc::Io, std::string("photo memory: ") + call + ": " + std::strerror(errno));
}

class MappedPhoto {
 public:
  MappedPhoto(const UniqueFd& memory, std::size_t size)
      : start_(::mmap(nullptr, size, PROT_READ, MAP_SHARED | MAP_POPULATE, memory.get(), 0)),
        size_(size) {}
  ~MappedPhoto() {
    if (start_ != MAP_FAILED) ::munmap(start_, size_);
  }
  MappedPhoto(const MappedPhoto&) = delete;
  MappedPhoto& operator=(const MappedPhoto&) = delete;

  std::optional<std::span<const std::byte>> bytes() const {
    if (start_ == MAP_FAILED) return std::nullopt;
    return std::span(static_cast<const std::byte*>(start_), size_);
  }

 private:
  void* start_;
  std::size_t size_;
};

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

  const auto size = static_cast<std::size_t>(found.st_size);
  // Copied out of a mapping: a vector to read into would be filled with zeros first. The seals keep
  // the file as it is, so no page of it can vanish meanwhile.
  const MappedPhoto mapped(memory, size);
  if (!mapped.bytes()) return photo_error("mmap");
  if (!has_jpeg_bounds(*mapped.bytes()))
    return make_error(Errc::Corrupt, "the camera sent " + std::to_string(size) +
                                         " bytes that are not one whole JPEG");
  return Bytes(mapped.bytes()->begin(), mapped.bytes()->end());
}

}  // namespace booth

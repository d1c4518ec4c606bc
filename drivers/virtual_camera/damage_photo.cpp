#include "drivers/virtual_camera/damage_photo.hpp"

#include <algorithm>

namespace booth::virtual_camera {

std::shared_ptr<const Bytes> damage_photo(const Bytes& jpeg, CorruptPhoto how) {
  Bytes damaged = jpeg;
  switch (how) {
    case CorruptPhoto::CutShort:
      damaged.resize(jpeg.size() / 2);
      break;
    case CorruptPhoto::Garbage:
      std::fill(damaged.begin(), damaged.end(), std::byte{0x5A});
      break;
    case CorruptPhoto::Empty:
      damaged.clear();
      break;
    case CorruptPhoto::FlippedBytes:
      // The second half still begins and ends like a JPEG, so only a decoder notices.
      for (std::size_t i = jpeg.size() / 2; i + 2 < jpeg.size(); i += 997) damaged[i] = ~damaged[i];
      break;
  }
  return std::make_shared<const Bytes>(std::move(damaged));
}

}  // namespace booth::virtual_camera

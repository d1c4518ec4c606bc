#pragma once

#include <memory>
#include <type_traits>

#include <turbojpeg.h>

namespace booth::virtual_camera {

struct TurboJpegDestroy {
  void operator()(void* codec) const noexcept { tjDestroy(codec); }
};
using TurboJpegHandle = std::unique_ptr<void, TurboJpegDestroy>;

/// Memory that turbojpeg allocated for a compressed picture.
struct TurboJpegFree {
  void operator()(unsigned char* buffer) const noexcept { tjFree(buffer); }
};
using TurboJpegBuffer = std::unique_ptr<unsigned char, TurboJpegFree>;

}  // namespace booth::virtual_camera

#pragma once

#include <memory>

#include <turbojpeg.h>

namespace booth::compose {

struct TurboJpegDestroy {
  void operator()(void* handle) const noexcept { tjDestroy(handle); }
};
/// tjhandle is a plain void*.
using TurboJpegHandle = std::unique_ptr<void, TurboJpegDestroy>;

struct TurboJpegFree {
  void operator()(unsigned char* bytes) const noexcept { tjFree(bytes); }
};
using TurboJpegBytes = std::unique_ptr<unsigned char, TurboJpegFree>;

}  // namespace booth::compose

#pragma once

#include <memory>

#include <lcms2.h>

namespace booth::compose {

struct ProfileClose {
  void operator()(void* profile) const noexcept { cmsCloseProfile(profile); }
};
/// cmsHPROFILE is a plain void*.
using ProfileHandle = std::unique_ptr<void, ProfileClose>;

struct TransformDelete {
  void operator()(void* transform) const noexcept { cmsDeleteTransform(transform); }
};
/// cmsHTRANSFORM is a plain void*.
using TransformHandle = std::unique_ptr<void, TransformDelete>;

}  // namespace booth::compose

#pragma once

#include <memory>

#include "daemon/core/units.hpp"
#include "drivers/virtual_camera/faults.hpp"

namespace booth::virtual_camera {

/// A photo as a failing card or cable would deliver it.
std::shared_ptr<const Bytes> damage_photo(const Bytes& jpeg, CorruptPhoto how);

}  // namespace booth::virtual_camera

#pragma once

#include <string>

#include "daemon/core/result.hpp"

namespace booth::guard {

/// What stands behind `booth-guard:/gutenprint53+usb://dnp-ds620/ANY`.
struct GuardedDevice {
  std::string uri;      ///< "gutenprint53+usb://dnp-ds620/ANY"
  std::string backend;  ///< "gutenprint53+usb": a file name in ServerBin/backend
};

/// @returns BadInput with a sentence when the URI does not wrap another one
Result<GuardedDevice> unwrap(const std::string& device_uri);

/// True for printers that keep jobs themselves, and say how each one ended.
bool speaks_ipp(const GuardedDevice& device);

/// The URI to give to lpadmin for a queue that shall be guarded.
std::string wrap(const std::string& device_uri);

}  // namespace booth::guard

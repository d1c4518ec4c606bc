#pragma once

#include <string>

#include "daemon/core/error.hpp"

namespace booth {

/// What a person should do about a camera that is lost for this reason. Never empty.
std::string what_to_do_about(Errc reason);

/// The same about a camera that is connected, and its last photo failed for this reason.
std::string what_to_do_about_photo(Errc reason);

/// What to do about a camera that is connected, and shows no live view.
std::string what_to_do_about_live_view();

/// The same about a driver that crashes again and again, whatever the camera.
std::string what_to_do_about_crashes();

}  // namespace booth

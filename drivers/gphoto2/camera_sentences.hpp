#pragma once

#include <string>

#include "daemon/core/error.hpp"

namespace booth {

/// What a person should do about a camera that is lost for this reason. Never empty.
std::string what_to_do_about(Errc reason);

}  // namespace booth

#pragma once

#include <vector>

#include "daemon/runtime/config.hpp"
#include "daemon/runtime/config_table.hpp"

namespace booth {

/// [camera], or one [[camera]] for each; always at least one. Also [[camera_preset]]. Internal to
/// the configuration.
std::vector<Config::Camera> read_cameras(ConfigTable& root);

}  // namespace booth

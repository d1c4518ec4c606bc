#pragma once

#include "daemon/runtime/config.hpp"
#include "daemon/runtime/config_table.hpp"

namespace booth {

/// The section [prints]: house rules.
Config::Prints read_prints(ConfigTable table);

}  // namespace booth

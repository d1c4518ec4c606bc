#pragma once

#include <vector>

#include "daemon/runtime/config.hpp"
#include "daemon/runtime/config_table.hpp"

namespace booth {

/// `[[target]]`: the places in the cloud. Internal to the configuration.
std::vector<Config::Target> read_targets(ConfigTable& root);

/// `[facts]`: the operator's back end. Internal to the configuration.
Config::Facts read_facts(ConfigTable table);

}  // namespace booth

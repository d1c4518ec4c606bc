#pragma once

#include <string>
#include <string_view>

#include "daemon/runtime/config_table.hpp"

namespace booth {

/// Notes a problem unless the value is an https URL without a password, or http towards this
/// computer. Empty is no problem: that is named where a value is required.
void check_url(ConfigTable& table, std::string_view key, const std::string& url);

}  // namespace booth

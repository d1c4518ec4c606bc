#pragma once

#include <string>

#include "daemon/core/result.hpp"

namespace booth {

/// The first line of a credential's file, read anew for each request, so that a changed one needs
/// no restart.
///
/// @param option  its name in the configuration, for the sentence
/// @returns       AuthRefused: nothing can be sent, and nothing is wrong with the items
Result<std::string> read_credential(const std::string& path, const std::string& option);

}  // namespace booth

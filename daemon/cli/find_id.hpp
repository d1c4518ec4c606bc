#pragma once

#include <string>

#include "daemon/cli/commands.hpp"
#include "daemon/core/result.hpp"

namespace booth::cli {

/// What a person types for a session: its number ("12"), "last" or nothing for the newest, the last
/// four or more characters of its id, or the whole id. @returns NotFound, BadInput when several fit
Result<std::string> find_session_id(Shell& shell, const std::string& typed);

/// The same for prints and uploads, without numbers. @param path  "/v1/prints"; @param what "print"
Result<std::string> find_listed_id(Shell& shell, const std::string& path, const std::string& what,
                                   const std::string& typed);

}  // namespace booth::cli

#pragma once

#include <map>
#include <string>

#include "daemon/core/session/session_state.hpp"

namespace booth {

/// What a template may print: `event`, `date`, `time`, `session`, `share_url`. Dates are in the
/// booth's own time zone, that of the session's start, so that a sheet rendered again years later
/// says the same.
std::map<std::string, std::string> sheet_texts(const Session& session);

}  // namespace booth

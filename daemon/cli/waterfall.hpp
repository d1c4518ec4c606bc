#pragma once

#include <string>

#include <boost/json/fwd.hpp>

#include "daemon/cli/terminal.hpp"
#include "daemon/core/units.hpp"

namespace booth::cli {

/// A session's trace as bars under one ruler. What lasts much longer than the session itself (a
/// night without network) does not squeeze it: its bar leaves the picture with an arrow.
/// @param trace  answer of /v1/sessions/{id}/trace
std::string waterfall(const Terminal& terminal, const boost::json::value& trace, UtcTime now);

}  // namespace booth::cli

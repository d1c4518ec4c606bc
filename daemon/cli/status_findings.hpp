#pragma once

#include <vector>

#include <boost/json/fwd.hpp>

#include "daemon/cli/finding.hpp"
#include "daemon/core/units.hpp"

namespace booth::cli {

/// What the booth's own status says, one finding per subsystem, in the order in which a person
/// looks at a booth.
///
/// @param now  the booth's clock
std::vector<Finding> status_findings(const boost::json::value& status, UtcTime now);

}  // namespace booth::cli

#pragma once

#include <string>

#include <boost/json/fwd.hpp>

#include "daemon/cli/terminal.hpp"

namespace booth::cli {

/// One row per event, the active one marked.
/// @param choices  answer of /v1/active-event
std::string events_table(const Terminal& terminal, const boost::json::array& events,
                         const boost::json::value& choices);

/// Everything that was agreed about one event.
std::string event_text(const Terminal& terminal, const boost::json::value& event);

}  // namespace booth::cli

#pragma once

#include <string>
#include <string_view>

#include "daemon/core/ids.hpp"
#include "daemon/ports/fact_sink.hpp"

namespace booth {

/// Reads what the operator's server answered to a heartbeat:
///
///   {"heartbeat": "<id>", "first_contact_delay_s": 30, "probe": "ok", "commands": []}
///
/// Only "heartbeat" must be there, and must name ours: a 200 from somebody else proves nothing.
/// Members that we do not know are passed over; one that we know and that is wrong makes the whole
/// answer wrong. Untrusted bytes. Pure.
///
/// @returns NotProven with what is wrong
Result<HeartbeatAnswer> parse_heartbeat_answer(std::string_view body, const FactId& id);

}  // namespace booth

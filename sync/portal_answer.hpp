#pragma once

#include <string>

#include "daemon/core/error.hpp"
#include "daemon/core/units.hpp"
#include "sync/http_message.hpp"

namespace booth {

/// What the answer to a plain request tells about a probe that failed. Our own address answers 204
/// to everybody, so anything else but a fault of the server comes from the network's login page.
///
/// @param refused  why the probe failed
/// @param url      the plain address that was asked
/// @param now      the booth's clock
/// @returns        `refused`, as CaptivePortal when a portal answered, or with the clock's error
///                 in its sentence when no certificate can look valid
Error judge_portal_answer(Error refused, const HttpAnswer& answer, const std::string& url,
                          UtcTime now);

}  // namespace booth

#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "daemon/core/error.hpp"
#include "sync/http_message.hpp"

namespace booth {

/// True for 200 to 299.
bool is_success(const HttpAnswer& answer);

/// What an answer that is no success means.
///
/// @param what  what was tried, for the sentence: "PUT a/b.jpg"
Error status_error(const HttpAnswer& answer, const std::string& what, const std::string& url);

/// The server's clock when it answered. @returns nullopt when absent or not understood
std::optional<UtcTime> server_time(const HttpAnswer& answer);

/// Retry-After in seconds or as a date; a date counts from the answer's own Date, since our clock
/// may be wrong.
/// @returns nullopt when absent or not understood; never negative
std::optional<std::chrono::milliseconds> retry_after(const HttpAnswer& answer);

}  // namespace booth

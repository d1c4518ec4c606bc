#pragma once

#include <string>
#include <string_view>

namespace booth {

/// A session's trace id for W3C Trace Context: its 32 hexadecimal characters.
std::string trace_id_of(std::string_view uuid);

/// "00-<trace id>-<span id>-01": the header that ties what a server did to the guests' press.
/// @param subject  id of what is sent; its random half is the span id
std::string traceparent_of(std::string_view session, std::string_view subject);

}  // namespace booth

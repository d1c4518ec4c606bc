#pragma once

#include <string>

#include "daemon/api/http_message.hpp"

namespace booth::api {

/// The status line and the fields of an answer, up to and with the empty line. @param is_last  the
/// connection ends after it
std::string head_of(const HttpResponse& response, bool is_last);

/// One piece of a body whose size nobody knew beforehand (RFC 9112, 7.1).
std::string chunk_of(const std::string& piece);

}  // namespace booth::api

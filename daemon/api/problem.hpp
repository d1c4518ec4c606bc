#pragma once

#include <string_view>

#include "daemon/api/http_message.hpp"
#include "daemon/core/error.hpp"

namespace booth::api {

/// The HTTP status of every error. The one place that maps them.
int status_of(Errc code);

/// RFC 9457 problem document: `type` is `/problems/<errc>` and stays; `detail` is the error's
/// sentence.
HttpResponse problem(const Error& error);

/// For failures of HTTP itself, which no Errc names. @param kind  last part of `type`,
/// "method_not_allowed"
HttpResponse problem(int status, std::string_view kind, std::string_view detail);

std::string_view reason_phrase(int status);

}  // namespace booth::api

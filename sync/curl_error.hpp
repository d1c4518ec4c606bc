#pragma once

#include <string>

#include <curl/curl.h>

#include "daemon/core/error.hpp"

namespace booth {

/// What the failure of a transfer means for us.
///
/// @param details  libcurl's own sentence; may be empty
/// @param url      only its scheme, host and port are quoted: paths and queries may hold secrets
Error to_error(CURLcode code, const std::string& details, const std::string& url);

/// Scheme, host and port of a URL: what may be shown to people.
std::string origin_of(const std::string& url);

}  // namespace booth

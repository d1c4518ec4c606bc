#pragma once

#include <string>
#include <string_view>

namespace booth {

/// True for <part>/<part>/... of [A-Za-z0-9._-] without empty, "." or ".." parts: safe in a URL, a
/// path and a signature as it is.
bool is_object_key(std::string_view key);

/// `base` and `key` with exactly one slash between them.
std::string object_url(const std::string& base, const std::string& key);

}  // namespace booth

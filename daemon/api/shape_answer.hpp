#pragma once

#include <string>
#include <vector>

#include "daemon/api/http_message.hpp"

namespace booth::api {

/// Takes `fields` out of a GET's query: the names of the keys that the caller wants.
/// @returns BadInput when it is not a list of names
Result<std::vector<std::string>> take_fields(HttpRequest& request);

/// Leaves only these keys in a JSON answer: of the object, or of each item of a page. No names: all
/// of it. A problem stays whole.
void keep_fields(HttpResponse& response, const std::vector<std::string>& names);

/// Compresses a text that is worth it, for a client that can read it.
void compress(HttpResponse& response, std::string_view accept_encoding);

}  // namespace booth::api

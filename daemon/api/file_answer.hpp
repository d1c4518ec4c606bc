#pragma once

#include <string>

#include "daemon/api/router.hpp"
#include "daemon/core/units.hpp"

namespace booth::api {

/// A stored file that never changes: ETag, If-None-Match, one range (RFC 9110). Its bytes are read
/// on the file thread, piece by piece, so that neither a slow disk nor a slow reader holds anybody
/// up.
///
/// @param etag  names these bytes for good, without quotes
boost::asio::awaitable<HttpResponse> file_answer(RouteContext& context, const HttpRequest& request,
                                                 std::string path, std::string etag,
                                                 std::string content_type);

/// The same for a picture that is in memory.
HttpResponse picture_answer(const HttpRequest& request, const Bytes& jpeg, const std::string& etag);

}  // namespace booth::api

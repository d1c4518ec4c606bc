#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/core/units.hpp"
#include "sync/http_message.hpp"

namespace booth::s3 {

struct Keys {
  std::string access_key;
  std::string secret_key;
  std::string session_token;  ///< of temporary keys; empty = none
};

struct Scope {
  std::string region;
  std::string service = "s3";
};

using Query = std::vector<std::pair<std::string, std::string>>;

/// A request before signing: nothing in it is percent-encoded yet.
struct Unsigned {
  std::string method;
  std::string host;  ///< as the Host header will say it, port included unless it is the default one
  std::string path;  ///< "/bucket/key"
  Query query;
  std::vector<HttpHeader> headers;  ///< all of them are signed; host and x-amz-date are added
  std::string payload_sha256;       ///< hexadecimal, or kUnsignedPayload
};

inline constexpr const char* kUnsignedPayload = "UNSIGNED-PAYLOAD";
inline constexpr const char* kEmptyPayload =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Percent-encodes all but A-Z a-z 0-9 - . _ ~, and '/' when it is kept.
std::string uri_encode(std::string_view text, bool is_slash_kept);

/// "?a=1&b=" in signing order, or empty: exactly what must go on the wire.
std::string query_text(const Query& query);

/// Headers to send: those of the request, x-amz-date, x-amz-content-sha256, the session token and
/// Authorization.
/// @source  AWS Signature Version 4, "Authenticating Requests: Using the Authorization Header"
std::vector<HttpHeader> sign(const Unsigned& request, const Keys& keys, const Scope& scope,
                             UtcTime now);

/// Path and query of a URL that carries its own signature for `lifetime`; only the host header is
/// signed.
/// @source  AWS Signature Version 4, "Authenticating Requests: Using Query Parameters"
std::string presign(const Unsigned& request, const Keys& keys, const Scope& scope, UtcTime now,
                    std::chrono::seconds lifetime);

}  // namespace booth::s3

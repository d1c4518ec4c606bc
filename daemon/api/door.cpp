#include "daemon/api/door.hpp"

#include "daemon/api/problem.hpp"

namespace booth::api {
namespace {

/// Takes as long for a wrong first character as for a wrong last one.
bool is_same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
  return difference == 0;
}

/// "127.0.0.1:8080" and "localhost". Any other name is a web site that lets its own name point to
/// this machine.
bool is_loopback_name(std::string_view host) {
  if (host.starts_with("[::1]")) return true;
  const auto name = host.substr(0, host.find(':'));
  return name == "127.0.0.1" || name == "localhost";
}

/// Absent for programs; set by browsers for pages of other sites.
bool is_own_origin(std::string_view origin) {
  if (origin.empty()) return true;
  constexpr std::string_view kScheme = "http://";
  return origin.starts_with(kScheme) && is_loopback_name(origin.substr(kScheme.size()));
}

/// <img> and EventSource cannot send a header, so the token may also stand in the query of a read
/// (RFC 6750, 2.3).
std::string take_token(HttpRequest& request) {
  constexpr std::string_view kScheme = "Bearer ";
  const auto authorization = request.header("Authorization");
  if (authorization.starts_with(kScheme)) return std::string(authorization.substr(kScheme.size()));

  const auto found = request.query.find("access_token");
  if (found == request.query.end() || request.method != "GET") return {};
  auto token = std::move(found->second);
  request.query.erase(found);
  return token;
}

}  // namespace

Door Door::local(Caller caller) {
  Door door;
  door.caller_ = std::move(caller);
  return door;
}

Door Door::loopback(std::string token) {
  Door door;
  door.caller_ = {"guest", Role::Guest};
  door.token_ = std::move(token);
  return door;
}

std::optional<HttpResponse> Door::check(HttpRequest& request) const {
  request.caller = caller_;
  if (token_.empty()) return std::nullopt;  // the unix socket

  if (!is_loopback_name(request.header("Host")))
    return problem(421, "wrong_host", "this booth answers only as 127.0.0.1 or localhost");
  if (!is_own_origin(request.header("Origin")))
    return problem(403, "foreign_origin", "pages of other sites may not use the booth");
  if (is_same_secret(take_token(request), token_)) return std::nullopt;

  auto refusal =
      problem(401, "token_missing", "send the guest screen's token: Authorization: Bearer <token>");
  refusal.headers["WWW-Authenticate"] = "Bearer realm=\"booth\"";
  return refusal;
}

}  // namespace booth::api

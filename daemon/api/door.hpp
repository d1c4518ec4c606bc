#pragma once

#include <optional>
#include <string>

#include "daemon/api/http_message.hpp"

namespace booth::api {

/// The way a client came in: decides whom its requests are from, and turns away what a browser was
/// tricked into sending.
class Door {
 public:
  /// The unix socket: the kernel says who is there.
  static Door local(Caller caller);

  /// 127.0.0.1: whoever knows the token is the guest screen.
  static Door loopback(std::string token);

  /// A local user in none of our groups: may only be told so.
  bool is_for_strangers() const { return caller_.role == Role::Nobody; }

  /// Sets `request.caller` and takes the token out of the query. @returns the refusal, if any
  std::optional<HttpResponse> check(HttpRequest& request) const;

 private:
  Caller caller_;
  std::string token_;
};

}  // namespace booth::api

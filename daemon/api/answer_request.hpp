#pragma once

#include <set>
#include <string>

#include "daemon/api/router.hpp"

namespace booth::api {

/// From a request to its answer, whatever the request: route, role, content type, repeated
/// requests. Never throws for anything a client can send; a bug in a route becomes 500 and a log
/// line.
class RequestAnswerer {
 public:
  explicit RequestAnswerer(RouteContext context);

  /// @param request  lives until the answer's stream is written
  boost::asio::awaitable<HttpResponse> answer(HttpRequest& request);

 private:
  boost::asio::awaitable<HttpResponse> answer_shaped(const Route& route, HttpRequest& request);
  boost::asio::awaitable<HttpResponse> answer_route(const Route& route, const HttpRequest& request);
  boost::asio::awaitable<void> record(const HttpRequest& request);
  boost::asio::awaitable<HttpResponse> answer_once(const Route& route, const HttpRequest& request,
                                                   std::string key);

  RouteContext context_;
  Router router_;
  std::set<std::string> running_keys_;  ///< Idempotency-Keys whose request is being answered now
};

}  // namespace booth::api

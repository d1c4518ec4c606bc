#include "daemon/api/answer_request.hpp"

#include <algorithm>
#include <exception>

#include "daemon/api/problem.hpp"
#include "daemon/api/repeated_request.hpp"
#include "daemon/api/routes.hpp"
#include "daemon/api/shape_answer.hpp"
#include "daemon/runtime/log.hpp"
#include "daemon/runtime/sha256.hpp"

namespace booth::api {
namespace {

using boost::asio::awaitable;

constexpr std::size_t kLongestKey = 200;

HttpResponse method_problem(const Router::Found& found) {
  if (found.methods.empty())
    return problem(404, "no_such_path", "there is nothing here; /v1/openapi.yaml lists every path");

  std::string allow;
  for (const auto method : found.methods) {
    if (!allow.empty()) allow += ", ";
    allow += method;
    if (method == "GET") allow += ", HEAD";
  }
  auto response = problem(405, "method_not_allowed", "this path knows only " + allow);
  response.headers["Allow"] = allow;
  return response;
}

HttpResponse role_problem(const Caller& caller) {
  const std::string remedy =
      caller.role == Role::Nobody
          ? "is in none of the groups booth-viewer, booth-attendant and booth-technician; add the "
            "user to one of "
            "them and log in again"
          : "has the role " + std::string(to_string(caller.role)) + ", which may not do this";
  return problem(403, "not_allowed", caller.name + " " + remedy);
}

/// A page on another site can post forms to a booth's loopback port, but not JSON without asking
/// first.
bool has_foreign_body(const HttpRequest& request) {
  if (request.body.empty()) return false;
  auto type = request.header("Content-Type");
  type = type.substr(0, type.find(';'));
  while (type.ends_with(' ')) type.remove_suffix(1);
  return type != "application/json";
}

bool is_plain_key(std::string_view key) {
  return key.size() <= kLongestKey &&
         std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
}

HttpResponse replay(const Store::Answer& answer) {
  HttpResponse response;
  response.status = answer.status;
  response.headers["Content-Type"] = "application/json";
  response.headers["Idempotent-Replay"] = "true";
  response.body = answer.body;
  return response;
}

HttpResponse unknown_outcome_problem() {
  return problem(409, "outcome_unknown",
                 "an earlier request with this Idempotency-Key was interrupted; look whether it "
                 "was done, then ask "
                 "with a new key if it was not");
}

}  // namespace

RequestAnswerer::RequestAnswerer(RouteContext context) : context_(context), router_(all_routes()) {}

awaitable<HttpResponse> RequestAnswerer::answer(HttpRequest& request) {
  const auto found = router_.find(request);
  if (!found.route) co_return method_problem(found);
  if (!is_allowed(request.caller.role, found.route->access, request.method))
    co_return role_problem(request.caller);
  if (has_foreign_body(request))
    co_return problem(415, "not_json", "send the body with Content-Type: application/json");

  try {
    std::string key(request.header("Idempotency-Key"));
    HttpResponse response;
    if (key.empty() || found.route->method != "POST")
      response = co_await answer_shaped(*found.route, request);
    else
      response = co_await answer_once(*found.route, request, std::move(key));
    compress(response, request.header("Accept-Encoding"));
    co_return response;
  } catch (const std::exception& bug) {
    log::error("api_bug",
               {{"method", request.method}, {"path", request.path}, {"what", bug.what()}});
  }
  co_return problem(500, "internal",
                    "the booth could not answer because of a bug; its log says more");
}

awaitable<HttpResponse> RequestAnswerer::answer_shaped(const Route& route, HttpRequest& request) {
  const auto fields = take_fields(request);
  if (!fields) co_return problem(fields.error());
  auto response = co_await answer_route(route, request);
  keep_fields(response, *fields);
  co_return response;
}

awaitable<HttpResponse> RequestAnswerer::answer_route(const Route& route,
                                                      const HttpRequest& request) {
  auto response = co_await route.call(context_, request);
  if (response.headers.find("Cache-Control") == response.headers.end())
    response.headers["Cache-Control"] = "no-store";
  if (route.method != "GET" && response.status < 400) co_await record(request);
  co_return response;
}

/// Who did it. After the thing itself: what was refused, or asked once more, changed nothing.
awaitable<void> RequestAnswerer::record(const HttpRequest& request) {
  ApiCall call{request.caller.name, std::string(to_string(request.caller.role)), request.method,
               request.path};
  const auto recorded = co_await context_.calls.record_call(std::move(call));
  if (!recorded)
    log::warn("call_not_recorded", {{"path", request.path}, {"cause", recorded.error().context}});
}

/// Answers a repeated request as the first time, and never does it twice.
awaitable<HttpResponse> RequestAnswerer::answer_once(const Route& route, const HttpRequest& request,
                                                     std::string key) {
  if (!is_plain_key(key))
    co_return problem(400, "bad_input",
                      "Idempotency-Key: up to 200 printable characters without blanks");

  struct Running {
    std::set<std::string>& keys;
    std::string key;
    ~Running() { keys.erase(key); }
  };
  if (!running_keys_.insert(key).second)
    co_return problem(409, "still_running",
                      "the first request with this Idempotency-Key is not answered yet");
  const Running running{running_keys_, key};

  auto hash = sha256_hex(request.method + '\n' + request.target + '\n' + request.body);
  RepeatedRequest repeated(context_.booth, std::move(key), std::move(hash));
  const auto past = co_await repeated.read_past();
  if (!past) co_return problem(past.error());
  if (*past == RepeatedRequest::Past::OtherRequest)
    co_return problem(422, "key_reused", "this Idempotency-Key was used for a different request");
  if (*past == RepeatedRequest::Past::Answered) co_return replay(repeated.answer());
  if (*past == RepeatedRequest::Past::OutcomeUnknown) co_return unknown_outcome_problem();

  const auto begun = co_await repeated.write_begin();
  if (!begun) co_return problem(begun.error());
  auto response = co_await answer_route(route, request);
  const auto recorded = co_await repeated.write_end(response.status, response.body);
  // The thing is done; not being able to remember the answer is no reason to say that it is not.
  if (!recorded)
    log::warn("answer_not_recorded", {{"path", request.path}, {"cause", recorded.error().context}});
  co_return response;
}

}  // namespace booth::api

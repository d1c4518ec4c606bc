#include "daemon/api/json_answer.hpp"
#include "daemon/api/read_request.hpp"
#include "daemon/api/routes.hpp"

namespace booth::api {
namespace {

using boost::asio::awaitable;

awaitable<HttpResponse> show_sync(RouteContext& context, const HttpRequest&) {
  const auto view = co_await context.booth.sync();
  co_return answer_with(view);
}

awaitable<HttpResponse> pause(RouteContext& context, const HttpRequest& request) {
  if (const auto empty = JsonBody(request).finish(); !empty) co_return problem(empty.error());
  const auto view = co_await context.booth.pause_uploads(true);
  co_return answer_with(view);
}

awaitable<HttpResponse> resume(RouteContext& context, const HttpRequest& request) {
  if (const auto empty = JsonBody(request).finish(); !empty) co_return problem(empty.error());
  const auto view = co_await context.booth.pause_uploads(false);
  co_return answer_with(view);
}

awaitable<HttpResponse> test_target(RouteContext& context, const HttpRequest& request) {
  if (const auto empty = JsonBody(request).finish(); !empty) co_return problem(empty.error());
  auto name = request.params.find("name")->second;
  const auto tested = co_await context.booth.test_target(std::move(name));
  co_return answer_with(tested);
}

awaitable<HttpResponse> retry_facts(RouteContext& context, const HttpRequest& request) {
  if (const auto empty = JsonBody(request).finish(); !empty) co_return problem(empty.error());
  const auto taken = co_await context.booth.retry_facts();
  if (!taken) co_return problem(taken.error());
  co_return json_answer(boost::json::object{{"taken", *taken}});
}

}  // namespace

std::vector<Route> sync_routes() {
  return {
      {"GET", "/v1/sync", Access::Look, show_sync},
      {"POST", "/v1/sync/pause", Access::Attend, pause},
      {"POST", "/v1/sync/resume", Access::Attend, resume},
      {"POST", "/v1/sync/facts/retry", Access::Attend, retry_facts},
      {"POST", "/v1/sync/targets/{name}/test", Access::Attend, test_target},
  };
}

}  // namespace booth::api

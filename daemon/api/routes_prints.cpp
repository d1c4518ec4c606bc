#include "daemon/api/json_answer.hpp"
#include "daemon/api/read_request.hpp"
#include "daemon/api/routes.hpp"

namespace booth::api {
namespace {

using boost::asio::awaitable;

awaitable<HttpResponse> list_prints(RouteContext& context, const HttpRequest& request) {
  const auto known = allow_query(request, {"limit", "session", "before"});
  if (!known) co_return problem(known.error());
  const auto limit = query_number(request, "limit", 50, 1, 500);
  if (!limit) co_return problem(limit.error());
  auto session = query_id<SessionId>(request, "session");
  if (!session) co_return problem(session.error());
  auto before = query_id<PrintId>(request, "before");
  if (!before) co_return problem(before.error());

  auto prints = co_await context.booth.prints(std::move(*session), std::move(*before),
                                              static_cast<int>(*limit) + 1);
  if (!prints) co_return problem(prints.error());
  co_return cut_page_answer(std::move(*prints), *limit);
}

awaitable<HttpResponse> show_print(RouteContext& context, const HttpRequest& request) {
  auto id = path_id<PrintId>(request);
  if (!id) co_return problem(id.error());
  const auto print = co_await context.booth.print(std::move(*id));
  co_return answer_with(print);
}

using Decision = awaitable<Result<PrintJob>> (BoothControl::*)(PrintId, std::string);

/// What a person decides about one print: they differ only in the call.
awaitable<HttpResponse> decide(RouteContext& context, const HttpRequest& request,
                               Decision decision) {
  auto id = path_id<PrintId>(request);
  if (!id) co_return problem(id.error());
  if (const auto empty = JsonBody(request).finish(); !empty) co_return problem(empty.error());
  const auto print = co_await (context.booth.*decision)(std::move(*id), request.caller.name);
  co_return answer_with(print);
}

awaitable<HttpResponse> retry_print(RouteContext& context, const HttpRequest& request) {
  return decide(context, request, &BoothControl::retry_print);
}
awaitable<HttpResponse> confirm_print(RouteContext& context, const HttpRequest& request) {
  return decide(context, request, &BoothControl::confirm_print);
}
awaitable<HttpResponse> cancel_print(RouteContext& context, const HttpRequest& request) {
  return decide(context, request, &BoothControl::cancel_print);
}

awaitable<HttpResponse> hold_print(RouteContext& context, const HttpRequest& request) {
  return decide(context, request, &BoothControl::hold_print);
}
awaitable<HttpResponse> void_print(RouteContext& context, const HttpRequest& request) {
  return decide(context, request, &BoothControl::void_print);
}

awaitable<HttpResponse> show_ledger(RouteContext& context, const HttpRequest& request) {
  const auto known = allow_query(request, {"event"});
  if (!known) co_return problem(known.error());
  const auto event = request.query.find("event");
  std::string slug = event == request.query.end() ? std::string() : event->second;
  const auto ledger = co_await context.booth.print_ledger(std::move(slug));
  co_return answer_with(ledger);
}

}  // namespace

std::vector<Route> print_routes() {
  return {
      {"GET", "/v1/prints", Access::Look, list_prints},
      {"GET", "/v1/prints/{id}", Access::Look, show_print},
      {"POST", "/v1/prints/{id}/retry", Access::Attend, retry_print},
      {"POST", "/v1/prints/{id}/confirm", Access::Attend, confirm_print},
      {"POST", "/v1/prints/{id}/cancel", Access::Attend, cancel_print},
      {"POST", "/v1/prints/{id}/hold", Access::Attend, hold_print},
      {"POST", "/v1/prints/{id}/void", Access::Attend, void_print},
      {"GET", "/v1/print-ledger", Access::Look, show_ledger},
  };
}

}  // namespace booth::api

#include <algorithm>
#include <tuple>

#include "daemon/api/json_answer.hpp"
#include "daemon/api/metrics_text.hpp"
#include "daemon/api/read_request.hpp"
#include "daemon/api/routes.hpp"
#include "daemon/core/trace_id.hpp"

namespace booth::api {
namespace {

using boost::asio::awaitable;
namespace json = boost::json;

awaitable<HttpResponse> show_metrics(RouteContext& context, const HttpRequest&) {
  const auto status = co_await context.booth.status();
  if (!status) co_return problem(status.error());
  const auto measured = co_await context.measures.measurements();
  if (!measured) co_return problem(measured.error());
  HttpResponse response;
  response.headers["Content-Type"] = "text/plain; version=0.0.4; charset=utf-8";
  response.body = metrics_text(*status, *measured);
  co_return response;
}

json::object to_json(const Span& span) {
  json::value ended = nullptr;
  if (span.ended_at) ended = time_text(*span.ended_at);
  return {{"name", span.name},
          {"subject", span.subject},
          {"started_at", time_text(span.started_at)},
          {"ended_at", std::move(ended)},
          {"note", span.note}};
}

awaitable<HttpResponse> show_trace(RouteContext& context, const HttpRequest& request) {
  const auto id = path_id<SessionId>(request);
  if (!id) co_return problem(id.error());
  const auto spans = co_await context.measures.spans(*id);
  if (!spans) co_return problem(spans.error());
  json::array list;
  for (const auto& span : *spans) list.emplace_back(to_json(span));
  const json::object trace{
      {"session", id->str()}, {"trace_id", trace_id_of(id->str())}, {"spans", std::move(list)}};
  co_return json_answer(trace);
}

json::object to_json(const ServiceTally& tally) {
  const auto level = service_level(tally.indicator, tally.count);
  return {{"event", tally.event.empty() ? json::value(nullptr) : json::value(tally.event)},
          {"indicator", to_string(tally.indicator)},
          {"good", tally.count.good},
          {"bad", tally.count.bad},
          {"objective", level.objective},
          {"reached", level.reached},
          {"bad_allowed", level.bad_allowed},
          {"budget_left", level.budget_left}};
}

/// All events together first, then each; the promises in the same order everywhere.
json::array with_sums(std::vector<ServiceTally> tallies) {
  const auto comes_before = [](const ServiceTally& a, const ServiceTally& b) {
    return std::tie(a.event, a.indicator) < std::tie(b.event, b.indicator);
  };
  std::sort(tallies.begin(), tallies.end(), comes_before);
  std::vector<ServiceTally> sums(kServiceIndicators);
  for (std::size_t i = 0; i < sums.size(); ++i)
    sums[i].indicator = static_cast<ServiceIndicator>(i);
  for (const auto& tally : tallies) {
    auto& count = sums[static_cast<std::size_t>(tally.indicator)].count;
    count.good += tally.count.good;
    count.bad += tally.count.bad;
  }
  json::array list;
  for (const auto& sum : sums) list.emplace_back(to_json(sum));
  for (const auto& tally : tallies) list.emplace_back(to_json(tally));
  return list;
}

awaitable<HttpResponse> show_service_level(RouteContext& context, const HttpRequest& request) {
  const auto known = allow_query(request, {"days"});
  if (!known) co_return problem(known.error());
  const auto days = query_number(request, "days", 30, 1, 3650);
  if (!days) co_return problem(days.error());
  const auto tallies = co_await context.measures.service(static_cast<int>(*days));
  if (!tallies) co_return problem(tallies.error());
  const json::object page{{"days", *days}, {"items", with_sums(*tallies)}, {"next", nullptr}};
  co_return json_answer(page);
}

}  // namespace

std::vector<Route> measure_routes() {
  return {
      // Nothing about guests is in it, and Prometheus can only come to the loopback port.
      {"GET", "/v1/metrics", Access::GuestFlow, show_metrics},
      {"GET", "/v1/sessions/{id}/trace", Access::Look, show_trace},
      {"GET", "/v1/service-level", Access::Look, show_service_level},
  };
}

}  // namespace booth::api

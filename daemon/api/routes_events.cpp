#include "daemon/api/json_answer.hpp"
#include "daemon/api/read_request.hpp"
#include "daemon/api/routes.hpp"

namespace booth::api {
namespace {

using boost::asio::awaitable;

constexpr int kMostPerPage = 500;
constexpr int kMost = 1'000'000;

const std::string& slug_in(const HttpRequest& request) {
  return request.params.find("slug")->second;
}

/// "" means: no such time any more.
Result<void> read_time(JsonBody& body, std::string_view key, std::optional<UtcTime>& time) {
  const auto text = body.text(key);
  if (!text) return {};
  time.reset();
  if (text->empty()) return {};
  time = utc_from(*text);
  if (time) return {};
  return make_error(Errc::BadInput, std::string(key) +
                                        ": expected a time such as 2026-12-05T14:00:00Z, found \"" +
                                        text->substr(0, 40) + "\"");
}

/// 0 means: no limit any more.
void read_limit(JsonBody& body, std::string_view key, std::optional<int>& limit) {
  const auto number = body.number(key, 0, kMost);
  if (!number) return;
  limit.reset();
  if (*number > 0) limit = *number;
}

Result<void> read_features(JsonBody& body, EventPlan& plan) {
  for (const auto& [name, is_on] : body.flags("features")) {
    const auto feature = event_feature_from(name);
    if (!feature)
      return make_error(Errc::BadInput,
                        "features: expected print, retake, share, choose_template or choose_look, "
                        "found \"" +
                            name.substr(0, 40) + "\"");
    plan.features[static_cast<std::size_t>(*feature)] = is_on;
  }
  return {};
}

/// What the body names is changed; the rest stays as it is in `plan`.
Result<EventPlan> read_plan(JsonBody& body, EventPlan plan) {
  plan.title = body.text("title").value_or(plan.title);
  plan.template_name = body.text("template").value_or(plan.template_name);
  plan.templates = body.texts("templates").value_or(plan.templates);
  plan.targets = body.texts("targets").value_or(plan.targets);
  plan.look = body.text("look").value_or(plan.look);
  plan.backdrop = body.text("backdrop").value_or(plan.backdrop);
  plan.copies = body.number("copies", 0, 20).value_or(plan.copies);
  if (auto read = read_time(body, "opens_at", plan.opens_at); !read) return read.error();
  if (auto read = read_time(body, "closes_at", plan.closes_at); !read) return read.error();
  read_limit(body, "most_sessions", plan.limits.sessions);
  read_limit(body, "most_prints", plan.limits.prints);
  plan.limits.prints_per_session =
      body.number("most_prints_per_session", 0, 100).value_or(plan.limits.prints_per_session);
  std::optional<int> days;
  if (plan.keep) days = static_cast<int>(plan.keep->count());
  read_limit(body, "keep_days", days);
  plan.keep.reset();
  if (days) plan.keep = std::chrono::days(*days);
  if (auto read = read_features(body, plan); !read) return read.error();
  if (auto read = body.finish(); !read) return read.error();
  return plan;
}

awaitable<HttpResponse> list_events(RouteContext& context, const HttpRequest& request) {
  const auto known = allow_query(request, {"limit", "after"});
  if (!known) co_return problem(known.error());
  const auto limit = query_number(request, "limit", 50, 1, kMostPerPage);
  if (!limit) co_return problem(limit.error());
  const auto after = request.query.find("after");
  auto from = after == request.query.end() ? std::string() : after->second;

  const int wanted = static_cast<int>(*limit);
  auto events = co_await context.events.events(wanted + 1, std::move(from));
  if (!events) co_return problem(events.error());
  if (static_cast<int>(events->size()) <= wanted) co_return page_answer(*events);
  events->resize(static_cast<std::size_t>(wanted));
  co_return page_answer(*events, boost::json::value(events->back().plan.slug));
}

awaitable<HttpResponse> show_event(RouteContext& context, const HttpRequest& request) {
  const auto event = co_await context.events.event(slug_in(request));
  co_return answer_with(event);
}

awaitable<HttpResponse> show_version(RouteContext& context, const HttpRequest& request) {
  const auto number = whole_number(request.params.find("version")->second);
  const auto unknown = make_error(Errc::BadInput, "a version is a number from 1");
  if (!number || *number < 1 || *number > kMost) co_return problem(unknown);
  const auto plan =
      co_await context.events.event_version(slug_in(request), static_cast<int>(*number));
  co_return answer_with(plan);
}

awaitable<HttpResponse> create_event(RouteContext& context, const HttpRequest& request) {
  JsonBody body(request);
  EventPlan plan;
  plan.slug = body.text("slug").value_or("");
  plan.title = plan.slug;
  plan.made_by = request.caller.name;
  auto wanted = read_plan(body, std::move(plan));
  if (!wanted) co_return problem(wanted.error());
  const auto created = co_await context.events.create_event(std::move(*wanted));
  auto response = answer_with(created, 201);
  if (created) response.headers["Location"] = "/v1/events/" + created->slug;
  co_return response;
}

awaitable<HttpResponse> add_version(RouteContext& context, const HttpRequest& request) {
  auto newest = co_await context.events.event_version(slug_in(request), 0);
  if (!newest) co_return problem(newest.error());
  JsonBody body(request);
  newest->made_by = request.caller.name;
  newest->version = body.number("based_on", 1, kMost).value_or(newest->version);
  auto wanted = read_plan(body, std::move(*newest));
  if (!wanted) co_return problem(wanted.error());
  const auto edited = co_await context.events.edit_event(std::move(*wanted));
  co_return answer_with(edited, 201);
}

awaitable<HttpResponse> select_event(RouteContext& context, const HttpRequest& request) {
  JsonBody body(request);
  EventVersion wanted{slug_in(request), body.number("version", 1, kMost).value_or(0)};
  if (const auto read = body.finish(); !read) co_return problem(read.error());
  const auto choices = co_await context.events.select_event(std::move(wanted), request.caller.name);
  co_return answer_with(choices);
}

awaitable<HttpResponse> close_or_open(RouteContext& context, const HttpRequest& request,
                                      bool is_closed) {
  if (const auto empty = JsonBody(request).finish(); !empty) co_return problem(empty.error());
  const auto event =
      co_await context.events.close_event(slug_in(request), is_closed, request.caller.name);
  co_return answer_with(event);
}
awaitable<HttpResponse> close_event(RouteContext& context, const HttpRequest& request) {
  return close_or_open(context, request, true);
}
awaitable<HttpResponse> open_event(RouteContext& context, const HttpRequest& request) {
  return close_or_open(context, request, false);
}

awaitable<HttpResponse> show_choices(RouteContext& context, const HttpRequest&) {
  const auto choices = co_await context.events.event_choices();
  co_return answer_with(choices);
}

awaitable<HttpResponse> revert_event(RouteContext& context, const HttpRequest& request) {
  if (const auto empty = JsonBody(request).finish(); !empty) co_return problem(empty.error());
  const auto choices = co_await context.events.revert_event(request.caller.name);
  co_return answer_with(choices);
}

}  // namespace

std::vector<Route> event_routes() {
  return {
      {"GET", "/v1/events", Access::Look, list_events},
      {"POST", "/v1/events", Access::Attend, create_event},
      {"GET", "/v1/events/{slug}", Access::Look, show_event},
      {"POST", "/v1/events/{slug}/versions", Access::Attend, add_version},
      {"GET", "/v1/events/{slug}/versions/{version}", Access::Look, show_version},
      {"POST", "/v1/events/{slug}/select", Access::Attend, select_event},
      {"POST", "/v1/events/{slug}/close", Access::Attend, close_event},
      {"POST", "/v1/events/{slug}/open", Access::Attend, open_event},
      {"GET", "/v1/active-event", Access::Look, show_choices},
      {"POST", "/v1/active-event/revert", Access::Attend, revert_event},
  };
}

}  // namespace booth::api

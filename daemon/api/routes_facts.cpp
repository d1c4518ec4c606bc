#include <algorithm>
#include <charconv>
#include <limits>

#include "daemon/api/json_answer.hpp"
#include "daemon/api/read_request.hpp"
#include "daemon/api/routes.hpp"

namespace booth::api {
namespace {

using boost::asio::awaitable;

constexpr auto kAnyNumber = std::numeric_limits<std::int64_t>::max();

awaitable<HttpResponse> list_facts(RouteContext& context, const HttpRequest& request) {
  const auto known = allow_query(request, {"after", "last", "limit"});
  if (!known) co_return problem(known.error());
  auto after = query_number(request, "after", 0, 0, kAnyNumber);
  if (!after) co_return problem(after.error());
  const auto last = query_number(request, "last", 0, 0, 1000);
  if (!last) co_return problem(last.error());
  const auto limit = query_number(request, "limit", std::max<std::int64_t>(100, *last), 1, 1000);
  if (!limit) co_return problem(limit.error());

  if (*last > 0) {
    const auto newest = co_await context.feed.newest();
    if (!newest) co_return problem(newest.error());
    after = std::max(*after, *newest - *last);
  }
  const auto facts = co_await context.booth.facts(*after, static_cast<int>(*limit));
  if (!facts) co_return problem(facts.error());
  // A log has no last page: the cursor always leads on, to what will happen next.
  const std::int64_t next = facts->empty() ? *after : facts->back().sequence;
  co_return page_answer(*facts, boost::json::value(next));
}

/// The guest screen follows sessions; what the technician does is none of the guests' business.
bool is_shown_to(Role role, const Fact& fact) {
  if (role != Role::Guest) return true;
  for (const std::string_view kind : {"session.", "shot.", "sheet.", "print."})
    if (fact.type.starts_with(kind)) return true;
  return false;
}

/// Facts as server-sent events (HTML, 9.2): the number is the event's id, so a client that comes
/// back with Last-Event-ID misses nothing.
class FactStream final : public BodyStream {
 public:
  FactStream(FactFeed& feed, std::int64_t after, Role role)
      : feed_(feed), listener_(feed), after_(after), role_(role) {}

  awaitable<Result<std::optional<std::string>>> next() override {
    if (std::exchange(is_first_, false))
      co_return std::optional<std::string>("retry: 1000\n: facts behind " + std::to_string(after_) +
                                           "\n\n");
    const auto deadline = std::chrono::steady_clock::now() + kSignOfLife;
    const auto facts = co_await feed_.wait_after(after_, deadline);
    if (!facts) co_return facts.error();
    co_return std::optional<std::string>(events_from(*facts));
  }

 private:
  // A client that is gone is noticed by writing to it; proxies and phones cut silent connections
  // after 30 s.
  static constexpr std::chrono::seconds kSignOfLife{15};

  std::string events_from(const std::vector<Fact>& facts) {
    std::string text;
    for (const auto& fact : facts) {
      after_ = fact.sequence;
      if (is_shown_to(role_, fact))
        text += "id: " + std::to_string(fact.sequence) +
                "\ndata: " + boost::json::serialize(to_json(fact)) + "\n\n";
    }
    return text.empty() ? ": still here\n\n" : text;
  }

  FactFeed& feed_;
  FactFeed::Listener listener_;
  std::int64_t after_;
  Role role_;
  bool is_first_ = true;
};

/// @returns nullopt when the client did not say where it stopped
Result<std::optional<std::int64_t>> last_seen(const HttpRequest& request) {
  const auto text = request.header("Last-Event-ID");
  if (text.empty()) {
    const auto after = query_number(request, "after", -1, 0, kAnyNumber);
    if (!after) return after.error();
    return *after < 0 ? std::nullopt : std::optional(*after);
  }
  std::int64_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec == std::errc() && read.ptr == text.data() + text.size() && number >= 0)
    return std::optional(number);
  return make_error(Errc::BadInput, "Last-Event-ID must be the number of a fact");
}

awaitable<HttpResponse> stream_facts(RouteContext& context, const HttpRequest& request) {
  const auto known = allow_query(request, {"after"});
  if (!known) co_return problem(known.error());
  const auto seen = last_seen(request);
  if (!seen) co_return problem(seen.error());
  auto after = seen->value_or(0);
  if (!*seen) {
    const auto newest = co_await context.feed.newest();
    if (!newest) co_return problem(newest.error());
    after = *newest;
  }
  HttpResponse response;
  response.headers["Content-Type"] = "text/event-stream";
  response.stream = std::make_unique<FactStream>(context.feed, after, request.caller.role);
  co_return response;
}

}  // namespace

std::vector<Route> fact_routes() {
  return {
      {"GET", "/v1/facts", Access::Look, list_facts},
      {"GET", "/v1/feed", Access::GuestFlow, stream_facts},
  };
}

}  // namespace booth::api

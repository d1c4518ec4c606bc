#include <limits>

#include "daemon/api/json_answer.hpp"
#include "daemon/api/read_request.hpp"
#include "daemon/api/routes.hpp"

namespace booth::api {
namespace {

boost::asio::awaitable<HttpResponse> list_facts(RouteContext& context, const HttpRequest& request) {
  const auto known = allow_query(request, {"after", "limit"});
  if (!known) co_return problem(known.error());
  const auto after = query_number(request, "after", 0, 0, std::numeric_limits<std::int64_t>::max());
  if (!after) co_return problem(after.error());
  const auto limit = query_number(request, "limit", 100, 1, 1000);
  if (!limit) co_return problem(limit.error());

  const auto facts = co_await context.booth.facts(*after, static_cast<int>(*limit));
  if (!facts) co_return problem(facts.error());
  // A log has no last page: the cursor always leads on, to what will happen next.
  const std::int64_t next = facts->empty() ? *after : facts->back().sequence;
  co_return page_answer(*facts, boost::json::value(next));
}

}  // namespace

std::vector<Route> fact_routes() {
  return {{"GET", "/v1/facts", Access::Look, list_facts}};
}

}  // namespace booth::api

#include "daemon/api/json_answer.hpp"
#include "daemon/api/routes.hpp"

namespace booth::api {
namespace {

boost::asio::awaitable<HttpResponse> list_templates(RouteContext& context, const HttpRequest&) {
  const auto templates = co_await context.booth.templates();
  if (!templates) co_return problem(templates.error());
  co_return page_answer(*templates);
}

}  // namespace

std::vector<Route> template_routes() {
  return {{"GET", "/v1/templates", Access::GuestFlow, list_templates}};
}

}  // namespace booth::api

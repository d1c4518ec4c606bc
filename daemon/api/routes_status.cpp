#include "daemon/api/json_answer.hpp"
#include "daemon/api/openapi_text.hpp"
#include "daemon/api/routes.hpp"

namespace booth::api {
namespace {

using boost::asio::awaitable;

awaitable<HttpResponse> show_status(RouteContext& context, const HttpRequest&) {
  const auto status = co_await context.booth.status();
  co_return answer_with(status);
}

awaitable<HttpResponse> show_openapi(RouteContext&, const HttpRequest&) {
  HttpResponse response;
  response.headers["Content-Type"] = "application/yaml";
  response.body = openapi_text();
  co_return response;
}

}  // namespace

std::vector<Route> status_routes() {
  return {
      {"GET", "/v1/status", Access::GuestFlow, show_status},
      {"GET", "/v1/openapi.yaml", Access::Open, show_openapi},
  };
}

std::vector<Route> all_routes() {
  std::vector<Route> all;
  for (const auto& some :
       {status_routes(), session_routes(), print_routes(), printer_routes(), upload_routes(),
        template_routes(), fact_routes(), camera_routes(), sheet_routes(), share_routes(),
        sync_routes(), privacy_routes(), event_routes(), measure_routes()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace booth::api

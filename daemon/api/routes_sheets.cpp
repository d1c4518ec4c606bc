#include "daemon/api/file_answer.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/read_request.hpp"
#include "daemon/api/routes.hpp"

namespace booth::api {
namespace {

boost::asio::awaitable<HttpResponse> show_sheet(RouteContext& context, const HttpRequest& request) {
  const auto id = path_id<SheetId>(request);
  if (!id) co_return problem(id.error());
  auto path = co_await context.booth.sheet_file(*id);
  if (!path) co_return problem(path.error());

  // A sheet is never changed after it is made, so its id names its bytes.
  std::string content_type = "image/jpeg";
  auto response = co_await file_answer(context, request, std::move(*path), id->str(), content_type);
  co_return response;
}

}  // namespace

std::vector<Route> sheet_routes() {
  return {{"GET", "/v1/sheets/{id}.jpg", Access::GuestFlow, show_sheet}};
}

}  // namespace booth::api

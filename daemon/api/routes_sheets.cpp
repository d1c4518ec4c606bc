#include "daemon/api/file_answer.hpp"
#include "daemon/api/json_answer.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/read_request.hpp"
#include "daemon/api/routes.hpp"

namespace booth::api {
namespace {

constexpr int kSmallest = 32;
constexpr int kLargest = 2048;  // beyond, one takes the picture itself

/// A stored picture, or with `longest_px` a small copy. Neither is ever changed after it is made,
/// so its id names its bytes.
boost::asio::awaitable<HttpResponse> show_picture(RouteContext& context, const HttpRequest& request,
                                                  std::string path, std::string id) {
  const auto known = allow_query(request, {"longest_px"});
  if (!known) co_return problem(known.error());
  const auto longest = query_number(request, "longest_px", 0, kSmallest, kLargest);
  if (!longest) co_return problem(longest.error());
  std::string content_type = "image/jpeg";
  if (*longest == 0)
    co_return co_await file_answer(context, request, std::move(path), std::move(id),
                                   std::move(content_type));
  const auto small =
      co_await context.booth.small_picture(std::move(path), static_cast<int>(*longest));
  if (!small) co_return problem(small.error());
  co_return picture_answer(request, *small, id + '-' + std::to_string(*longest));
}

boost::asio::awaitable<HttpResponse> show_sheet(RouteContext& context, const HttpRequest& request) {
  const auto id = path_id<SheetId>(request);
  if (!id) co_return problem(id.error());
  auto path = co_await context.booth.sheet_file(*id);
  if (!path) co_return problem(path.error());
  co_return co_await show_picture(context, request, std::move(*path), id->str());
}

boost::asio::awaitable<HttpResponse> show_shot(RouteContext& context, const HttpRequest& request) {
  const auto id = path_id<ShotId>(request);
  if (!id) co_return problem(id.error());
  auto path = co_await context.booth.shot_file(*id);
  if (!path) co_return problem(path.error());
  co_return co_await show_picture(context, request, std::move(*path), id->str());
}

boost::asio::awaitable<HttpResponse> remake_sheet(RouteContext& context,
                                                  const HttpRequest& request) {
  auto id = path_id<SessionId>(request);
  if (!id) co_return problem(id.error());
  const auto made = co_await context.booth.remake_sheet(std::move(*id));
  if (!made) co_return problem(made.error());
  HttpResponse response;
  response.headers["Content-Type"] = "image/jpeg";
  response.body.assign(reinterpret_cast<const char*>(made->jpeg.data()), made->jpeg.size());
  co_return response;
}

boost::asio::awaitable<HttpResponse> list_looks(RouteContext& context, const HttpRequest&) {
  const auto offered = co_await context.booth.choices();
  if (!offered) co_return problem(offered.error());
  co_return json_answer(to_json(*offered));
}

}  // namespace

std::vector<Route> sheet_routes() {
  return {
      {"GET", "/v1/sheets/{id}.jpg", Access::GuestFlow, show_sheet},
      {"GET", "/v1/shots/{id}.jpg", Access::GuestFlow, show_shot},
      {"GET", "/v1/sessions/{id}/remade-sheet.jpg", Access::Attend, remake_sheet},
      {"GET", "/v1/looks", Access::GuestFlow, list_looks},
  };
}

}  // namespace booth::api

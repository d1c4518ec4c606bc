#include "daemon/api/json_answer.hpp"
#include "daemon/api/read_request.hpp"
#include "daemon/api/routes.hpp"

namespace booth::api {
namespace {

using boost::asio::awaitable;

constexpr std::size_t kQuietModules = 4;  // ISO/IEC 18004: readers may need them

/// One unit per module; sharp at any size.
std::string svg_of(const QrCode& code) {
  const auto side = std::to_string(code.rows.size() + 2 * kQuietModules);
  std::string path;
  for (std::size_t y = 0; y < code.rows.size(); ++y)
    for (std::size_t x = 0; x < code.rows[y].size(); ++x)
      if (code.rows[y][x] == '1')
        path += 'M' + std::to_string(x + kQuietModules) + ' ' + std::to_string(y + kQuietModules) +
                "h1v1h-1z";
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + ' ' + side +
         "\" shape-rendering=\"crispEdges\"><rect width=\"" + side + "\" height=\"" + side +
         "\" fill=\"#fff\"/><path d=\"" + path + "\" fill=\"#000\"/></svg>\n";
}

awaitable<HttpResponse> show_share(RouteContext& context, const HttpRequest& request) {
  auto id = path_id<SessionId>(request);
  if (!id) co_return problem(id.error());
  const auto shared = co_await context.booth.share(std::move(*id));
  co_return answer_with(shared);
}

awaitable<HttpResponse> show_share_code(RouteContext& context, const HttpRequest& request) {
  auto id = path_id<SessionId>(request);
  if (!id) co_return problem(id.error());
  const auto shared = co_await context.booth.share(std::move(*id));
  if (!shared) co_return problem(shared.error());
  HttpResponse response;
  response.headers["Content-Type"] = "image/svg+xml";
  response.body = svg_of(shared->qr);
  co_return response;
}

}  // namespace

std::vector<Route> share_routes() {
  return {
      {"GET", "/v1/sessions/{id}/share", Access::GuestFlow, show_share},
      {"GET", "/v1/sessions/{id}/share.svg", Access::GuestFlow, show_share_code},
  };
}

}  // namespace booth::api

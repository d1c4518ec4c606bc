#include "daemon/api/json_answer.hpp"
#include "daemon/api/read_request.hpp"
#include "daemon/api/routes.hpp"

namespace booth::api {
namespace {

using boost::asio::awaitable;

awaitable<HttpResponse> list_uploads(RouteContext& context, const HttpRequest& request) {
  const auto known = allow_query(request, {"limit", "session", "before"});
  if (!known) co_return problem(known.error());
  const auto limit = query_number(request, "limit", 50, 1, 500);
  if (!limit) co_return problem(limit.error());
  auto session = query_id<SessionId>(request, "session");
  if (!session) co_return problem(session.error());
  auto before = query_id<UploadId>(request, "before");
  if (!before) co_return problem(before.error());

  auto uploads = co_await context.booth.uploads(std::move(*session), std::move(*before),
                                                static_cast<int>(*limit) + 1);
  if (!uploads) co_return problem(uploads.error());
  co_return cut_page_answer(std::move(*uploads), *limit);
}

awaitable<HttpResponse> retry_upload(RouteContext& context, const HttpRequest& request) {
  auto id = path_id<UploadId>(request);
  if (!id) co_return problem(id.error());
  if (const auto empty = JsonBody(request).finish(); !empty) co_return problem(empty.error());
  const auto upload = co_await context.booth.retry_upload(std::move(*id));
  co_return answer_with(upload);
}

awaitable<HttpResponse> show_upload(RouteContext& context, const HttpRequest& request) {
  auto id = path_id<UploadId>(request);
  if (!id) co_return problem(id.error());
  const auto upload = co_await context.booth.upload(std::move(*id));
  co_return answer_with(upload);
}

awaitable<HttpResponse> park_upload(RouteContext& context, const HttpRequest& request) {
  auto id = path_id<UploadId>(request);
  if (!id) co_return problem(id.error());
  if (const auto empty = JsonBody(request).finish(); !empty) co_return problem(empty.error());
  const auto upload = co_await context.booth.park_upload(std::move(*id), request.caller.name);
  co_return answer_with(upload);
}

}  // namespace

std::vector<Route> upload_routes() {
  return {
      {"GET", "/v1/uploads", Access::Look, list_uploads},
      {"GET", "/v1/uploads/{id}", Access::Look, show_upload},
      {"POST", "/v1/uploads/{id}/retry", Access::Attend, retry_upload},
      {"POST", "/v1/uploads/{id}/park", Access::Attend, park_upload},
  };
}

}  // namespace booth::api

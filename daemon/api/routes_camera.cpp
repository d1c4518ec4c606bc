#include <limits>

#include "daemon/api/json_answer.hpp"
#include "daemon/api/read_request.hpp"
#include "daemon/api/routes.hpp"

namespace booth::api {
namespace {

using boost::asio::awaitable;

// A camera needs up to 1.5 s to switch live view on.
constexpr std::chrono::milliseconds kFramePatience{4000};
constexpr std::string_view kBoundary = "booth-frame";

std::string text_of(const Bytes& bytes) {
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

/// Live view as multipart/x-mixed-replace. A slow reader simply sees fewer frames: the next one is
/// asked for only when the last one is written.
class FrameStream final : public BodyStream {
 public:
  FrameStream(BoothControl& booth, LiveFrame first) : booth_(booth), frame_(std::move(first)) {}

  awaitable<Result<std::optional<std::string>>> next() override {
    if (!is_first_) {
      auto newer = co_await booth_.live_frame(frame_.number, kFramePatience);
      // The page that shows the picture asks again by itself.
      if (!newer) co_return newer.error();
      frame_ = std::move(*newer);
    }
    is_first_ = false;
    std::string part =
        "--" + std::string(kBoundary) + "\r\nContent-Type: image/jpeg\r\nContent-Length: ";
    part += std::to_string(frame_.jpeg.size()) + "\r\n\r\n" + text_of(frame_.jpeg) + "\r\n";
    co_return std::optional<std::string>(std::move(part));
  }

 private:
  BoothControl& booth_;
  LiveFrame frame_;
  bool is_first_ = true;
};

awaitable<HttpResponse> show_frame(RouteContext& context, const HttpRequest& request) {
  const auto known = allow_query(request, {"after"});
  if (!known) co_return problem(known.error());
  const auto after = query_number(request, "after", 0, 0, std::numeric_limits<std::int64_t>::max());
  if (!after) co_return problem(after.error());

  const auto frame =
      co_await context.booth.live_frame(static_cast<std::uint64_t>(*after), kFramePatience);
  if (!frame) co_return problem(frame.error());
  HttpResponse response;
  response.headers["Content-Type"] = "image/jpeg";
  response.headers["Frame-Number"] = std::to_string(frame->number);
  response.body = text_of(frame->jpeg);
  co_return response;
}

awaitable<HttpResponse> stream_frames(RouteContext& context, const HttpRequest&) {
  auto first = co_await context.booth.live_frame(0, kFramePatience);
  if (!first) co_return problem(first.error());
  HttpResponse response;
  response.headers["Content-Type"] =
      "multipart/x-mixed-replace; boundary=" + std::string(kBoundary);
  response.stream = std::make_unique<FrameStream>(context.booth, std::move(*first));
  co_return response;
}

/// Empty: the camera in use.
Result<std::string> camera_in(const HttpRequest& request) {
  if (const auto known = allow_query(request, {"camera"}); !known) return known.error();
  const auto found = request.query.find("camera");
  return found == request.query.end() ? std::string() : found->second;
}

awaitable<HttpResponse> list_settings(RouteContext& context, const HttpRequest& request) {
  auto camera = camera_in(request);
  if (!camera) co_return problem(camera.error());
  const auto settings = co_await context.booth.camera_settings(std::move(*camera));
  if (!settings) co_return problem(settings.error());
  co_return page_answer(*settings);
}

awaitable<HttpResponse> change_setting(RouteContext& context, const HttpRequest& request) {
  auto camera = camera_in(request);
  if (!camera) co_return problem(camera.error());
  JsonBody body(request);
  auto value = body.text("value");
  if (const auto read = body.finish(); !read) co_return problem(read.error());
  if (!value) {
    const auto missing = make_error(Errc::BadInput, "the body must be {\"value\": \"...\"}");
    co_return problem(missing);
  }
  const auto& name = request.params.find("name")->second;
  const auto changed =
      co_await context.booth.change_camera_setting(std::move(*camera), name, std::move(*value));
  if (!changed) co_return problem(changed.error());
  HttpResponse response;
  response.status = 204;
  co_return response;
}

awaitable<HttpResponse> calibrate(RouteContext& context, const HttpRequest& request) {
  auto camera = camera_in(request);
  if (!camera) co_return problem(camera.error());
  if (const auto empty = JsonBody(request).finish(); !empty) co_return problem(empty.error());
  const auto lag = co_await context.booth.measure_shutter_lag(std::move(*camera));
  co_return answer_with(lag);
}

}  // namespace

std::vector<Route> camera_routes() {
  return {
      {"GET", "/v1/live.jpg", Access::GuestFlow, show_frame},
      {"GET", "/v1/live.mjpeg", Access::GuestFlow, stream_frames},
      {"GET", "/v1/camera/settings", Access::Look, list_settings},
      {"PUT", "/v1/camera/settings/{name}", Access::Service, change_setting},
      {"POST", "/v1/camera/calibrate", Access::Service, calibrate},
  };
}

}  // namespace booth::api

#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/ports/camera.hpp"
#include "daemon/ports/timer.hpp"

namespace booth {

/// A camera in memory. Without a script every shot succeeds with a small JPEG-like photo that names
/// its number.
class FakeCamera final : public Camera {
 public:
  template <class T>
  using Awaitable = boost::asio::awaitable<Result<T>>;

  explicit FakeCamera(Timer& timer) : timer_(timer) { set_state(CameraState::Ready); }

  /// What the next shots end with; after the script all succeed.
  std::deque<std::optional<Error>> script;
  std::vector<CaptureRequest> requests;
  std::vector<ShotId> released;
  std::map<std::string, std::string> setting_values{{"iso", "100"}};

  void set_state(CameraState state) {
    status_.state = state;
    status_.model = "Fake";
    status_.message = state == CameraState::Ready ? "ready" : "away";
    status_.since = timer_.utc_now();
  }

  /// SOI, a comment with the number, EOI: enough for everybody who does not decode.
  static Bytes photo(int number) {
    const std::string text = "\xFF\xD8photo " + std::to_string(number) + "\xFF\xD9";
    Bytes bytes;
    for (const char c : text) bytes.push_back(static_cast<std::byte>(c));
    return bytes;
  }

  boost::asio::awaitable<void> run() override { co_return; }
  void stop() override {}
  CameraStatus status() const override { return status_; }

  Awaitable<TakenPhoto> take_photo(CaptureRequest request) override {
    requests.push_back(request);
    if (status_.state != CameraState::Ready)
      co_return make_error(Errc::NoCamera, "no camera is connected");
    co_await timer_.wait_until(request.expose_at);
    if (!script.empty()) {
      const auto outcome = script.front();
      script.pop_front();
      if (outcome) co_return *outcome;
    }
    TakenPhoto taken;
    taken.shot = request.shot;
    taken.jpeg = photo(++photos_);
    taken.taken_at = timer_.utc_now();
    co_return taken;
  }

  /// None ever comes.
  Awaitable<TakenPhoto> next_foreign_photo() override {
    co_return make_error(Errc::Cancelled, "the camera is stopped");
  }

  Awaitable<void> release_photo(ShotId shot) override {
    released.push_back(std::move(shot));
    co_return Result<void>{};
  }

  Awaitable<void> start_live_view() override {
    status_.has_live_view = true;
    co_return Result<void>{};
  }
  Awaitable<void> stop_live_view() override {
    status_.has_live_view = false;
    co_return Result<void>{};
  }
  Awaitable<LiveFrame> next_frame(std::uint64_t after, std::chrono::milliseconds) override {
    if (!status_.has_live_view) co_return make_error(Errc::NoCamera, "live view is off");
    LiveFrame frame;
    frame.number = after + 1;
    frame.received_at = timer_.steady_now();
    frame.jpeg = photo(static_cast<int>(frame.number));
    co_return frame;
  }

  Awaitable<std::vector<CameraSetting>> settings() override {
    std::vector<CameraSetting> all;
    for (const auto& entry : setting_values) {
      CameraSetting setting;
      setting.name = entry.first;
      setting.label = entry.first;
      setting.value = entry.second;
      all.push_back(std::move(setting));
    }
    co_return all;
  }
  /// Not a camera with a clock.
  Awaitable<ShutterLag> measure_shutter_lag() override {
    co_return make_error(Errc::Unsupported, "this camera does not show its clock");
  }
  Awaitable<void> change_setting(std::string name, std::string value) override {
    const auto found = setting_values.find(name);
    if (found == setting_values.end()) co_return make_error(Errc::NotFound, "no setting " + name);
    found->second = std::move(value);
    co_return Result<void>{};
  }

 private:
  Timer& timer_;
  CameraStatus status_;
  int photos_ = 0;
};

}  // namespace booth

// Live view, settings, and photos that belong to no session.
#include "daemon/app/booth.hpp"
#include "daemon/app/new_id.hpp"
#include "daemon/runtime/log.hpp"

namespace booth {

using boost::asio::awaitable;

awaitable<void> Booth::rest_live_view() {
  const bool is_watched = parts_.timer.steady_now() - live_view_asked_at_ < options_.live_view_idle;
  if (is_watched || !parts_.sessions.is_idle() || !parts_.camera.status().has_live_view) co_return;
  const auto stopped = co_await parts_.camera.stop_live_view();
  if (!stopped) log::warn("live_view_not_stopped", {{"cause", stopped.error().context}});
}

awaitable<Result<Shot>> Booth::keep_single_photo(TakenPhoto photo) {
  Store::NewShot shot;
  shot.id = photo.shot;
  shot.event = parts_.events.active().slug;
  shot.jpeg = std::move(photo.jpeg);
  shot.taken_at = photo.taken_at;
  auto kept = co_await parts_.store.add_shot(std::move(shot));
  if (!kept) co_return kept;
  const auto released = co_await parts_.camera.release_photo(kept->id);
  if (!released) log::warn("photo_not_released", {{"cause", released.error().context}});
  parts_.uploads.wake();
  co_return kept;
}

awaitable<void> Booth::keep_foreign_photos() {
  while (true) {
    auto photo = co_await parts_.camera.next_foreign_photo();
    if (!photo) co_return;
    const auto kept = co_await keep_single_photo(std::move(*photo));
    if (!kept) log::error("foreign_photo_lost", {{"cause", kept.error().context}});
  }
}

awaitable<Result<std::optional<Shot>>> Booth::shoot(std::string requested_by) {
  if (!parts_.sessions.is_idle()) {
    const auto pressed = parts_.sessions.press_shutter();
    if (!pressed) co_return pressed.error();
    co_return std::optional<Shot>();
  }
  if (is_test_shot_running_) co_return make_error(Errc::Busy, "a shot is already being taken");
  log::note("test_shot", {{"by", requested_by}});

  CaptureRequest request;
  request.shot = new_id<ShotId>(parts_.timer);
  request.expose_at = parts_.timer.steady_now();
  is_test_shot_running_ = true;
  auto taken = co_await parts_.camera.take_photo(request);
  is_test_shot_running_ = false;
  if (!taken) co_return taken.error();

  const auto kept = co_await keep_single_photo(std::move(*taken));
  if (!kept) co_return kept.error();
  co_return std::optional<Shot>(*kept);
}

awaitable<Result<LiveFrame>> Booth::live_frame(std::uint64_t after,
                                               std::chrono::milliseconds patience) {
  live_view_asked_at_ = parts_.timer.steady_now();
  if (!parts_.camera.status().has_live_view) {
    const auto started = co_await parts_.camera.start_live_view();
    if (!started) co_return started.error();
  }
  co_return co_await parts_.camera.next_frame(after, patience);
}

Result<Camera*> Booth::camera_named(const std::string& name) const {
  if (name.empty()) return &parts_.camera;
  auto* found = find_camera_ ? find_camera_(name) : nullptr;
  if (found == nullptr) return make_error(Errc::NotFound, "there is no camera " + name);
  return found;
}

awaitable<Result<std::vector<CameraSetting>>> Booth::camera_settings(std::string camera) {
  const auto found = camera_named(camera);
  if (!found) co_return found.error();
  co_return co_await (*found)->settings();
}

awaitable<Result<void>> Booth::change_camera_setting(std::string camera, std::string name,
                                                     std::string value) {
  const auto found = camera_named(camera);
  if (!found) co_return found.error();
  co_return co_await (*found)->change_setting(std::move(name), std::move(value));
}

awaitable<Result<ShutterLag>> Booth::measure_shutter_lag(std::string camera) {
  const auto found = camera_named(camera);
  if (!found) co_return found.error();
  if (!parts_.sessions.is_idle())
    co_return make_error(Errc::Conflict, "a session is running: measure when the guests are gone");
  co_return co_await (*found)->measure_shutter_lag();
}

}  // namespace booth

#include <algorithm>
#include <utility>

#include "daemon/core/capture/exif_time.hpp"
#include "daemon/runtime/log.hpp"
#include "drivers/gphoto2/gphoto_camera.hpp"

// How long this body takes from the order to the exposure. Its photos say when they were exposed,
// on the body's own clock; so that clock is compared with ours first, at the moment when it goes on
// from one second to the next.
namespace booth {
namespace {

using std::chrono::milliseconds;

constexpr int kPhotos = 5;
/// Between two photos; live view is running again by then, as before a guest's photo.
constexpr milliseconds kPause{800};

/// Nothing when no worker can have read that from a camera.
std::optional<ClockTick> tick_from(const std::optional<wire::Clock>& told) {
  constexpr std::int64_t kLastSecond = 7'258'118'400;  // the year 2200
  constexpr std::chrono::minutes kLongestReading{10};
  if (!told) return std::nullopt;
  const auto at = wire::from_ns(told->at_ns);
  const auto now = std::chrono::steady_clock::now();
  if (told->shown_s < 0 || told->shown_s > kLastSecond || at > now || at < now - kLongestReading)
    return std::nullopt;
  return ClockTick{at, std::chrono::local_seconds(std::chrono::seconds(told->shown_s))};
}

milliseconds between(SteadyTime from, SteadyTime to) {
  return std::chrono::round<milliseconds>(to - from);
}

}  // namespace

boost::asio::awaitable<Result<ShutterLag>> GphotoCamera::measure_shutter_lag() {
  if (is_capturing_) co_return make_error(Errc::Busy, "a photo is being taken");
  is_capturing_ = true;
  is_measuring_ = true;
  auto lag = co_await measured_lag();
  is_measuring_ = false;
  is_capturing_ = false;
  changed_.notify_all();
  if (!lag) co_return lag;

  const auto used = lag->lag;
  log::note("shutter_lag_measured", {{"model", status_.model},
                                     {"serial", status_.serial},
                                     {"lag_ms", static_cast<std::int64_t>(used.count())}});
  status_.shutter_lag = used;
  const auto file = lags_.note(body(), used);
  auto keep = [&file, used] { return ShutterLags::keep(file, used); };
  const auto kept = co_await run_blocking(disk_, keep);
  if (!kept) co_return kept.error();
  co_return lag;
}

boost::asio::awaitable<Result<ShutterLag>> GphotoCamera::measured_lag() {
  if (!is_ready()) co_return why_not_ready();
  const auto reading = link_->submit(wire::ReadClock{}, options_.deadlines.setting);
  co_await finish(reading);
  if (reading->failure) co_return *reading->failure;
  const auto tick = tick_from(reading->clock);
  if (!tick) co_return make_error(Errc::Unsupported, "this camera does not show its clock");

  std::vector<milliseconds> lags;
  for (int photo = 0; photo < kPhotos; ++photo) {
    // A guest's photo comes first, whatever a technician wants to know.
    if (is_photo_wanted_ || is_stopping_)
      co_return make_error(Errc::Cancelled, "a guest's photo was due meanwhile: measure again");
    const auto lag = co_await lag_of_one_photo(*tick);
    if (!lag) co_return lag.error();
    lags.push_back(*lag);
  }
  co_return shutter_lag_of(lags);
}

boost::asio::awaitable<Result<milliseconds>> GphotoCamera::lag_of_one_photo(ClockTick tick) {
  CaptureRequest request;
  request.shot = new_shot_id();
  request.expose_at = std::chrono::steady_clock::now() + kPause;
  const auto order = co_await attempt(request, options_.has_autofocus);
  // Should this one come late, it must not become the next guest's.
  if (order->triggered_at && !order->photo) is_photo_owed_ = true;
  if (order->failure) co_return *order->failure;
  if (!order->photo || !order->triggered_at)
    co_return make_error(Errc::NoPhoto, "the camera driver delivered no photo");

  const auto made = exif_exposed_at(order->photo->jpeg);
  wire::Release release;
  release.folder = std::move(order->photo->folder);
  release.name = std::move(order->photo->name);
  const auto removed = co_await carry_out(std::move(release), options_.deadlines.release);
  if (!removed) log::warn("photo_not_released", {{"cause", removed.error().context}});
  if (!made)
    co_return make_error(Errc::Unsupported,
                         "this camera does not write fractions of a second into its photos");
  co_return between(*order->triggered_at, exposed_at(tick, *made));
}

milliseconds GphotoCamera::shutter_lag() const {
  return status_.shutter_lag.value_or(milliseconds{0});
}

std::string GphotoCamera::body() const {
  return status_.model + ' ' + status_.serial;
}

}  // namespace booth

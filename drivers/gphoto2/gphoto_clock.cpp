#include <ctime>
#include <thread>

#include "drivers/gphoto2/gphoto_session.hpp"

// The camera's own clock: what it shows, and when exactly it goes on.
namespace booth {
namespace {

using std::chrono::milliseconds;

/// A second, and what reading it may cost.
constexpr milliseconds kLongestWaitForTick{1600};
constexpr milliseconds kPauseBetweenLooks{2};

/// The library reads the camera's civil time as local time of this machine; undone here, with the
/// same rules.
std::optional<std::chrono::local_seconds> civil_time(std::time_t as_local) {
  std::tm civil{};
  if (as_local <= 0 || ::localtime_r(&as_local, &civil) == nullptr) return std::nullopt;
  return std::chrono::local_seconds(std::chrono::seconds(::timegm(&civil)));
}

}  // namespace

std::optional<std::chrono::local_seconds> GphotoSession::clock() {
  const auto found = widget("datetime");
  ::CameraWidgetType type = GP_WIDGET_WINDOW;
  if (!found || gp_widget_get_type(found->get(), &type) < GP_OK || type != GP_WIDGET_DATE)
    return std::nullopt;
  int shown = 0;  // stays 0 with a body that has the setting, but no value for it
  gp_widget_get_value(found->get(), &shown);
  return civil_time(shown);
}

std::optional<milliseconds> GphotoSession::clock_offset() {
  const auto shown = clock();
  if (!shown) return std::nullopt;
  const auto now = std::chrono::system_clock::now();
  return std::chrono::duration_cast<milliseconds>(shown->time_since_epoch() -
                                                  now.time_since_epoch());
}

Result<ClockTick> GphotoSession::clock_tick() {
  using Steady = std::chrono::steady_clock;
  const auto give_up = Steady::now() + kLongestWaitForTick;
  std::optional<ClockTick> last;
  while (Steady::now() < give_up) {
    const auto asked = Steady::now();
    const auto shown = clock();
    if (!shown) return make_error(Errc::Unsupported, "this camera does not show its clock");
    const auto read_at = asked + (Steady::now() - asked) / 2;
    // Between this look and the one before.
    if (last && *shown == last->shown + std::chrono::seconds{1})
      return ClockTick{last->at + (read_at - last->at) / 2, *shown};
    last = ClockTick{read_at, *shown};
    std::this_thread::sleep_for(kPauseBetweenLooks);
  }
  return make_error(Errc::Unsupported,
                    "this camera shows its clock, but not how it goes on from second to second");
}

}  // namespace booth

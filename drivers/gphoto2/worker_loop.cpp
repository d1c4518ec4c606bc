#include "drivers/gphoto2/worker_loop.hpp"

#include <poll.h>

#include <algorithm>
#include <string>
#include <utility>

#include <gphoto2/gphoto2-version.h>

#include "daemon/core/result.hpp"
#include "daemon/runtime/packet_socket.hpp"

// Orders, live view and news; how a photo is taken is in worker_shot.cpp.
namespace booth {
namespace {

using std::chrono::milliseconds;

/// The camera's own button and its "I am still here" are noticed within this time.
constexpr milliseconds kNewsPeriod{250};
/// News is asked for between two pictures. Where there is no between, because a picture takes the
/// camera longer than we would like, it takes its turn when it is this much overdue.
constexpr milliseconds kNewsPatience{100};
constexpr std::chrono::seconds kConditionPeriod{30};
constexpr milliseconds kPauseAfterPreviewFailure{100};

int poll_timeout(SteadyTime until) {
  const auto left =
      std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::clamp<std::int64_t>(left, 0, 1000));
}

}  // namespace

int WorkerLoop::run() {
  const char** version = gp_library_version(GP_VERSION_SHORT);
  if (!report(wire::Hello{.library = std::string("libgphoto2 ") + version[0]})) return 0;

  while (!is_ending_) {
    take_orders(next_due());
    if (is_ending_ || !session_) continue;
    const auto now = std::chrono::steady_clock::now();
    if (shot_ && now >= wire::from_ns(shot_->trigger_at_ns) - wire::kQuietBeforeShot) {
      shoot();
    } else if (live_view_ && now >= live_view_->next_frame && now < next_news_ + kNewsPatience) {
      show_frame();
    } else if (now >= next_news_) {
      ask_for_news(now + milliseconds{10});
      beat();
    }
    if (!is_ending_ && !shot_) fetch_foreign();
  }
  return exit_code_;
}

SteadyTime WorkerLoop::next_due() const {
  auto due = std::chrono::steady_clock::now() + std::chrono::seconds{1};
  if (!session_) return due;
  due = std::min(due, next_news_);
  if (live_view_) due = std::min(due, live_view_->next_frame);
  if (shot_) due = std::min(due, wire::from_ns(shot_->trigger_at_ns) - wire::kQuietBeforeShot);
  return due;
}

void WorkerLoop::take_orders(SteadyTime until) {
  pollfd waiting{socket_, POLLIN, 0};
  if (::poll(&waiting, 1, poll_timeout(until)) <= 0) return;
  while (!is_ending_) {
    auto packet = receive_packet(socket_);
    if (packet && !*packet) return;
    if (!packet) {
      is_ending_ = true;  // the daemon is gone; so are we
      return;
    }
    auto order = wire::decode<wire::Order>((*packet)->bytes);
    if (!order) {
      is_ending_ = true;
      exit_code_ = 2;
      return;
    }
    carry_out(std::move(*order));
  }
}

void WorkerLoop::carry_out(wire::Order order) {
  if (const auto* wanted = std::get_if<wire::Open>(&order))
    return answer(wanted->order, open(*wanted));
  if (const auto* quit = std::get_if<wire::Quit>(&order)) {
    is_ending_ = true;
    session_.reset();
    return answer(quit->order, {});
  }
  const auto number = std::visit([](const auto& any) { return any.order; }, order);
  if (!session_) return answer(number, make_error(Errc::NoCamera, "no camera is open"));

  if (const auto* start = std::get_if<wire::StartLiveView>(&order)) {
    const auto rate = std::clamp<std::uint32_t>(start->frames_per_second, 1, 120);
    live_view_.emplace();
    live_view_->period = std::chrono::nanoseconds{1'000'000'000 / rate};
    live_view_->restart_after = milliseconds{start->restart_after_ms};
    live_view_->restart_at = std::chrono::steady_clock::now() + live_view_->restart_after;
    return answer(number, {});
  }
  if (std::holds_alternative<wire::StopLiveView>(order)) {
    live_view_.reset();
    trouble_.clear();
    // Mirror down, sensor off: it must not heat up all evening. A camera without this setting stops
    // by itself.
    (void)session_->change_setting("viewfinder", "0");
    return answer(number, {});
  }
  if (const auto* capture = std::get_if<wire::Capture>(&order)) return plan_shot(*capture);
  if (const auto* release = std::get_if<wire::Release>(&order))
    return answer(number, session_->remove({release->folder, release->name}));
  if (std::holds_alternative<wire::ListSettings>(order))
    return answer(number, list_settings(number));
  if (std::holds_alternative<wire::ReadClock>(order)) return answer(number, read_clock(number));
  if (const auto* change = std::get_if<wire::ChangeSetting>(&order)) return change_setting(*change);
}

bool WorkerLoop::report(const wire::Report& report, int passed) {
  // The socket blocks: when the daemon is slow we wait, and when it is gone we end.
  const bool is_sent = send_packet(socket_, wire::encode(report), passed).has_value();
  if (!is_sent) is_ending_ = true;
  return is_sent;
}

void WorkerLoop::answer(std::uint32_t order, const Result<void>& outcome) {
  if (outcome) {
    report(wire::Answer{.order = order});
    return;
  }
  const auto& error = outcome.error();
  report(wire::Answer{order, wire::to_wire(error.code), error.context});
  if (error.code == Errc::NoCamera && session_) note_lost(error);
}

void WorkerLoop::note_lost(const Error& error) {
  report(wire::Lost{wire::to_wire(error.code), error.context});
  is_ending_ = true;
  exit_code_ = 1;
  // Closing in order would talk to a camera that does not answer; the kernel closes better.
}

void WorkerLoop::beat() {
  if (std::chrono::steady_clock::now() >= next_condition_ && !shot_ && !is_ending_)
    tell_condition();
  report(wire::Beat{trouble_});
}

void WorkerLoop::tell_condition() {
  next_condition_ = std::chrono::steady_clock::now() + kConditionPeriod;
  report(session_->condition());
}

Result<void> WorkerLoop::open(const wire::Open& order) {
  if (session_) return make_error(Errc::Conflict, "a camera is open already");
  auto opened = GphotoSession::open(order);
  if (!opened) return opened.error();
  session_.emplace(std::move(*opened));
  has_card_target_ = order.has_card_target;
  report(session_->facts());
  tell_condition();
  return {};
}

void WorkerLoop::change_setting(const wire::ChangeSetting& change) {
  const auto changed = session_->change_setting(change.name, change.value);
  // It may have been what somebody was told to change.
  if (changed) tell_condition();
  answer(change.order, changed);
}

Result<void> WorkerLoop::read_clock(std::uint32_t order) {
  const auto tick = session_->clock_tick();
  if (!tick) return tick.error();
  report(wire::Clock{order, wire::to_ns(tick->at), tick->shown.time_since_epoch().count()});
  return {};
}

Result<void> WorkerLoop::list_settings(std::uint32_t order) {
  auto settings = session_->settings();
  if (!settings) return settings.error();
  for (auto& setting : *settings) {
    setting.order = order;
    report(std::move(setting));
  }
  return {};
}

/// Bodies end live view by themselves after half an hour, some without a word. The next picture
/// starts it again.
void WorkerLoop::restart_live_view() {
  live_view_->restart_at = std::chrono::steady_clock::now() + live_view_->restart_after;
  // Mirror down and up again: this picture takes longer than others.
  report(wire::Fetching{});
  (void)session_->change_setting("viewfinder", "0");
}

void WorkerLoop::show_frame() {
  auto& live = *live_view_;
  const auto started = std::chrono::steady_clock::now();
  // Never while guests are about to be photographed.
  if (live.restart_after.count() > 0 && started >= live.restart_at && !shot_) restart_live_view();
  const auto picture = session_->preview();
  if (!picture) {
    // A body that refuses (hot, battery low, mode dial) is still there: photos may work, and the
    // refusal ends some time.
    if (picture.error().code == Errc::NoCamera) return note_lost(picture.error());
    trouble_ = picture.error().context;
    live.next_frame = started + kPauseAfterPreviewFailure;
    return beat();
  }
  const bool was_in_trouble = !std::exchange(trouble_, {}).empty();
  // Not back to back: a fast camera would be asked for pictures that nobody looks at. A little
  // early, so that the camera sets the pace: asked late it would skip a picture.
  live.next_frame = started + live.period * 85 / 100;
  if (!*picture) return beat();
  const auto taken_at = std::chrono::steady_clock::now();
  if (const auto ticket = ring_.put(**picture))
    report(wire::Frame{ticket->slot, ticket->generation, wire::to_ns(taken_at)});
  if (was_in_trouble) beat();  // the sentence goes with its cause
}

void WorkerLoop::ask_for_news(SteadyTime until) {
  next_news_ = std::chrono::steady_clock::now() + kNewsPeriod;
  report(wire::Fetching{});
  do {
    const auto event = session_->wait_for_event(milliseconds{1});
    if (!event) {
      if (event.error().code == Errc::NoCamera) note_lost(event.error());
      return;
    }
    if (event->kind == CameraEvent::Kind::Nothing) return;
    if (event->kind == CameraEvent::Kind::FileAdded) foreign_.push_back(event->file);
  } while (std::chrono::steady_clock::now() < until);
}

void WorkerLoop::fetch_foreign() {
  if (foreign_.empty()) return;
  const auto file = std::move(foreign_.front());
  foreign_.pop_front();
  // A raw file beside a photo stays on the card. In the camera's own memory it would be in the way:
  // a body that has a few of them takes no more photos.
  if (!file.is_jpeg() && has_card_target_) return;
  report(wire::Fetching{});
  const auto handed = file.is_jpeg() ? hand_over_foreign(file) : session_->remove(file);
  if (!handed && handed.error().code == Errc::NoCamera) note_lost(handed.error());
}

}  // namespace booth

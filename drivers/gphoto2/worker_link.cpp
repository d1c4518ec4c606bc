#include "drivers/gphoto2/worker_link.hpp"

#include <stdlib.h>

#include <algorithm>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "daemon/core/capture/jpeg_bounds.hpp"
#include "daemon/runtime/log.hpp"
#include "daemon/runtime/packet_socket.hpp"
#include "drivers/gphoto2/sealed_photo.hpp"

namespace booth {
namespace {

using std::chrono::milliseconds;

/// A worker that sends this much in one go without a pause is read on the next turn: the loop has
/// others to serve.
constexpr int kMostReportsPerTurn = 256;
constexpr const char* kEndedByItself = "the camera driver ended by itself";

SteadyTime steady_now() {
  return std::chrono::steady_clock::now();
}

/// The worker gets nothing of the daemon's environment but what it needs: no secret ends up in it.
std::vector<std::string> worker_environment() {
  std::vector<std::string> environment = {"LC_ALL=C", "PATH=/usr/bin:/bin"};
  // CAMLIBS, IOLIBS: where libgphoto2 loads drivers from. The others are for umockdev and
  // sanitizers in tests.
  for (const char* name : {"CAMLIBS", "IOLIBS", "LD_PRELOAD", "LD_LIBRARY_PATH", "UMOCKDEV_DIR",
                           "ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS"})
    if (const char* value = ::getenv(name); value != nullptr)
      environment.push_back(std::string(name) + "=" + value);
  return environment;
}

CameraSetting setting_from(wire::Setting told) {
  CameraSetting setting;
  setting.name = std::move(told.name);
  setting.label = std::move(told.label);
  setting.value = std::move(told.value);
  setting.choices = std::move(told.choices);
  setting.is_read_only = told.is_read_only;
  if (told.has_range) setting.range = CameraSetting::Range{told.lowest, told.highest, told.step};
  return setting;
}

}  // namespace

Result<std::unique_ptr<WorkerLink>> WorkerLink::start(WorkerCommand command,
                                                      boost::asio::any_io_executor executor,
                                                      LoopCondition& changed, WorkerNews& news,
                                                      const SilenceLimits& limits) {
  auto ring = FrameRing::create();
  if (!ring) return ring.error();
  command.environment = worker_environment();
  auto process = WorkerProcess::start(command, {ring->memory()});
  if (!process) return process.error();
  return std::unique_ptr<WorkerLink>(new WorkerLink(std::move(*process), std::move(*ring),
                                                    std::move(executor), changed, news, limits));
}

WorkerLink::WorkerLink(WorkerProcess process, FrameRing ring, boost::asio::any_io_executor executor,
                       LoopCondition& changed, WorkerNews& news, const SilenceLimits& limits)
    : process_(std::move(process)),
      ring_(std::move(ring)),
      readable_(std::move(executor), process_.socket()),
      changed_(changed),
      news_(news),
      limits_(limits),
      last_sign_(steady_now()),
      last_frame_(steady_now()) {}

WorkerLink::~WorkerLink() {
  // The descriptor belongs to the process object, which closes it.
  readable_.release();
}

PendingOrderPtr WorkerLink::submit(wire::Order order, milliseconds deadline, SteadyTime busy_from) {
  const auto number = ++last_order_;
  std::visit([number](auto& any) { any.order = number; }, order);
  const auto start = std::max(busy_from, steady_now());
  const auto pending = std::make_shared<PendingOrder>(
      PendingOrder{.busy_from = start, .deadline = start + deadline});
  if (is_lost()) {
    pending->failure = why_lost();
    pending->is_done = true;
    return pending;
  }
  orders_.emplace(number, pending);
  if (auto sent = send_packet(process_.socket(), wire::encode(order)); !sent) {
    // Full means hundreds of unread orders: that worker reads no more. Anything else means that it
    // is dead already.
    const bool is_full = sent.error().code == Errc::Busy;
    lose(is_full
             ? make_error(Errc::CameraStalled, "the camera driver reads no orders and was ended")
             : make_error(Errc::CameraCrashed, kEndedByItself));
  }
  changed_.notify_all();
  return pending;
}

boost::asio::awaitable<void> WorkerLink::pump() {
  using namespace boost::asio::experimental::awaitable_operators;
  boost::system::error_code ignored;  // a broken socket shows in the read that follows
  auto readable =
      readable_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                           boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  auto due = changed_.wait_until(next_deadline());
  auto either = std::move(readable) || std::move(due);
  (void)co_await std::move(either);
  read_reports();
  // After reading: when this loop itself was held up, the signs of life are waiting in the socket.
  check_deadlines();
}

boost::asio::awaitable<void> WorkerLink::bury() {
  lose(make_error(Errc::Cancelled, "the camera worker was stopped"));
  process_.kill();
  const auto give_up = steady_now() + std::chrono::seconds{1};
  auto how = process_.try_reap();
  while (!how && steady_now() < give_up) {
    const auto soon = steady_now() + milliseconds{1};
    (void)co_await changed_.wait_until(soon);
    how = process_.try_reap();
  }
  if (!how) log::warn("camera_worker_stuck", {{"pid", static_cast<int>(process_.pid())}});
}

void WorkerLink::lose(Error reason) {
  if (!lost_) lost_ = std::move(reason);
  for (auto& [number, pending] : orders_) {
    pending->failure = lost_;
    pending->is_done = true;
  }
  orders_.clear();
  changed_.notify_all();
}

void WorkerLink::expect_frames(bool is_expected) {
  expects_frames_ = is_expected;
  has_frame_ = false;
  last_sign_ = steady_now();
  last_frame_ = last_sign_;
}

bool WorkerLink::is_busy(SteadyTime now) const {
  return std::any_of(orders_.begin(), orders_.end(),
                     [now](const auto& order) { return order.second->busy_from <= now; });
}

milliseconds WorkerLink::silence_limit(SteadyTime now) const {
  if (!has_hello_) return limits_.hello;
  if (is_busy(now)) return milliseconds::max();  // each order has a deadline of its own
  if (is_fetching_) return limits_.capture;
  if (!expects_frames_) return limits_.idle;
  return has_frame_ ? limits_.live_view : limits_.first_frame;
}

SteadyTime WorkerLink::next_deadline() const {
  // Recomputed at least this often, because what is allowed changes when an order's time has come.
  auto due = steady_now() + limits_.live_view;
  for (const auto& [number, pending] : orders_) due = std::min(due, pending->deadline);
  if (const auto limit = silence_limit(steady_now()); limit != milliseconds::max())
    due = std::min(due, last_sign_ + limit);
  return due;
}

void WorkerLink::check_deadlines() {
  if (is_lost()) return;
  const auto now = steady_now();
  for (const auto& [number, pending] : orders_) {
    const bool is_silent_capture = pending->triggered_at && now >= last_sign_ + limits_.capture;
    if (now < pending->deadline && !is_silent_capture) continue;
    return lose(
        make_error(Errc::CameraStalled, "the camera driver did not answer in time and was ended"));
  }
  const auto limit = silence_limit(now);
  if (limit == milliseconds::max()) return;
  if (now >= last_sign_ + limit)
    return lose(make_error(Errc::CameraStalled, "the camera driver said nothing for " +
                                                    std::to_string(limit.count()) +
                                                    " ms and was ended"));
  if (expects_frames_ && now >= last_frame_ + limits_.frameless)
    lose(make_error(Errc::CameraStalled, "the camera showed no picture for " +
                                             std::to_string(limits_.frameless.count()) + " ms"));
}

void WorkerLink::read_reports() {
  for (int i = 0; i < kMostReportsPerTurn && !is_lost(); ++i) {
    auto packet = receive_packet(process_.socket());
    if (!packet) {
      lose(make_error(Errc::CameraCrashed, kEndedByItself));
      break;
    }
    if (!*packet) break;
    last_sign_ = steady_now();
    auto report = wire::decode<wire::Report>((*packet)->bytes);
    if (!report) {
      lose(make_error(Errc::CameraCrashed, "the camera driver sent " + report.error().context));
      break;
    }
    accept(std::move(*report), std::move((*packet)->passed));
  }
  if (newest_frame_) {
    // Only the newest is copied: when we were slow, older ones are of no use to anybody.
    auto jpeg = ring_.get({newest_frame_->slot, newest_frame_->generation});
    if (jpeg && has_jpeg_bounds(*jpeg)) {
      const auto taken_at =
          std::clamp(wire::from_ns(newest_frame_->at_ns), last_frame_, last_sign_);
      has_frame_ = true;
      last_frame_ = last_sign_;
      news_.frame_arrived(std::move(*jpeg), taken_at);
    }
    newest_frame_.reset();
  }
  changed_.notify_all();
}

void WorkerLink::accept(wire::Report report, UniqueFd passed) {
  is_fetching_ = std::holds_alternative<wire::Fetching>(report);
  if (auto* hello = std::get_if<wire::Hello>(&report)) {
    has_hello_ = true;
    if (hello->protocol != wire::kProtocol)
      lose(make_error(Errc::Internal,
                      "booth-camera-worker is of another version than boothd: reinstall boothd"));
  } else if (auto* answer = std::get_if<wire::Answer>(&report)) {
    std::optional<Error> failure;
    if (answer->failure != 0)
      failure = Error{wire::from_wire(answer->failure), std::move(answer->context)};
    settle(answer->order, std::move(failure));
  } else if (auto* opened = std::get_if<wire::Opened>(&report)) {
    news_.camera_opened(std::move(*opened));
  } else if (auto* setting = std::get_if<wire::Setting>(&report)) {
    auto* pending = find(setting->order);
    if (pending == nullptr || pending->settings.size() >= wire::kMostItems) return;
    pending->settings.push_back(setting_from(std::move(*setting)));
  } else if (auto* frame = std::get_if<wire::Frame>(&report)) {
    newest_frame_ = *frame;
  } else if (auto* beat = std::get_if<wire::Beat>(&report)) {
    if (!beat->trouble.empty()) last_frame_ = last_sign_;
    news_.beat_arrived(std::move(*beat));
  } else if (auto* condition = std::get_if<wire::Condition>(&report)) {
    news_.condition_arrived(std::move(*condition));
  } else if (auto* lost = std::get_if<wire::Lost>(&report)) {
    lose(Error{wire::from_wire(lost->failure), std::move(lost->context)});
  } else if (auto* triggering = std::get_if<wire::Triggering>(&report)) {
    if (auto* pending = find(triggering->order); pending != nullptr)
      pending->triggered_at = std::min(wire::from_ns(triggering->at_ns), steady_now());
  } else if (auto* clock = std::get_if<wire::Clock>(&report)) {
    if (auto* pending = find(clock->order); pending != nullptr) pending->clock = *clock;
  } else if (auto* photo = std::get_if<wire::Photo>(&report)) {
    accept_photo(std::move(*photo), std::move(passed));
  }
}

void WorkerLink::accept_photo(wire::Photo photo, UniqueFd passed) {
  auto* pending = find(photo.order);
  auto jpeg = read_sealed_photo(passed);
  if (!jpeg) {
    log::warn("camera_photo_refused", {{"cause", jpeg.error().context}});
    if (pending != nullptr) settle(photo.order, jpeg.error());
    return;
  }
  DeliveredPhoto delivered{std::move(photo.folder), std::move(photo.name), std::move(*jpeg)};
  if (pending == nullptr) return news_.foreign_photo_arrived(std::move(delivered));
  pending->photo = std::move(delivered);
}

void WorkerLink::settle(std::uint32_t order, std::optional<Error> failure) {
  const auto found = orders_.find(order);
  if (found == orders_.end()) return;  // answered already, with a worse answer
  found->second->failure = std::move(failure);
  found->second->is_done = true;
  // After an exposure the mirror and the sensor need the time of a first frame again.
  if (found->second->triggered_at) has_frame_ = false;
  last_frame_ = last_sign_;
  orders_.erase(found);
}

PendingOrder* WorkerLink::find(std::uint32_t order) {
  const auto found = orders_.find(order);
  return found == orders_.end() ? nullptr : found->second.get();
}

}  // namespace booth

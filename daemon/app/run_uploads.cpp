#include "daemon/app/run_uploads.hpp"

#include <algorithm>
#include <exception>
#include <utility>
#include <variant>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "daemon/app/upload_road.hpp"
#include "daemon/runtime/log.hpp"

namespace booth {
namespace {

using boost::asio::awaitable;
using namespace boost::asio::experimental::awaitable_operators;
using std::chrono::milliseconds;

constexpr int kPage = 64;  // of waiting rows, beyond those in back-off
constexpr milliseconds kStoreTrouble{
    5000};  // a store that cannot be read or written is asked again after this

/// Runs all parts side by side; an exception in one ends the others and goes on to the caller.
awaitable<void> join(std::vector<awaitable<void>> parts) {
  if (parts.empty()) co_return;
  auto last = std::move(parts.back());
  parts.pop_back();
  auto all = std::move(last) && join(std::move(parts));
  co_await std::move(all);
}

/// A target that throws has a bug; it must not stop the others.
awaitable<Result<UploadProof>> guarded_send(UploadTarget& target, UploadItem item,
                                            std::string path) {
  try {
    co_return co_await target.send(std::move(item), std::move(path));
  } catch (const std::exception& bug) {
    co_return make_error(Errc::Internal, std::string("upload target: ") + bug.what());
  }
}

awaitable<Result<std::string>> guarded_prepare(UploadTarget& target, UploadItem item) {
  try {
    co_return co_await target.prepare(std::move(item));
  } catch (const std::exception& bug) {
    co_return make_error(Errc::Internal, std::string("upload target: ") + bug.what());
  }
}

}  // namespace

UploadRunner::UploadRunner(boost::asio::any_io_executor executor, Store& store, Timer& timer,
                           std::vector<UploadTarget*> targets, UploadRunnerOptions options,
                           PrivacyStore* privacy)
    : executor_(std::move(executor)),
      store_(store),
      timer_(timer),
      options_(options),
      started_at_(timer.utc_now()),
      privacy_(privacy) {
  for (auto* target : targets)
    roads_.push_back(std::make_unique<Road>(*target, executor_, options_.target, started_at_));
}

UploadRunner::~UploadRunner() = default;

awaitable<void> UploadRunner::run() {
  if (roads_.empty()) co_return;
  co_await reopen();
  std::vector<awaitable<void>> parts;
  for (const auto& road : roads_) {
    for (int lane = 0; lane < road->lane_count(); ++lane) parts.push_back(run_lane(*road, lane));
    parts.push_back(run_probes(*road));
    if (privacy_ != nullptr) parts.push_back(run_erasures(*road));
  }
  co_await join(std::move(parts));
}

awaitable<void> UploadRunner::reopen() {
  while (!is_stopped_) {
    const auto reopened = co_await store_.reopen_uploads();
    if (reopened) {
      if (*reopened > 0) log::note("uploads_reopened", {{"count", *reopened}});
      co_return;
    }
    log::error("uploads_not_reopened", {{"cause", reopened.error().context}});
    co_await roads_.front()->probe_bell.wait_until(timer_.steady_now() + kStoreTrouble);
  }
}

// --- one lane
// -----------------------------------------------------------------------------------------

awaitable<void> UploadRunner::run_lane(Road& road, int lane) {
  Unwritten unwritten;
  while (!is_stopped_) {
    auto item = co_await next_item(road, lane);
    if (item) {
      // The last outcome gets to the disk while the next object is on the line.
      auto both = send_one(road, lane, std::move(*item)) && record(road, lane, unwritten);
      unwritten = co_await std::move(both);
    } else if (unwritten) {
      // Then another look: what waits again may be due by now.
      co_await record(road, lane, std::exchange(unwritten, std::nullopt));
    } else if (!is_stopped_) {
      co_await road.lane(lane).bell.wait_until(next_look(road));
    }
  }
  co_await record(road, lane, unwritten);
}

SteadyTime UploadRunner::next_look(const Road& road) const {
  const auto now = timer_.steady_now();
  const auto idle = now + options_.idle_look;
  const auto change = road.state.next_change(now);
  return change ? std::min(*change, idle) : idle;
}

awaitable<UploadRunner::Item> UploadRunner::next_item(Road& road, int lane) {
  lift_event_limit();
  if (is_paused_) co_return std::nullopt;
  const bool is_urgent_only = lane == 0 || options_.is_metered;
  const auto order =
      class_order(road.turns, is_urgent_only ? kUrgentClasses : kAllClasses, options_.queue);
  UploadClassSet empty{};
  for (const auto kind : order) {
    if (road.state.may_start(lane, timer_.steady_now()) == BreakerPass::No) co_return std::nullopt;
    auto item = take(road, lane, kind);
    const auto& page = road.page(kind);
    const bool is_known_empty = page.is_whole && timer_.steady_now() < page.good_until;
    if (!item && !is_known_empty) {
      const bool is_read = co_await read_page(road, kind);
      if (!is_read) co_return std::nullopt;
      item = take(road, lane, kind);
    }
    if (item) {
      road.turns = after_turn(road.turns, kind, empty);
      co_return std::move(item);
    }
    empty[static_cast<std::size_t>(kind)] = true;
  }
  if (lane > 0) road.state.found_nothing();
  co_return std::nullopt;
}

awaitable<bool> UploadRunner::read_page(Road& road, UploadClass kind) {
  const int before = road.pages_forgotten;
  const int limit = kPage + road.state.held_back_count();
  auto rows = co_await store_.waiting_uploads(road.target.name(), kind, limit);
  if (!rows) {
    log::error("uploads_unreadable",
               {{"target", road.target.name()}, {"cause", rows.error().context}});
    co_return false;
  }
  auto& page = road.page(kind);
  page.is_whole = static_cast<int>(rows->size()) < limit;
  page.rows = std::move(*rows);
  const auto now = timer_.steady_now();
  page.good_until = before == road.pages_forgotten ? now + options_.idle_look : now;
  co_return true;
}

/// Chooses and starts in one go: no second lane can take the same item.
UploadRunner::Item UploadRunner::take(Road& road, int lane, UploadClass kind) {
  const auto now = timer_.steady_now();
  const auto pass = road.state.may_start(lane, now);
  if (pass == BreakerPass::No) return std::nullopt;
  const auto is_held_back = [&road, now](const UploadItem& item) {
    return road.state.is_held_back(item.id, now);
  };
  auto& rows = road.page(kind).rows;
  const auto chosen = choose_item(rows, is_held_back, road.turns, pass == BreakerPass::OneSmallItem,
                                  options_.queue);
  if (!chosen) return std::nullopt;
  auto item = std::move(rows[*chosen]);
  rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(*chosen));
  road.state.started(item, now, timer_.random_number());
  return item;
}

awaitable<UploadRunner::Unwritten> UploadRunner::send_one(Road& road, int lane, UploadItem item) {
  // Insert first: a crash from here on finds the row in Sending, and the next run looks before it
  // sends.
  auto sending = item;
  sending.state = UploadState::Sending;
  const auto moved =
      co_await store_.move_upload(UploadState::Waiting, std::move(sending), std::string());
  if (!moved) {
    // NotFound: its session was forgotten meanwhile.
    const bool is_somebody_elses =
        moved.error().code == Errc::Conflict || moved.error().code == Errc::NotFound;
    if (!is_somebody_elses)
      log::error("upload_not_begun", {{"upload", item.id.str()}, {"cause", moved.error().context}});
    road.state.put_back(item, timer_.steady_now(),
                        is_somebody_elses ? milliseconds{0} : kStoreTrouble);
    road.forget_pages();
    co_return std::nullopt;
  }
  auto ready = co_await prepare(road, lane, item);
  if (!ready) co_return settle(road, std::move(item), ready.error());
  const auto outcome = co_await transfer(road, lane, *ready);
  co_return settle(road, std::move(*ready), outcome);
}

awaitable<Result<UploadItem>> UploadRunner::prepare(Road& road, int lane, UploadItem item) {
  auto first = guarded_prepare(road.target, item) || road.lane(lane).stop.wait();
  auto ended = co_await std::move(first);
  auto* resume = std::get_if<0>(&ended);
  if (resume == nullptr)
    co_return make_error(Errc::Cancelled, "the daemon stopped before the upload");
  if (!*resume) co_return resume->error();
  if (**resume == item.resume) co_return std::move(item);

  item.resume = std::move(**resume);
  item.state = UploadState::Sending;
  const auto stored = co_await store_.move_upload(UploadState::Sending, item, std::string());
  if (stored) co_return std::move(item);
  co_return make_error(Errc::Busy, stored.error().context);
}

awaitable<Result<UploadProof>> UploadRunner::transfer(Road& road, int lane, UploadItem item) {
  const auto path = store_.absolute_path(item.path);
  auto first = guarded_send(road.target, std::move(item), path) || road.lane(lane).stop.wait();
  auto ended = co_await std::move(first);
  if (auto* outcome = std::get_if<0>(&ended)) co_return std::move(*outcome);
  co_return make_error(Errc::Cancelled, "the daemon stopped during the upload");
}

UploadRunner::Unwritten UploadRunner::settle(Road& road, UploadItem item,
                                             const Result<UploadProof>& outcome) {
  std::string proof;
  UploadItem changed = item;
  if (outcome) {
    road.state.succeeded(item, timer_.steady_now());
    road.rate = after_transfer(road.rate, item.size_bytes, timer_.steady_now());
    changed.state = UploadState::Synced;
    changed.resume = outcome->address;
    changed.last_error.clear();
    proof = outcome->how;
    log::note(
        "upload_synced",
        {{"upload", item.id.str()}, {"target", item.target}, {"key", item.key}, {"proof", proof}});
  } else {
    changed = after_failure(road, std::move(item), outcome.error());
  }
  note_mode(road);
  return Outcome{std::move(changed), std::move(proof)};
}

UploadItem UploadRunner::after_failure(Road& road, UploadItem item, const Error& error) {
  item.resume = road.target.resume_state(item.id);
  item.state = UploadState::Waiting;
  const auto now = timer_.steady_now();
  if (error.code == Errc::Cancelled && is_stopped_) {
    road.state.put_back(item, now, milliseconds{0});
    return item;
  }
  item.last_error = error.context;
  const auto retry_after = error.code == Errc::ServerBusy ? road.target.last_retry_after()
                                                          : std::optional<milliseconds>();
  const auto decision = road.state.failed(item, error, retry_after, now, timer_.random_number());
  const auto* retry = std::get_if<RetryUpload>(&decision);
  if (retry != nullptr && retry->counts) ++item.attempts;
  if (std::holds_alternative<ParkUpload>(decision)) item.state = UploadState::Parked;
  log::warn("upload_failed", {{"upload", item.id.str()},
                              {"target", item.target},
                              {"code", to_string(error.code)},
                              {"cause", error.context},
                              {"attempts", item.attempts},
                              {"parked", item.state == UploadState::Parked}});
  return item;
}

awaitable<void> UploadRunner::record(Road& road, int lane, Unwritten unwritten) {
  if (!unwritten) co_return;
  const auto& changed = unwritten->changed;
  // Mark third, and insist: an outcome that is not written is found out again after the next start,
  // at a price.
  while (true) {
    const auto moved = co_await store_.move_upload(UploadState::Sending, changed, unwritten->proof);
    if (changed.state == UploadState::Waiting) road.forget_pages();
    if (moved || moved.error().code == Errc::Conflict || is_stopped_) co_return;
    if (moved.error().code == Errc::NotFound) {
      // Its session was forgotten while it was on its way: the server is told to delete it.
      if (privacy_ != nullptr && !changed.resume.empty()) {
        const auto noted = co_await privacy_->note_late_upload(changed.id, changed.resume);
        if (!noted) log::error("late_upload_not_noted", {{"cause", noted.error().context}});
      }
      road.erase_bell.ring();
      co_return;
    }
    log::error("upload_not_recorded",
               {{"upload", changed.id.str()}, {"cause", moved.error().context}});
    co_await road.lane(lane).bell.wait_until(timer_.steady_now() + kStoreTrouble);
  }
}

}  // namespace booth

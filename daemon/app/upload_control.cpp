// What the rest of the daemon may tell and ask the upload runner.
#include "daemon/app/run_uploads.hpp"
#include "daemon/app/upload_road.hpp"
#include "daemon/runtime/log.hpp"

namespace booth {

using boost::asio::awaitable;

void UploadRunner::stop() {
  is_stopped_ = true;
  for (const auto& road : roads_) {
    road->ring_all();
    road->ring_stop();
  }
}

void UploadRunner::wake() {
  for (const auto& road : roads_) {
    road->forget_pages();
    road->ring_all();
  }
}

void UploadRunner::link_changed(LinkEvent event) {
  for (const auto& road : roads_) {
    if (event == LinkEvent::Lost) road->target.drop_connections();
    road->state.link_changed(timer_.steady_now(), timer_.random_number());
    road->probe_bell.ring();
  }
}

void UploadRunner::spread_first_contact(std::chrono::milliseconds delay) {
  for (const auto& road : roads_) road->state.spread_first_contact(delay);
}

awaitable<Result<UploadItem>> UploadRunner::retry(UploadId id) {
  auto item = co_await store_.upload(id);
  if (!item) co_return item.error();
  for (const auto& road : roads_)
    if (road->target.name() == item->target) road->state.release(id);
  if (item->state == UploadState::Parked) {
    item->state = UploadState::Waiting;
    item->attempts = 0;
    const auto moved = co_await store_.move_upload(UploadState::Parked, *item, std::string());
    if (!moved) co_return moved.error();
  } else if (item->state != UploadState::Waiting) {
    const std::string state(to_string(item->state));
    co_return make_error(Errc::Conflict, "upload " + id.str() + " is " + state + ", not parked");
  }
  wake();
  co_return std::move(*item);
}

awaitable<Result<UploadItem>> UploadRunner::park(UploadId id, std::string by) {
  auto item = co_await store_.upload(id);
  if (!item) co_return item.error();
  if (item->state != UploadState::Waiting) {
    const std::string state(to_string(item->state));
    co_return make_error(Errc::Conflict, "upload " + id.str() + " is " + state + ", not waiting");
  }
  item->state = UploadState::Parked;
  item->last_error = "parked by " + by;
  const auto moved = co_await store_.move_upload(UploadState::Waiting, *item, std::string());
  if (!moved) co_return moved.error();
  co_return std::move(*item);
}

void UploadRunner::pause(bool is_paused) {
  if (is_paused == is_paused_) return;
  is_paused_ = is_paused;
  log::note(is_paused ? "uploads_paused" : "uploads_resumed");
  wake();
}

void UploadRunner::guests_are_here() {
  if (options_.event_bytes_per_s == 0) return;
  const bool is_new = !guests_until_;
  guests_until_ = timer_.steady_now() + options_.event_ends_after;
  if (!is_new) return;
  for (const auto& road : roads_) road->target.limit_upload(options_.event_bytes_per_s);
  log::note("event_limit_holds", {{"bytes_per_s", options_.event_bytes_per_s}});
}

void UploadRunner::lift_event_limit() {
  if (!guests_until_ || timer_.steady_now() < *guests_until_) return;
  guests_until_.reset();
  for (const auto& road : roads_) road->target.limit_upload(0);
  log::note("event_limit_lifted");
}

awaitable<Result<TargetTest>> UploadRunner::test(UploadItem object) {
  for (const auto& road : roads_) {
    if (road->target.name() != object.target) continue;
    auto& target = road->target;
    TargetTest test;
    const auto ready = co_await target.prepare(object);
    if (!ready) co_return ready.error();
    object.resume = *ready;
    auto path = store_.absolute_path(object.path);
    const auto sent = co_await target.send(object, std::move(path));
    if (!sent) co_return sent.error();
    test.stored = sent->how;
    object.resume = sent->address;
    const auto erased = co_await target.erase(object);
    test.erased = erased ? erased->how : std::string();
    if (!erased) test.trouble = erased.error().context;
    co_return test;
  }
  co_return make_error(Errc::NotFound, "there is no target " + object.target);
}

NetworkView UploadRunner::network_view() const {
  std::vector<RoadView> views;
  for (const auto& road : roads_) views.push_back(road->view(timer_.steady_now()));
  auto view = summarise(views, started_at_);
  if (is_paused_) {
    view.message = "uploads are paused by a person";
    view.what_to_do = "boothctl uploads resume";
  }
  return view;
}

std::vector<TargetView> UploadRunner::target_views() const {
  std::vector<TargetView> views;
  const auto now = timer_.steady_now();
  for (const auto& road : roads_) {
    const auto seen = road->view(now);
    TargetView view;
    view.name = seen.target;
    const auto told = summarise({seen}, started_at_);
    view.state = told.state;
    view.message = told.message;
    view.what_to_do = told.what_to_do;
    view.since = told.since;
    view.bytes_per_s = rate_at(road->rate, now);
    views.push_back(std::move(view));
  }
  return views;
}

}  // namespace booth

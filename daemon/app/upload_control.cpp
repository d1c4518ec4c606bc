// What the rest of the daemon may tell and ask the upload runner.
#include "daemon/app/run_uploads.hpp"
#include "daemon/app/upload_road.hpp"

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
  for (const auto& road : roads_) road->ring_all();
}

void UploadRunner::link_changed(LinkEvent event) {
  for (const auto& road : roads_) {
    if (event == LinkEvent::Lost) road->target.drop_connections();
    road->state.link_changed(timer_.steady_now(), timer_.random_number());
    road->probe_bell.ring();
  }
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

NetworkView UploadRunner::network_view() const {
  std::vector<RoadView> views;
  for (const auto& road : roads_) views.push_back(road->view(timer_.steady_now()));
  return summarise(views, started_at_);
}

}  // namespace booth

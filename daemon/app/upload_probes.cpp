// Whether the road to each target is open.
#include <algorithm>
#include <exception>
#include <variant>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "daemon/app/run_uploads.hpp"
#include "daemon/app/upload_road.hpp"
#include "daemon/runtime/log.hpp"

namespace booth {

using boost::asio::awaitable;
using namespace boost::asio::experimental::awaitable_operators;

namespace {

/// A target that throws has a bug; it must not stop the others.
awaitable<Result<void>> guarded_probe(UploadTarget& target) {
  try {
    co_return co_await target.probe();
  } catch (const std::exception& bug) {
    co_return make_error(Errc::Internal, std::string("upload target: ") + bug.what());
  }
}

}  // namespace

awaitable<void> UploadRunner::run_probes(Road& road) {
  while (!is_stopped_) {
    const auto now = timer_.steady_now();
    const auto due = std::min(road.state.probe_at().value_or(SteadyTime::max()),
                              road.last_heard + options_.idle_probe);
    if (now < due) {
      co_await road.probe_bell.wait_until(due);
      continue;
    }
    road.state.probe_started();
    auto first = guarded_probe(road.target) || road.probe_stop.wait();
    const auto ended = co_await std::move(first);
    const auto* answer = std::get_if<0>(&ended);
    if (answer == nullptr) continue;
    road.last_heard = timer_.steady_now();
    if (*answer)
      road.state.probe_answered(road.last_heard, timer_.random_number());
    else
      road.state.probe_failed(answer->error(), road.last_heard, timer_.random_number());
    note_mode(road);
  }
}

void UploadRunner::note_mode(Road& road) {
  if (may_send(road.state.mode())) road.last_heard = timer_.steady_now();
  const bool is_new = road.note_mode(timer_.utc_now());
  if (is_new) {
    log::note("network", {{"target", road.target.name()},
                          {"state", to_string(road.state.mode())},
                          {"cause", road.state.trouble()}});
  }
  road.ring_all();
}

}  // namespace booth

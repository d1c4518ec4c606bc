// What guests wish forgotten, deleted in the cloud: a quiet lane of its own on each road.
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

constexpr int kPage = 20;
constexpr std::chrono::seconds kAfterTrouble{60};  // nobody waits in front of the booth for it

/// A target that throws has a bug; it must not stop the others.
awaitable<Result<UploadProof>> guarded_erase(UploadTarget& target, UploadItem item) {
  try {
    co_return co_await target.erase(std::move(item));
  } catch (const std::exception& bug) {
    co_return make_error(Errc::Internal, std::string("upload target: ") + bug.what());
  }
}

}  // namespace

awaitable<void> UploadRunner::run_erasures(Road& road) {
  while (!is_stopped_) {
    const bool is_reached = may_send(road.state.mode()) && !is_paused_;
    bool is_done = true;
    if (is_reached) is_done = co_await erase_some(road);
    std::chrono::milliseconds pause = options_.idle_look;
    if (!is_done) pause = std::min<std::chrono::milliseconds>(kAfterTrouble, 2 * pause);
    if (!is_stopped_) co_await road.erase_bell.wait_until(timer_.steady_now() + pause);
  }
}

/// @returns false when something is still to be erased
awaitable<bool> UploadRunner::erase_some(Road& road) {
  const auto wanted = co_await privacy_->wanted_erasures(road.target.name(), kPage);
  if (!wanted) co_return false;
  bool is_done = wanted->size() < static_cast<std::size_t>(kPage);
  for (const auto& item : *wanted) {
    if (is_stopped_) co_return false;
    // Still on its way there: what is not stored yet cannot be erased yet.
    if (road.state.is_under_way(item.id)) {
      is_done = false;
      continue;
    }
    auto first = guarded_erase(road.target, item) || road.erase_stop.wait();
    const auto ended = co_await std::move(first);
    const auto* outcome = std::get_if<0>(&ended);
    if (outcome == nullptr) co_return false;
    const auto proof = *outcome ? (*outcome)->how : std::string();
    const auto trouble = *outcome ? std::string() : outcome->error().context;
    log::note(*outcome ? "upload_erased" : "upload_not_erased",
              {{"target", item.target}, {"key", item.key}, {"how", proof + trouble}});
    const auto settled = co_await privacy_->settle_erasure(item.id, proof, trouble);
    is_done = is_done && *outcome && settled;
  }
  co_return is_done;
}

}  // namespace booth

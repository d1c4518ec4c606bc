#include "daemon/app/run_retention.hpp"

#include "daemon/runtime/log.hpp"

namespace booth {

boost::asio::awaitable<void> RetentionRunner::run() {
  while (!is_stopped_) {
    co_await measure();
    const bool has_removed = co_await remove_some();
    const auto pause = has_removed ? options_.pause_while_busy : options_.pause;
    const auto next = timer_.steady_now() + pause;
    if (!is_stopped_) co_await bell_.wait_until(next);
  }
}

void RetentionRunner::stop() {
  is_stopped_ = true;
  bell_.ring();
}

boost::asio::awaitable<void> RetentionRunner::measure() {
  const auto space = co_await store_.disk_space();
  if (!space) {
    log::warn("disk_space_unknown", {{"cause", space.error().context}});
    co_return;
  }
  const auto level = next_disk_level(level_, space->free_bytes, options_.disk);
  if (level == level_) co_return;
  log::warn(
      "disk_level",
      {{"from", to_string(level_)}, {"to", to_string(level)}, {"free_bytes", space->free_bytes}});
  level_ = level;
}

boost::asio::awaitable<bool> RetentionRunner::remove_some() {
  const auto removed = co_await store_.remove_old_pictures(options_.pictures, level_);
  if (removed) co_return *removed > 0;
  log::warn("pictures_not_removed", {{"cause", removed.error().context}});
  co_return false;
}

}  // namespace booth

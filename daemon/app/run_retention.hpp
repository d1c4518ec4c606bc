#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "daemon/app/bell.hpp"
#include "daemon/core/storage/disk_space_policy.hpp"
#include "daemon/core/storage/retention.hpp"
#include "daemon/ports/store.hpp"
#include "daemon/ports/timer.hpp"

namespace booth {

struct RetentionRunnerOptions {
  RetentionLimits pictures;
  DiskSpaceLimits disk;
  std::chrono::milliseconds pause{std::chrono::minutes(5)};
  /// While there is something to remove: some hundred files at a time leave the store's thread to
  /// the guests.
  std::chrono::milliseconds pause_while_busy{2000};
};

/// Watches the room on the disk and removes pictures that need not be kept, until `stop`. Main
/// loop.
class RetentionRunner {
 public:
  /// @param store, timer  outlive the runner
  RetentionRunner(boost::asio::any_io_executor executor, Store& store, Timer& timer,
                  RetentionRunnerOptions options)
      : store_(store), timer_(timer), options_(options), bell_(std::move(executor)) {}

  boost::asio::awaitable<void> run();
  void stop();

  DiskLevel disk_level() const { return level_; }

 private:
  boost::asio::awaitable<void> measure();
  /// @returns true when files were removed
  boost::asio::awaitable<bool> remove_some();

  Store& store_;
  Timer& timer_;
  RetentionRunnerOptions options_;
  DiskLevel level_ = DiskLevel::Ok;
  Bell bell_;
  bool is_stopped_ = false;
};

}  // namespace booth

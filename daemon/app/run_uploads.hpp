#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "daemon/app/bell.hpp"
#include "daemon/app/booth_control.hpp"
#include "daemon/core/upload/target_state.hpp"
#include "daemon/core/upload/upload_queue.hpp"
#include "daemon/ports/store.hpp"
#include "daemon/ports/timer.hpp"
#include "daemon/ports/uploader.hpp"

namespace booth {

struct UploadRunnerOptions {
  TargetLimits target;
  UploadQueueLimits queue;
  /// How often the table is looked at without being woken: the table is the truth, a bell may be
  /// missed.
  std::chrono::milliseconds idle_look{30'000};
  /// A target that took nothing for so long is probed, so that `status` tells the truth.
  std::chrono::milliseconds idle_probe{std::chrono::minutes(5)};
  bool is_metered = false;  ///< only share copies and facts are sent
};

/// Brings waiting uploads to their targets, one road per target, until `stop`. Lives on the main
/// loop.
///
/// Each road has one lane for the urgent classes and up to four for all: an original can never make
/// a guest's share copy wait. The store's table is the truth: nothing but ids of items under way or
/// in back-off is kept in memory.
class UploadRunner {
 public:
  /// @param targets  may be empty; they, store and timer outlive the runner
  UploadRunner(boost::asio::any_io_executor executor, Store& store, Timer& timer,
               std::vector<UploadTarget*> targets, UploadRunnerOptions options);
  ~UploadRunner();

  boost::asio::awaitable<void> run();
  /// Transfers under way are broken off; `run` returns soon. They are looked for first next time.
  void stop();
  /// New rows may wait.
  void wake();
  /// The kernel says that a link, address or route has changed. `Lost` breaks transfers off.
  void link_changed(LinkEvent event);

  /// A person wants a parked upload tried again. @returns NotFound, Conflict when it is not parked
  /// or waiting
  boost::asio::awaitable<Result<UploadItem>> retry(UploadId id);

  NetworkView network_view() const;

 private:
  struct Road;
  using Item = std::optional<UploadItem>;

  boost::asio::awaitable<void> reopen();
  boost::asio::awaitable<void> run_lane(Road& road, int lane);
  boost::asio::awaitable<Item> next_item(Road& road, int lane);
  boost::asio::awaitable<void> send_one(Road& road, int lane, UploadItem item);
  boost::asio::awaitable<Result<UploadItem>> prepare(Road& road, int lane, UploadItem item);
  boost::asio::awaitable<Result<UploadProof>> transfer(Road& road, int lane, UploadItem item);
  boost::asio::awaitable<void> settle(Road& road, int lane, UploadItem item,
                                      Result<UploadProof> outcome);
  boost::asio::awaitable<void> record(Road& road, int lane, UploadItem changed, std::string proof);
  boost::asio::awaitable<void> run_probes(Road& road);
  UploadItem after_failure(Road& road, UploadItem item, const Error& error);
  SteadyTime next_look(const Road& road) const;
  void note_mode(Road& road);

  boost::asio::any_io_executor executor_;
  Store& store_;
  Timer& timer_;
  UploadRunnerOptions options_;
  std::vector<std::unique_ptr<Road>> roads_;
  UtcTime started_at_;
  bool is_stopped_ = false;
};

}  // namespace booth

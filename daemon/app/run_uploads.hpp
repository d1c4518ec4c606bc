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
#include "daemon/ports/privacy_store.hpp"
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
  /// For each target while guests are there, so that the venue's line stays theirs; 0 = no limit of
  /// its own.
  std::int64_t event_bytes_per_s = 0;
  /// The event is over when the last photo is so old. By what guests do and not by the clock, which
  /// may be wrong.
  std::chrono::milliseconds event_ends_after{std::chrono::minutes(30)};
};

/// Brings waiting uploads to their targets, one road per target, until `stop`. Lives on the main
/// loop.
///
/// Each road has one lane for the urgent classes and up to four for all: an original can never make
/// a guest's share copy wait. The store's table is the truth: nothing but a page of what waits and
/// ids of items under way or in back-off is kept in memory.
class UploadRunner {
 public:
  /// @param targets  may be empty; they, stores and timer outlive the runner
  /// @param privacy  what the targets must delete; nullptr = nothing ever
  UploadRunner(boost::asio::any_io_executor executor, Store& store, Timer& timer,
               std::vector<UploadTarget*> targets, UploadRunnerOptions options,
               PrivacyStore* privacy = nullptr);
  ~UploadRunner();

  boost::asio::awaitable<void> run();
  /// Transfers under way are broken off; `run` returns soon. They are looked for first next time.
  void stop();
  /// New rows may wait.
  void wake();
  /// The kernel says that a link, address or route has changed. `Lost` breaks transfers off.
  void link_changed(LinkEvent event);

  /// The operator's server wants the booths' return spread over so long.
  void spread_first_contact(std::chrono::milliseconds delay);

  /// A person wants a parked upload tried again. @returns NotFound, Conflict when it is not parked
  /// or waiting
  boost::asio::awaitable<Result<UploadItem>> retry(UploadId id);

  /// A person does not want it sent. @returns NotFound, Conflict when it is not waiting
  boost::asio::awaitable<Result<UploadItem>> park(UploadId id, std::string by);

  /// Nothing is begun any more until `false`, or until the daemon is started again: a pause that
  /// somebody forgot must not last a season.
  void pause(bool is_paused);
  bool is_paused() const { return is_paused_; }

  /// A photo was taken: while guests are there the event's limit holds.
  void guests_are_here();

  /// Stores an object of no meaning at the target, proves it and deletes it again.
  /// @param object  on the disk, of this target
  boost::asio::awaitable<Result<TargetTest>> test(UploadItem object);

  NetworkView network_view() const;
  /// One per target, in the order of the configuration; what waits is left to the caller.
  std::vector<TargetView> target_views() const;

 private:
  struct Road;
  using Item = std::optional<UploadItem>;
  struct Outcome {
    UploadItem changed;
    std::string proof;
  };
  using Unwritten = std::optional<Outcome>;

  boost::asio::awaitable<void> reopen();
  boost::asio::awaitable<void> run_lane(Road& road, int lane);
  boost::asio::awaitable<Item> next_item(Road& road, int lane);
  boost::asio::awaitable<bool> read_page(Road& road, UploadClass kind);
  Item take(Road& road, int lane, UploadClass kind);
  boost::asio::awaitable<Unwritten> send_one(Road& road, int lane, UploadItem item);
  boost::asio::awaitable<Result<UploadItem>> prepare(Road& road, int lane, UploadItem item);
  boost::asio::awaitable<Result<UploadProof>> transfer(Road& road, int lane, UploadItem item);
  Unwritten settle(Road& road, UploadItem item, const Result<UploadProof>& outcome);
  boost::asio::awaitable<void> record(Road& road, int lane, Unwritten unwritten);
  boost::asio::awaitable<void> run_probes(Road& road);
  boost::asio::awaitable<void> run_erasures(Road& road);
  boost::asio::awaitable<bool> erase_some(Road& road);
  void lift_event_limit();
  UploadItem after_failure(Road& road, UploadItem item, const Error& error);
  SteadyTime next_look(const Road& road) const;
  void note_mode(Road& road);

  boost::asio::any_io_executor executor_;
  Store& store_;
  Timer& timer_;
  UploadRunnerOptions options_;
  std::vector<std::unique_ptr<Road>> roads_;
  UtcTime started_at_;
  PrivacyStore* privacy_;
  std::optional<SteadyTime> guests_until_;  ///< while the event's limit holds
  bool is_paused_ = false;
  bool is_stopped_ = false;
};

}  // namespace booth

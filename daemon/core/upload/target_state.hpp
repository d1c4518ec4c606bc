#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "daemon/core/upload/bandwidth.hpp"
#include "daemon/core/upload/circuit_breaker.hpp"
#include "daemon/core/upload/network_state.hpp"
#include "daemon/core/upload/pace.hpp"
#include "daemon/core/upload/retry_budget.hpp"
#include "daemon/core/upload/upload_item.hpp"
#include "daemon/core/upload/upload_retry.hpp"

namespace booth {

struct TargetLimits {
  UploadRetryLimits retry;
  BreakerLimits breaker;
  NetworkLimits network;
  LaneLimits lanes;
  PaceLimits pace;
  RetryBudgetLimits retries;
  std::chrono::milliseconds lane_window{10'000};
  /// So many objects say as much in less time: on a fast line lanes are earned within a second.
  int lane_window_objects = 50;
  std::chrono::milliseconds shortest_lane_window{100};
  /// Items in back-off that are remembered. More than this means that the target is ill, not the
  /// items: it rests then.
  std::size_t most_held_back = 256;
};

/// All that is remembered about one target between uploads: can it be reached, does it rest, which
/// items are in back-off, how many connections it deserves. Lost at a restart on purpose:
/// unfinished work is due then. No clock, no I/O.
class TargetState {
 public:
  explicit TargetState(TargetLimits limits = {});

  /// May a lane send now? Lane 0 is the urgent one, 1 and up are the others.
  BreakerPass may_start(int lane, SteadyTime now) const;
  bool is_under_way(const UploadId& item) const { return under_way_.contains(item); }
  bool is_held_back(const UploadId& item, SteadyTime now) const;
  /// How many items a page must hold beyond those that are held back, to find one that is not.
  int held_back_count() const;
  /// When `may_start` or `is_held_back` may change by time alone; nullopt = only by an event.
  std::optional<SteadyTime> next_change(SteadyTime now) const;

  /// @param random  uniformly distributed 32 bits
  void started(const UploadItem& item, SteadyTime now, std::uint32_t random);
  void succeeded(const UploadItem& item, SteadyTime now);
  UploadDecision failed(const UploadItem& item, const Error& error,
                        std::optional<std::chrono::milliseconds> retry_after, SteadyTime now,
                        std::uint32_t random);
  /// The attempt said nothing: we stopped, or the row could not be written. It waits for `delay`.
  void put_back(const UploadItem& item, SteadyTime now, std::chrono::milliseconds delay);
  /// A lane found nothing to send: throughput now says nothing about the line.
  void found_nothing() { was_idle_ = true; }
  /// A person wants it now.
  void release(const UploadId& item) { held_.erase(item); }

  /// The server wants the booths' return spread over so long.
  void spread_first_contact(std::chrono::milliseconds delay) { limits_.pace.first_contact = delay; }

  void link_changed(SteadyTime now, std::uint32_t random);
  void probe_started() { probe_at_.reset(); }
  void probe_answered(SteadyTime now, std::uint32_t random);
  void probe_failed(const Error& error, SteadyTime now, std::uint32_t random);
  /// When the next probe is due; nullopt = none is wanted.
  std::optional<SteadyTime> probe_at() const { return probe_at_; }

  NetworkMode mode() const { return network_.mode; }
  /// Why the newest probe failed; nullopt when it passed.
  std::optional<Errc> probe_error() const { return probe_error_; }
  int lanes() const { return lanes_.count; }
  bool is_resting(SteadyTime now) const;
  /// Sentence of what is wrong; empty when nothing is.
  const std::string& trouble() const { return trouble_; }

 private:
  struct Held {
    SteadyTime until;
    int in_a_row = 0;
    std::int64_t wins = 0;  ///< of the target when the item failed last
    bool is_by_network = false;
    bool is_by_server = false;  ///< it answered and did not take it: trying again costs budget
  };

  void on_network(const NetworkEvent& event, SteadyTime now, std::uint32_t random);
  void measure(std::int64_t bytes, SteadyTime now);
  void open_window(SteadyTime now);
  SteadyTime due_at(const Held& held) const;
  bool is_retry(const UploadId& item) const;
  UploadHistory history_of(const UploadItem& item) const;
  void note_failure(const Error& error, const UploadDecision& decision,
                    std::optional<std::chrono::milliseconds> retry_after, SteadyTime now,
                    std::uint32_t random);

  TargetLimits limits_;
  NetworkState network_;
  Breaker breaker_;
  Lanes lanes_;
  Pace pace_;
  RetryBudget retries_;
  std::map<UploadId, Held> held_;
  std::set<UploadId> under_way_;
  std::optional<SteadyTime> probe_at_;
  std::optional<Errc> probe_error_;
  std::optional<SteadyTime> away_since_;  ///< first failed probe of the outage
  std::int64_t wins_ = 0;                 ///< objects taken so far
  bool is_well_ = false;                  ///< the newest outcome was a success
  int refused_in_a_row_ = 0;
  std::string trouble_;
  SteadyTime window_began_;
  std::int64_t window_bytes_ = 0;
  int window_objects_ = 0;
  bool was_idle_ = true;
};

}  // namespace booth

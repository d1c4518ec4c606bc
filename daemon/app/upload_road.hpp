#pragma once

#include <array>
#include <deque>
#include <string>
#include <vector>

#include "daemon/app/bell.hpp"
#include "daemon/app/run_uploads.hpp"
#include "daemon/core/upload/transfer_rate.hpp"

namespace booth {

/// What there is to say about the road to one target.
struct RoadView {
  std::string target;
  NetworkMode mode = NetworkMode::Probing;
  bool is_resting = false;
  bool is_login_wanted =
      false;                ///< the network's own page was seen, not only a strange certificate
  bool is_refused = false;  ///< the server is there and does not take our credential
  std::string trouble;
  UtcTime since;
};

/// One sentence for all roads: the worst that a person can do something about comes first.
NetworkView summarise(const std::vector<RoadView>& roads, UtcTime started_at);

/// Everything that the runner keeps for one target.
struct UploadRunner::Road {
  struct Lane {
    explicit Lane(const boost::asio::any_io_executor& executor) : bell(executor), stop(executor) {}
    Bell bell;  ///< there may be something to send
    Bell stop;  ///< the daemon stops
  };

  /// What waited when the table was last asked, so that a long queue is not asked for before each
  /// object.
  struct Page {
    std::vector<UploadItem> rows;
    bool is_whole = false;  ///< nothing but `rows` waited
    SteadyTime good_until;
  };

  Road(UploadTarget& its_target, const boost::asio::any_io_executor& executor,
       const TargetLimits& limits, UtcTime now);

  int lane_count() const { return static_cast<int>(lanes.size()); }
  Lane& lane(int index) { return lanes[static_cast<std::size_t>(index)]; }
  Page& page(UploadClass kind) { return pages[static_cast<std::size_t>(kind)]; }
  /// Rows have been added, or wait again.
  void forget_pages();
  void ring_all();
  void ring_stop();
  /// @returns true when the mode differs from the one noted last
  bool note_mode(UtcTime now);
  RoadView view(SteadyTime now) const;

  UploadTarget& target;
  TargetState state;
  UploadTurns turns;
  std::array<Page, kUploadClasses> pages;
  int pages_forgotten = 0;  ///< a page that was asked for before the newest of these is old already
  std::deque<Lane> lanes;   // a deque: a Bell is never moved
  Bell probe_bell;
  Bell probe_stop;
  Bell erase_bell;
  Bell erase_stop;
  TransferRate rate;
  SteadyTime last_heard;
  NetworkMode noted_mode = NetworkMode::Probing;
  UtcTime since;
};

}  // namespace booth

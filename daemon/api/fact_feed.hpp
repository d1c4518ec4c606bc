#pragma once

#include <cstdint>
#include <deque>
#include <limits>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "daemon/app/booth_control.hpp"
#include "daemon/runtime/loop_condition.hpp"

namespace booth::api {

/// New facts for any number of listeners at the price of one: it asks the store a few times a
/// second while somebody listens, keeps the newest facts in memory for all of them, and asks
/// nothing while nobody does.
class FactFeed {
 public:
  FactFeed(boost::asio::any_io_executor executor, BoothControl& booth);

  /// As long as one exists, somebody listens, also while his client still reads.
  class Listener {
   public:
    explicit Listener(FactFeed& feed) : feed_(feed) {
      ++feed_.listeners_;
      feed_.listener_came_.notify_all();
    }
    ~Listener() { --feed_.listeners_; }
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

   private:
    FactFeed& feed_;
  };

  /// Number of the newest fact; 0 when there is none.
  boost::asio::awaitable<Result<std::int64_t>> newest();

  /// Facts behind `after`, oldest first; waits for one. Call it with a Listener alive.
  /// @returns nothing at `deadline`; Cancelled after `stop`
  boost::asio::awaitable<Result<std::vector<Fact>>> wait_after(std::int64_t after,
                                                               SteadyTime deadline);

  /// Serves the listeners until `stop`.
  boost::asio::awaitable<void> run();
  void stop();

 private:
  boost::asio::awaitable<Result<std::vector<Fact>>> facts_after(std::int64_t after);
  boost::asio::awaitable<void> look_for_new();
  void remember(std::vector<Fact> facts);
  void forget();

  BoothControl& booth_;
  LoopCondition listener_came_;
  LoopCondition has_new_;
  LoopCondition pause_;
  int listeners_ = 0;
  bool is_stopped_ = false;
  /// Every fact with a number above `remembered_after_` is in `recent_`.
  std::deque<Fact> recent_;
  std::int64_t remembered_after_ = std::numeric_limits<std::int64_t>::max();
};

}  // namespace booth::api

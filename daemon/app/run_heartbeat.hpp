#pragma once

#include <chrono>
#include <functional>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "daemon/app/bell.hpp"
#include "daemon/app/booth_control.hpp"
#include "daemon/ports/fact_sink.hpp"
#include "daemon/ports/timer.hpp"

namespace booth {

struct HeartbeatOptions {
  std::chrono::milliseconds every{std::chrono::minutes(1)};
};

/// Tells the operator how this booth is, once in a while, until `stop`. A heartbeat that cannot be
/// sent is dropped: yesterday's health helps nobody. Lives on the main loop.
class HeartbeatRunner {
 public:
  /// @param sink  nullptr = none; it, the booth and the timer outlive the runner
  HeartbeatRunner(boost::asio::any_io_executor executor, BoothControl& booth, Timer& timer,
                  FactSink* sink, HeartbeatOptions options);

  /// Called when the server asks booths to spread their return over so long.
  void when_spread(std::function<void(std::chrono::milliseconds)> call) {
    spread_ = std::move(call);
  }

  boost::asio::awaitable<void> run();
  void stop();
  const HeartbeatView& view() const { return view_; }

 private:
  boost::asio::awaitable<void> beat();
  void note(const Result<HeartbeatAnswer>& answer);

  BoothControl& booth_;
  Timer& timer_;
  FactSink* sink_;
  HeartbeatOptions options_;
  Bell bell_;
  std::function<void(std::chrono::milliseconds)> spread_;
  HeartbeatView view_;
  bool is_stopped_ = false;
};

/// A booth's status as the data of a heartbeat; schemas/heartbeat.json describes it. Pure.
std::string heartbeat_report(const BoothStatus& status);

}  // namespace booth

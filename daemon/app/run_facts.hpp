#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "daemon/app/bell.hpp"
#include "daemon/app/booth_control.hpp"
#include "daemon/core/upload/fact_batch.hpp"
#include "daemon/core/upload/network_state.hpp"
#include "daemon/ports/fact_outbox.hpp"
#include "daemon/ports/fact_sink.hpp"
#include "daemon/ports/store.hpp"
#include "daemon/ports/timer.hpp"

namespace booth {

struct FactRunnerOptions {
  FactBatchLimits limits;
  /// Facts of one moment go out together; nothing rings for them, the log is looked at.
  std::chrono::milliseconds idle_look{2000};
};

/// Brings the event log to the operator's back end, in its order, until `stop`. Lives on the main
/// loop. At least once: equal ids tell the back end what it has already.
class FactRunner {
 public:
  /// @param sink  nullptr = facts stay here; it, the stores and the timer outlive the runner
  FactRunner(boost::asio::any_io_executor executor, Store& store, FactOutbox& outbox, Timer& timer,
             FactSink* sink, FactRunnerOptions options);

  boost::asio::awaitable<void> run();
  void stop();
  /// The kernel says that a link has changed: what waits out a failure goes soon, and nothing hangs
  /// on a link that is gone.
  void link_changed(LinkEvent event);

  /// A person wants the facts that were set aside tried again. @returns how many were taken
  boost::asio::awaitable<Result<int>> retry_set_aside();

  boost::asio::awaitable<Result<FactsView>> view();

 private:
  boost::asio::awaitable<std::chrono::milliseconds> send_some();
  boost::asio::awaitable<std::chrono::milliseconds> settle_failure(std::int64_t from,
                                                                   std::vector<Fact> facts,
                                                                   Error error);
  void note(const std::string& trouble);

  Store& store_;
  FactOutbox& outbox_;
  Timer& timer_;
  FactSink* sink_;
  FactRunnerOptions options_;
  FactBatch batch_;
  Bell bell_;
  std::string trouble_;
  UtcTime since_;
  bool is_stopped_ = false;
};

}  // namespace booth

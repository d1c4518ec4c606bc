#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/ids.hpp"
#include "daemon/core/measure/guest_step.hpp"
#include "daemon/core/measure/service_level.hpp"
#include "daemon/core/result.hpp"

namespace booth {

/// One piece of a session's time: a state that it, a print or an upload was in, or the way of a
/// photo to the disk.
struct Span {
  std::string name;     ///< "session.counting_down", "shot.stored", "print.sending"
  std::string subject;  ///< id of the session, shot, sheet, print or upload
  UtcTime started_at;
  std::optional<UtcTime> ended_at;  ///< nullopt = goes on
  std::string note;                 ///< why it failed, or how it was proved; may be empty
};

struct StepHistogram {
  GuestStep step = GuestStep::PressToExposure;
  std::array<std::int64_t, kStepBoundsMs.size() + 1> buckets{};  ///< not cumulative
  std::int64_t sum_ms = 0;
};

/// Counts of this booth's whole life.
struct Measurements {
  std::vector<StepHistogram> steps;                          ///< one per GuestStep
  std::vector<std::pair<std::string, std::int64_t>> facts;   ///< by type
  std::vector<std::pair<std::string, std::int64_t>> prints;  ///< rows by state
  std::vector<std::pair<std::string, std::int64_t>> uploads;
  std::optional<UtcTime> oldest_print;  ///< of those that are not settled
};

struct ServiceTally {
  std::string event;
  ServiceIndicator indicator = ServiceIndicator::Session;
  ServiceCount count;
};

/// What the store has measured while it kept the rows. Calls and errors as in ports/store.hpp.
class MeasureStore {
 public:
  virtual ~MeasureStore() = default;

  virtual boost::asio::awaitable<Result<Measurements>> measurements() = 0;

  /// In the order of their beginning; what is not over yet included. @returns NotFound
  virtual boost::asio::awaitable<Result<std::vector<Span>>> spans(SessionId session) = 0;

  /// Per event, of the last `days` days.
  virtual boost::asio::awaitable<Result<std::vector<ServiceTally>>> service(int days) = 0;
};

}  // namespace booth

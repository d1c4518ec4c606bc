#pragma once

#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "daemon/app/booth_control.hpp"

namespace booth::api {

/// What one Idempotency-Key was used for so far. Written down before and after each try, so that a
/// request which was cut off by a power failure is neither done twice nor answered with a guess.
class RepeatedRequest {
 public:
  /// @param key   without blanks: names with blanks are ours
  /// @param hash  of method, address and body
  RepeatedRequest(BoothControl& booth, std::string key, std::string hash)
      : booth_(booth), key_(std::move(key)), hash_(std::move(hash)) {}

  enum class Past {
    New,             ///< not asked before, or every try failed for certain
    Answered,        ///< see `answer`
    OtherRequest,    ///< the key belongs to something else
    OutcomeUnknown,  ///< a try was begun and its end was never written down
  };
  boost::asio::awaitable<Result<Past>> read_past();
  const Store::Answer& answer() const { return *answer_; }

  /// After `read_past` said New: before anything is done.
  boost::asio::awaitable<Result<void>> write_begin();

  /// @param status  a success is the answer from now on; a failure frees the key, unless it leaves
  /// the outcome open
  boost::asio::awaitable<Result<void>> write_end(int status, std::string body);

 private:
  std::string name(const char* what) const;

  BoothControl& booth_;
  std::string key_;
  std::string hash_;
  std::optional<Store::Answer> answer_;
  int try_ = 1;
};

}  // namespace booth::api

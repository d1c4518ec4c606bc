#pragma once

#include <utility>
#include <vector>

#include "daemon/ports/call_record.hpp"

namespace booth::testing {

/// Who changed what, in memory.
class FakeCalls : public CallRecord {
 public:
  std::vector<ApiCall> made;

  boost::asio::awaitable<Result<void>> record_call(ApiCall call) override {
    made.push_back(std::move(call));
    co_return Result<void>();
  }
};

}  // namespace booth::testing

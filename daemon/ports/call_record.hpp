#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/result.hpp"

namespace booth {

/// Somebody changed something through the API.
struct ApiCall {
  std::string who;   ///< "boothctl:root", "guest"
  std::string role;  ///< with which it was allowed: "technician"
  std::string method;
  std::string path;  ///< what was changed, without the query
};

/// Keeps who changed what. Errors as in ports/store.hpp.
class CallRecord {
 public:
  virtual ~CallRecord() = default;

  /// Adds the fact `call.made`; its subject is the path.
  virtual boost::asio::awaitable<Result<void>> record_call(ApiCall call) = 0;
};

}  // namespace booth

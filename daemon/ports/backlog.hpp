#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/result.hpp"
#include "daemon/core/upload/upload_item.hpp"

namespace booth {

/// What a person asks about the uploads, beyond what the runner needs. Looks through every waiting
/// row: for a person's question, not for a loop. Errors of every call: Io, DiskFull, Corrupt.
class Backlog {
 public:
  virtual ~Backlog() = default;

  struct TargetCounts {
    std::string target;
    std::int64_t waiting = 0;  ///< waiting, sending and confirming
    std::int64_t waiting_bytes = 0;
    std::int64_t parked = 0;
    std::int64_t erasures = 0;  ///< objects that it must delete
    std::optional<UtcTime> oldest_waiting;
  };
  /// Targets without any are left out.
  virtual boost::asio::awaitable<Result<std::vector<TargetCounts>>> backlog() = 0;

  /// A small object of no meaning, on the disk, to try a target with.
  virtual boost::asio::awaitable<Result<UploadItem>> test_object(std::string target) = 0;
};

}  // namespace booth

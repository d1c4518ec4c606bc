#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/result.hpp"
#include "daemon/core/upload/upload_item.hpp"

namespace booth {

/// How an attempt ended well. Failures are Errors: NetworkDown, CaptivePortal, TlsRefused,
/// AuthRefused, ServerBusy (with `retry_after` inside UploadTarget::last_retry_after),
/// ServerRefused, NotProven, Io (local file gone).
struct UploadProof {
  std::string how;  ///< "head: size and sha256", "read back: sha256"
  /// What it takes to find the object there again, kept as UploadItem::resume; empty when its key
  /// says it.
  std::string address;
};

/// One place in the cloud. Knows its protocol, not the queue. Calls run on the main loop and never
/// block it.
class UploadTarget {
 public:
  virtual ~UploadTarget() = default;

  virtual const std::string& name() const = 0;

  /// Makes what must be remembered before the first byte goes out, such as the address of a new
  /// upload: it is stored with the row, so that a crash in mid upload cannot lose it.
  ///
  /// @returns the item's resume state from now on; where there is nothing to make, the one it has
  virtual boost::asio::awaitable<Result<std::string>> prepare(UploadItem item) {
    co_return std::move(item.resume);
  }

  /// Sends the bytes and proves that the server holds them. Looks first when `item.attempts > 0`
  /// or `item.resume` says that an earlier outcome is unknown.
  ///
  /// @param path  absolute path of the file
  virtual boost::asio::awaitable<Result<UploadProof>> send(UploadItem item, std::string path) = 0;

  /// Deletes the object and proves that the server does not hold it any more. What was never there
  /// is proved just the same.
  virtual boost::asio::awaitable<Result<UploadProof>> erase(UploadItem item) = 0;

  /// New limit for all transfers together, those under way included; the configured one stays the
  /// most. @param bytes_per_s  0 = the configured one
  virtual void limit_upload(std::int64_t bytes_per_s) = 0;

  /// A cheap authenticated request that tells whether the target can be reached.
  virtual boost::asio::awaitable<Result<void>> probe() = 0;

  /// What the server asked for with the newest ServerBusy answer.
  virtual std::optional<std::chrono::milliseconds> last_retry_after() const = 0;

  /// Resume state of an item that failed in the middle, to be stored and handed back; empty when
  /// none.
  virtual std::string resume_state(UploadId item) const = 0;

  /// The link under the connections is gone: what is under way ends with NetworkDown instead of
  /// hanging.
  virtual void drop_connections() = 0;
};

}  // namespace booth

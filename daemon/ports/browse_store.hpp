#pragma once

#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/print/print_job.hpp"
#include "daemon/core/session/session_state.hpp"
#include "daemon/core/upload/upload_item.hpp"

namespace booth {

/// What people look through: long lists page by page, newest first, and single pictures. Calls and
/// errors as in ports/store.hpp.
class BrowseStore {
 public:
  virtual ~BrowseStore() = default;

  /// @param session  empty = of all sessions
  /// @param before   the last one of the page before; empty = the first page
  /// @returns NotFound when there is no `before`
  virtual boost::asio::awaitable<Result<std::vector<PrintJob>>> print_page(SessionId session,
                                                                           PrintId before,
                                                                           int limit) = 0;
  virtual boost::asio::awaitable<Result<std::vector<UploadItem>>> upload_page(SessionId session,
                                                                              UploadId before,
                                                                              int limit) = 0;

  /// Also one that a retake has replaced.
  virtual boost::asio::awaitable<Result<Shot>> shot(ShotId id) = 0;
};

}  // namespace booth

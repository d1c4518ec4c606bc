#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "daemon/core/result.hpp"
#include "daemon/core/upload/upload_item.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"

namespace booth {

/// Moves of upload rows that share a commit. Each object costs two of them, from several lanes at
/// once, and what a commit costs (its flush above all) hardly depends on how many rows are in it.
///
/// Nothing is answered before it is committed, and each move has an answer of its own.
class UploadMoves {
 public:
  struct Move {
    UploadState from;
    UploadItem changed;
    std::string proof;
    Stamp stamp;
    bool is_done = false;  ///< committed with others; the store's thread only
  };

  /// What is added before the store's thread comes to it goes along with the next `settle`.
  /// @thread  any
  void add(std::shared_ptr<Move> move);

  /// Commits `own`, which has been added, and all that wait with it.
  /// @returns  the outcome of `own` alone
  /// @thread   the store's
  Result<void> settle(Connection& database, Move& own);

 private:
  std::vector<std::shared_ptr<Move>> take_all();

  std::mutex mutex_;  // the main loop adds while the store's thread takes
  std::vector<std::shared_ptr<Move>> waiting_;
};

}  // namespace booth

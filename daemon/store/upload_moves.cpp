#include "daemon/store/upload_moves.hpp"

#include <utility>

#include "daemon/store/row_upload.hpp"

namespace booth {
namespace {

Result<void> apply(Connection& database, UploadMoves::Move& move) {
  return rows::move_upload(database, move.stamp, move.from, move.changed, move.proof);
}

/// All of them or none: the first that fails leaves every one to go alone.
void commit_together(Connection& database,
                     const std::vector<std::shared_ptr<UploadMoves::Move>>& moves) {
  Transaction transaction(database);
  if (!transaction.begin()) return;
  for (const auto& move : moves)
    if (!apply(database, *move)) return;
  if (!transaction.commit()) return;
  for (const auto& move : moves) move->is_done = true;
}

}  // namespace

void UploadMoves::add(std::shared_ptr<Move> move) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(move));
}

std::vector<std::shared_ptr<UploadMoves::Move>> UploadMoves::take_all() {
  const std::lock_guard lock(mutex_);
  return std::exchange(waiting_, {});
}

Result<void> UploadMoves::settle(Connection& database, Move& own) {
  if (!own.is_done) {
    const auto together = take_all();
    if (together.size() > 1) commit_together(database, together);
  }
  if (own.is_done) return {};
  // Without company, or in bad company: a row that fails must not fail the others.
  auto alone = [&] { return apply(database, own); };
  return in_transaction(database, alone);
}

}  // namespace booth

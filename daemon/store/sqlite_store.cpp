#include "daemon/store/sqlite_store_calls.hpp"

#include <boost/asio/post.hpp>

#include "daemon/store/connection.hpp"
#include "daemon/store/durable_file.hpp"
#include "daemon/store/keep_files.hpp"
#include "daemon/store/keep_share_page.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_session.hpp"
#include "daemon/store/row_sheet.hpp"
#include "daemon/store/row_shot.hpp"
#include "daemon/store/row_upload.hpp"
#include "daemon/store/stamp.hpp"

namespace booth {

using boost::asio::awaitable;

// --- sessions
// -------------------------------------------------------------------------------------

awaitable<Result<Session>> SqliteStore::add_session(Session session) {
  Stamp stamp(timer_);
  auto work = [&] { return keep_session(*database_, options_, stamp, session); };
  co_return co_await read(work);
}

awaitable<Result<void>> SqliteStore::move_session(SessionId id, SessionState from, SessionState to,
                                                  std::string reason) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::move_session(*database_, stamp, id, from, to, reason); };
  co_return co_await write(work);
}

awaitable<Result<void>> SqliteStore::choose_look(SessionId id, std::string look,
                                                 std::string backdrop) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::choose_look(*database_, stamp, id, look, backdrop); };
  co_return co_await write(work);
}

awaitable<Result<Session>> SqliteStore::session(SessionId id) {
  auto work = [&](Connection& database) { return rows::session(database, id); };
  co_return co_await look(work);
}

awaitable<Result<std::vector<Session>>> SqliteStore::sessions(int limit, SessionId before) {
  auto work = [&](Connection& database) { return rows::sessions(database, limit, before); };
  co_return co_await look(work);
}

awaitable<Result<std::vector<Session>>> SqliteStore::open_sessions() {
  auto work = [&](Connection& database) { return rows::open_sessions(database); };
  co_return co_await look(work);
}

// --- shots and sheets
// -----------------------------------------------------------------------------

awaitable<Result<Shot>> SqliteStore::add_shot(NewShot shot) {
  Stamp stamp(timer_);
  auto work = [&] { return keep_shot(*database_, options_, stamp, shot); };
  co_return co_await read(work);
}

awaitable<Result<void>> SqliteStore::quarantine(ShotId id, Bytes bytes, std::string reason) {
  Stamp stamp(timer_);
  auto work = [&] { return keep_quarantined(*database_, options_, stamp, id, bytes, reason); };
  co_return co_await read(work);
}

awaitable<Result<std::vector<Shot>>> SqliteStore::shots(SessionId session) {
  auto work = [&](Connection& database) { return rows::shots(database, session); };
  co_return co_await look(work);
}

awaitable<Result<Sheet>> SqliteStore::add_sheet(NewSheet sheet) {
  Stamp stamp(timer_);
  auto work = [&] { return keep_sheet(*database_, options_, stamp, sheet); };
  co_return co_await read(work);
}

awaitable<Result<std::optional<Sheet>>> SqliteStore::sheet_of(SessionId session) {
  auto work = [&](Connection& database) { return rows::sheet_of(database, session); };
  co_return co_await look(work);
}

awaitable<Result<Sheet>> SqliteStore::sheet(SheetId id) {
  auto work = [&](Connection& database) { return rows::sheet(database, id); };
  co_return co_await look(work);
}

// --- uploads
// --------------------------------------------------------------------------------------

awaitable<Result<std::vector<UploadItem>>> SqliteStore::waiting_uploads(std::string target,
                                                                        UploadClass kind,
                                                                        int limit) {
  auto work = [&](Connection& database) {
    return rows::waiting_uploads(database, target, kind, limit);
  };
  co_return co_await look(work);
}

awaitable<Result<void>> SqliteStore::move_upload(UploadState from, UploadItem changed,
                                                 std::string proof) {
  UploadMoves::Move wanted{from, std::move(changed), std::move(proof), Stamp(timer_)};
  const auto move = std::make_shared<UploadMoves::Move>(std::move(wanted));
  upload_moves_.add(move);
  // What others move in this turn of the loop comes along.
  co_await boost::asio::post(boost::asio::use_awaitable);
  auto work = [&] { return upload_moves_.settle(*database_, *move); };
  co_return co_await read(work);
}

awaitable<Result<int>> SqliteStore::reopen_uploads() {
  Stamp stamp(timer_);
  auto work = [&] { return rows::reopen_uploads(*database_, stamp); };
  co_return co_await write(work);
}

awaitable<Result<std::vector<UploadItem>>> SqliteStore::uploads(SessionId session, int limit) {
  auto work = [&](Connection& database) { return rows::uploads(database, session, limit); };
  co_return co_await look(work);
}

awaitable<Result<UploadItem>> SqliteStore::upload(UploadId id) {
  auto work = [&](Connection& database) { return rows::upload(database, id); };
  co_return co_await look(work);
}

awaitable<Result<Store::UploadCounts>> SqliteStore::upload_counts() {
  auto work = [&](Connection& database) { return rows::upload_counts(database); };
  co_return co_await look(work);
}

// --- facts, answers, disk
// -------------------------------------------------------------------------

awaitable<Result<Fact>> SqliteStore::add_fact(std::string type, std::string subject,
                                              std::string data) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::add_fact(*database_, stamp, type, subject, data); };
  co_return co_await write(work);
}

awaitable<Result<std::vector<Fact>>> SqliteStore::facts(std::int64_t after, int limit) {
  auto work = [&](Connection& database) { return rows::facts(database, after, limit); };
  co_return co_await look(work);
}

awaitable<Result<std::optional<Store::Answer>>> SqliteStore::recorded_answer(std::string key) {
  auto work = [&](Connection& database) { return rows::recorded_answer(database, key); };
  co_return co_await look(work);
}

awaitable<Result<void>> SqliteStore::record_answer(std::string key, Answer answer) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::record_answer(*database_, stamp, key, answer); };
  co_return co_await write(work);
}

awaitable<Result<Store::DiskSpace>> SqliteStore::disk_space() {
  auto work = [&](Connection&) -> Result<DiskSpace> {
    const auto space = free_space(options_.state_dir);
    if (!space) return space.error();
    return DiskSpace{space->free_bytes, space->total_bytes};
  };
  co_return co_await look(work);
}

awaitable<Result<int>> SqliteStore::remove_old_pictures(RetentionLimits limits, DiskLevel level) {
  Stamp stamp(timer_);
  auto work = [&] {
    return remove_pictures(*database_, options_, stamp, limits, level, removal_position_);
  };
  co_return co_await read(work);
}

std::string SqliteStore::absolute_path(const std::string& relative) const {
  return (options_.state_dir / relative).string();
}

}  // namespace booth

#include "daemon/store/sqlite_store.hpp"

#include <stdexcept>
#include <utility>

#include "daemon/runtime/log.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/durable_file.hpp"
#include "daemon/store/json_object.hpp"
#include "daemon/store/keep_files.hpp"
#include "daemon/store/open_database.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_print.hpp"
#include "daemon/store/row_session.hpp"
#include "daemon/store/row_sheet.hpp"
#include "daemon/store/row_shot.hpp"
#include "daemon/store/row_upload.hpp"
#include "daemon/store/stamp.hpp"
#include "daemon/store/state_lock.hpp"
#include "daemon/store/stray_files.hpp"

namespace booth {

using boost::asio::awaitable;

namespace {

constexpr const char* kDatabaseFile = "booth.db";
// A whole check takes seconds on a big database; a fault that it does not find must not repeat it
// all the time.
constexpr std::chrono::minutes kHealPause{1};

Result<void> report_damage(OpenedDatabase& opened, Stamp& stamp) {
  if (opened.set_aside.empty()) return {};
  JsonObject data;
  data.add("set_aside", opened.set_aside).add("damage", opened.damage);
  data.add("rows_saved", opened.salvaged.rows);
  data.add("all_rows_saved", opened.salvaged.is_complete ? "yes" : "no");
  const auto added =
      rows::add_fact(*opened.connection, stamp, "store.damaged", "booth.db", data.text());
  if (!added) return added.error();
  return {};
}

}  // namespace

SqliteStore::SqliteStore(SqliteStoreOptions options, Timer& timer, std::unique_ptr<StateLock> lock,
                         std::unique_ptr<Connection> database)
    : options_(std::move(options)),
      timer_(timer),
      lock_(std::move(lock)),
      spare_random_(timer.random_bytes()),
      database_(std::move(database)) {}

SqliteStore::~SqliteStore() = default;

Result<std::unique_ptr<SqliteStore>> SqliteStore::open(SqliteStoreOptions options, Timer& timer) {
  std::error_code failure;
  std::filesystem::create_directories(options.state_dir, failure);
  if (failure)
    return make_error(Errc::Io,
                      "cannot make " + options.state_dir.string() + ": " + failure.message());
  auto lock = StateLock::take(options.state_dir);
  if (!lock) return lock.error();

  auto opened =
      open_database(options.state_dir / kDatabaseFile, timer.utc_now(), CheckDepth::Bounded);
  if (!opened) return opened.error();
  Stamp stamp(timer);
  if (auto reported = report_damage(*opened, stamp); !reported) return reported.error();
  if (auto settled = settle_stray_files(*opened->connection, options, stamp); !settled)
    // Not worth staying down for: the files stay where they are and are looked at again at the next
    // start.
    log::error("stray_files_not_settled", {{"cause", settled.error().context}});
  return std::unique_ptr<SqliteStore>(
      new SqliteStore(std::move(options), timer, std::move(*lock), std::move(opened->connection)));
}

/// Store's thread. The call that met the damage fails; the next one finds a sound database.
void SqliteStore::heal() {
  const auto now = std::chrono::steady_clock::now();
  if (healed_at_ && now - *healed_at_ < kHealPause) return;
  healed_at_ = now;
  log::error("database_looks_damaged", {{"file", kDatabaseFile}});
  database_.reset();
  const auto utc_now =
      std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  auto opened = open_database(options_.state_dir / kDatabaseFile, utc_now, CheckDepth::Whole);
  // Without a database there is no booth: the daemon ends and is started again.
  if (!opened) throw std::runtime_error(opened.error().context);
  Stamp stamp(utc_now, spare_random_);
  if (auto reported = report_damage(*opened, stamp); !reported)
    log::error("damage_not_reported", {{"cause", reported.error().context}});
  database_ = std::move(opened->connection);
}

template <class Work>
awaitable<std::invoke_result_t<Work&>> SqliteStore::read(Work& work) {
  auto job = [this, &work] {
    auto result = work();
    if (!result && result.error().code == Errc::Corrupt) heal();
    return result;
  };
  co_return co_await run_blocking(thread_, job);
}

template <class Work>
awaitable<std::invoke_result_t<Work&>> SqliteStore::write(Work& work) {
  auto job = [this, &work] { return in_transaction(*database_, work); };
  co_return co_await read(job);
}

// --- sessions
// -------------------------------------------------------------------------------------

awaitable<Result<Session>> SqliteStore::add_session(Session session) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::add_session(*database_, stamp, session); };
  co_return co_await write(work);
}

awaitable<Result<void>> SqliteStore::move_session(SessionId id, SessionState from, SessionState to,
                                                  std::string reason) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::move_session(*database_, stamp, id, from, to, reason); };
  co_return co_await write(work);
}

awaitable<Result<Session>> SqliteStore::session(SessionId id) {
  auto work = [&] { return rows::session(*database_, id); };
  co_return co_await read(work);
}

awaitable<Result<std::vector<Session>>> SqliteStore::sessions(int limit, SessionId before) {
  auto work = [&] { return rows::sessions(*database_, limit, before); };
  co_return co_await read(work);
}

awaitable<Result<std::vector<Session>>> SqliteStore::open_sessions() {
  auto work = [&] { return rows::open_sessions(*database_); };
  co_return co_await read(work);
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
  auto work = [&] { return rows::shots(*database_, session); };
  co_return co_await read(work);
}

awaitable<Result<Sheet>> SqliteStore::add_sheet(NewSheet sheet) {
  Stamp stamp(timer_);
  auto work = [&] { return keep_sheet(*database_, options_, stamp, sheet); };
  co_return co_await read(work);
}

awaitable<Result<std::optional<Sheet>>> SqliteStore::sheet_of(SessionId session) {
  auto work = [&] { return rows::sheet_of(*database_, session); };
  co_return co_await read(work);
}

awaitable<Result<Sheet>> SqliteStore::sheet(SheetId id) {
  auto work = [&] { return rows::sheet(*database_, id); };
  co_return co_await read(work);
}

// --- prints
// ---------------------------------------------------------------------------------------

awaitable<Result<PrintJob>> SqliteStore::add_print(PrintJob print) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::add_print(*database_, stamp, print); };
  co_return co_await write(work);
}

awaitable<Result<void>> SqliteStore::replace_print(PrintState from, PrintJob old, PrintJob again) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::replace_print(*database_, stamp, from, old, again); };
  co_return co_await write(work);
}

awaitable<Result<void>> SqliteStore::move_print(PrintState from, PrintJob changed) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::move_print(*database_, stamp, from, changed); };
  co_return co_await write(work);
}

awaitable<Result<PrintJob>> SqliteStore::print(PrintId id) {
  auto work = [&] { return rows::print(*database_, id); };
  co_return co_await read(work);
}

awaitable<Result<std::vector<PrintJob>>> SqliteStore::open_prints(int limit) {
  auto work = [&] { return rows::open_prints(*database_, limit); };
  co_return co_await read(work);
}

awaitable<Result<std::vector<PrintJob>>> SqliteStore::prints(SessionId session, int limit) {
  auto work = [&] { return rows::prints(*database_, session, limit); };
  co_return co_await read(work);
}

awaitable<Result<Store::PrintCounts>> SqliteStore::print_counts() {
  auto work = [&] { return rows::print_counts(*database_); };
  co_return co_await read(work);
}

// --- uploads
// --------------------------------------------------------------------------------------

awaitable<Result<std::vector<UploadItem>>> SqliteStore::waiting_uploads(std::string target,
                                                                        UploadClass kind,
                                                                        int limit) {
  auto work = [&] { return rows::waiting_uploads(*database_, target, kind, limit); };
  co_return co_await read(work);
}

awaitable<Result<void>> SqliteStore::move_upload(UploadState from, UploadItem changed,
                                                 std::string proof) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::move_upload(*database_, stamp, from, changed, proof); };
  co_return co_await write(work);
}

awaitable<Result<int>> SqliteStore::reopen_uploads() {
  Stamp stamp(timer_);
  auto work = [&] { return rows::reopen_uploads(*database_, stamp); };
  co_return co_await write(work);
}

awaitable<Result<std::vector<UploadItem>>> SqliteStore::uploads(SessionId session, int limit) {
  auto work = [&] { return rows::uploads(*database_, session, limit); };
  co_return co_await read(work);
}

awaitable<Result<UploadItem>> SqliteStore::upload(UploadId id) {
  auto work = [&] { return rows::upload(*database_, id); };
  co_return co_await read(work);
}

awaitable<Result<Store::UploadCounts>> SqliteStore::upload_counts() {
  auto work = [&] { return rows::upload_counts(*database_); };
  co_return co_await read(work);
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
  auto work = [&] { return rows::facts(*database_, after, limit); };
  co_return co_await read(work);
}

awaitable<Result<std::optional<Store::Answer>>> SqliteStore::recorded_answer(std::string key) {
  auto work = [&] { return rows::recorded_answer(*database_, key); };
  co_return co_await read(work);
}

awaitable<Result<void>> SqliteStore::record_answer(std::string key, Answer answer) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::record_answer(*database_, stamp, key, answer); };
  co_return co_await write(work);
}

awaitable<Result<Store::DiskSpace>> SqliteStore::disk_space() {
  auto work = [&]() -> Result<DiskSpace> {
    const auto space = free_space(options_.state_dir);
    if (!space) return space.error();
    return DiskSpace{space->free_bytes, space->total_bytes};
  };
  co_return co_await read(work);
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

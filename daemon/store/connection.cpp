#include "daemon/store/connection.hpp"

#include <algorithm>
#include <limits>

#include "daemon/store/sqlite_error.hpp"

namespace booth {
namespace {

constexpr const char* kBegin = "BEGIN IMMEDIATE";
constexpr const char* kCommit = "COMMIT";

std::string_view first_line(std::string_view sql) {
  sql.remove_prefix(std::min(sql.find_first_not_of(" \n"), sql.size()));
  return sql.substr(0, sql.find('\n'));
}

}  // namespace

Statement::~Statement() {
  if (!statement_) return;
  ::sqlite3_reset(statement_);
  // Bound texts are copies; keeping a photo's recipe until the next use would be waste.
  ::sqlite3_clear_bindings(statement_);
}

Statement& Statement::check(int code) {
  if (code != SQLITE_OK && !error_) error_ = sqlite_error(code, database_, "binding a value");
  return *this;
}

int Statement::index_of(const char* name) {
  if (error_) return 0;
  const int index = ::sqlite3_bind_parameter_index(statement_, name);
  if (index == 0)
    error_ = make_error(Errc::Internal, std::string("statement has no parameter ") + name + ": " +
                                            ::sqlite3_sql(statement_));
  return index;
}

Statement& Statement::bind(const char* name, std::string_view text) {
  const int index = index_of(name);
  if (index == 0) return *this;
  // A null pointer would bind NULL, and an empty string_view may hold one.
  const char* bytes = text.empty() ? "" : text.data();
  return check(
      ::sqlite3_bind_text64(statement_, index, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
}

Statement& Statement::bind(const char* name, std::int64_t number) {
  const int index = index_of(name);
  return index == 0 ? *this : check(::sqlite3_bind_int64(statement_, index, number));
}

Statement& Statement::bind(const char* name, UtcTime time) {
  return bind(name, std::int64_t{time.time_since_epoch().count()});
}

Statement& Statement::bind_or_null(const char* name, std::string_view text) {
  if (!text.empty()) return bind(name, text);
  const int index = index_of(name);
  return index == 0 ? *this : check(::sqlite3_bind_null(statement_, index));
}

Result<bool> Statement::step() {
  if (error_) return *error_;
  const int code = ::sqlite3_step(statement_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  error_ = sqlite_error(::sqlite3_extended_errcode(database_), database_,
                        first_line(::sqlite3_sql(statement_)));
  return *error_;
}

Result<int> Statement::run() {
  const auto row = step();
  if (!row) return row.error();
  return ::sqlite3_changes(database_);
}

std::int64_t Statement::number(int column) const {
  return ::sqlite3_column_int64(statement_, column);
}

int Statement::small_number(int column) const {
  constexpr std::int64_t most = std::numeric_limits<int>::max();
  return static_cast<int>(std::clamp(number(column), -most, most));
}

std::string Statement::text(int column) const {
  const auto* bytes = reinterpret_cast<const char*>(::sqlite3_column_text(statement_, column));
  if (!bytes) return {};
  return {bytes, static_cast<std::size_t>(::sqlite3_column_bytes(statement_, column))};
}

UtcTime Statement::time(int column) const {
  return UtcTime(std::chrono::milliseconds(number(column)));
}

bool Statement::is_null(int column) const {
  return ::sqlite3_column_type(statement_, column) == SQLITE_NULL;
}

Statement Connection::use(const char* sql) {
  auto& kept = statements_[sql];
  if (!kept) {
    ::sqlite3_stmt* raw = nullptr;
    const int code =
        ::sqlite3_prepare_v3(handle(), sql, -1, SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    kept.reset(raw);
    if (code != SQLITE_OK) {
      statements_.erase(sql);
      return Statement(sqlite_error(code, handle(), first_line(sql)));
    }
  }
  return Statement(handle(), kept.get());
}

std::int64_t Connection::rows_scanned() const {
  std::int64_t rows = 0;
  for (const auto& entry : statements_)
    for (const int counter : {SQLITE_STMTSTATUS_FULLSCAN_STEP, SQLITE_STMTSTATUS_SORT})
      rows += ::sqlite3_stmt_status(entry.second.get(), counter, 0);
  return rows;
}

Result<void> Connection::execute(const std::string& sql) {
  const int code = ::sqlite3_exec(handle(), sql.c_str(), nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return {};
  return sqlite_error(::sqlite3_extended_errcode(handle()), handle(), "running a script");
}

Transaction::~Transaction() {
  // Some errors (disk full, I/O) have rolled back already.
  if (is_open_ && ::sqlite3_get_autocommit(connection_.handle()) == 0)
    (void)connection_.execute("ROLLBACK");
}

Result<void> Transaction::begin() {
  const auto begun = connection_.use(kBegin).run();
  if (!begun) return begun.error();
  is_open_ = true;
  return {};
}

Result<void> Transaction::commit() {
  const auto committed = connection_.use(kCommit).run();
  if (!committed) return committed.error();
  is_open_ = false;
  return {};
}

}  // namespace booth

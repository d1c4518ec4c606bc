#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"
#include "daemon/store/sqlite_handles.hpp"

namespace booth {

/// One use of a prepared statement; it is reset when this goes out of scope, so a statement is
/// never left half read (a half-read SELECT would keep the WAL from being checkpointed).
///
/// Errors are kept until `step` or `run`, so that the binds can be written in one chain.
class Statement {
 public:
  Statement(::sqlite3* database, ::sqlite3_stmt* statement)
      : database_(database), statement_(statement) {}
  explicit Statement(Error error) : error_(std::move(error)) {}
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// @param name  ":job_id"; a name that the statement does not have is a bug and reported as
  /// Internal
  Statement& bind(const char* name, std::string_view text);
  Statement& bind(const char* name, std::int64_t number);
  Statement& bind(const char* name, int number) { return bind(name, std::int64_t{number}); }
  Statement& bind(const char* name, UtcTime time);
  /// An empty text becomes NULL.
  Statement& bind_or_null(const char* name, std::string_view text);

  /// @returns true while there is a row
  Result<bool> step();
  /// For statements without rows.
  /// @returns how many rows they changed
  Result<int> run();

  std::int64_t number(int column) const;
  int small_number(int column) const;
  std::string text(int column) const;  ///< NULL becomes empty
  UtcTime time(int column) const;
  bool is_null(int column) const;

 private:
  int index_of(const char* name);
  Statement& check(int code);

  ::sqlite3* database_ = nullptr;
  ::sqlite3_stmt* statement_ = nullptr;
  std::optional<Error> error_;
};

/// One open database. Only the store's thread touches it after it was opened.
class Connection {
 public:
  explicit Connection(SqliteHandle database) : database_(std::move(database)) {}

  /// Prepared at the first use and kept.
  /// @param sql  a constant with static storage: its address is the key
  Statement use(const char* sql);

  /// Runs statements that return nothing and are used once: pragmas, migrations.
  Result<void> execute(const std::string& sql);

  /// Rows that statements looked at without an index, and rows that they sorted: what grows with
  /// the years.
  std::int64_t rows_scanned() const;

  ::sqlite3* handle() { return database_.get(); }

 private:
  // Order matters: statements are finalized before the database is closed.
  SqliteHandle database_;
  std::unordered_map<const char*, SqliteStatementHandle> statements_;
};

/// Rolls back unless committed.
class Transaction {
 public:
  explicit Transaction(Connection& connection) : connection_(connection) {}
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  Result<void> begin();
  Result<void> commit();

 private:
  Connection& connection_;
  bool is_open_ = false;
};

/// Runs `work` (returns a Result) and commits what it did when it succeeded. A failed commit has
/// changed nothing that a reader of this run can see; after a power cut it may turn out to have
/// been durable.
template <class Work>
auto in_transaction(Connection& connection, Work&& work) -> decltype(work()) {
  Transaction transaction(connection);
  if (auto begun = transaction.begin(); !begun) return begun.error();
  auto result = work();
  if (!result) return result;
  if (auto committed = transaction.commit(); !committed) return committed.error();
  return result;
}

}  // namespace booth

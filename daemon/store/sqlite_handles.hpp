#pragma once

#include <memory>

#include <sqlite3.h>

namespace booth {

struct SqliteClose {
  // The v2 form also accepts a connection whose statements are finalized a moment later.
  void operator()(::sqlite3* database) const noexcept { ::sqlite3_close_v2(database); }
};
using SqliteHandle = std::unique_ptr<::sqlite3, SqliteClose>;

struct SqliteFinalize {
  void operator()(::sqlite3_stmt* statement) const noexcept { ::sqlite3_finalize(statement); }
};
using SqliteStatementHandle = std::unique_ptr<::sqlite3_stmt, SqliteFinalize>;

struct SqliteFree {
  void operator()(char* text) const noexcept { ::sqlite3_free(text); }
};
using SqliteText = std::unique_ptr<char, SqliteFree>;

}  // namespace booth

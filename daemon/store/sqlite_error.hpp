#pragma once

#include <string_view>

#include <sqlite3.h>

#include "daemon/core/error.hpp"

namespace booth {

/// Translates SQLite's codes; none of them leaves this folder.
///
/// @param code      primary or extended result code
/// @param database  for its message; may be null
/// @param doing     "opening booth.db"
Error sqlite_error(int code, ::sqlite3* database, std::string_view doing);

}  // namespace booth

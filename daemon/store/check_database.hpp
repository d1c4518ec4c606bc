#pragma once

#include "daemon/core/result.hpp"
#include "daemon/store/connection.hpp"

namespace booth {

enum class CheckDepth {
  Bounded,  ///< everything in a small database; in a big one the tables that matter most, for half
            ///< a second
  Whole,    ///< everything, however long it takes: something was found damaged
};

/// @returns Corrupt with SQLite's own words
Result<void> check_database(Connection& database, CheckDepth depth);

}  // namespace booth

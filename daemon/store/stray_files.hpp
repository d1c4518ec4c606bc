#pragma once

#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"
#include "daemon/store/store_options.hpp"

namespace booth {

/// Settles what a crash between the rename and the commit left behind: files without a row. A whole
/// photo whose slot is still free is adopted (fact shot.stored); anything else goes to quarantine/
/// (fact file.quarantined). Temporary files are removed.
///
/// Looks only where a crash can have happened: in the folders of open sessions, of the newest
/// sessions and of shots without a session. So the time does not grow with the years.
Result<void> settle_stray_files(Connection& database, const SqliteStoreOptions& options,
                                Stamp& stamp);

}  // namespace booth

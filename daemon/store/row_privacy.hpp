#pragma once

#include <string>
#include <vector>

#include "daemon/ports/privacy_store.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"
#include "daemon/store/store_options.hpp"

namespace booth::rows {

Result<std::vector<UploadItem>> wanted_erasures(Connection& database, const std::string& target,
                                                int limit);
Result<void> settle_erasure(Connection& database, Stamp& stamp, const UploadId& upload,
                            const std::string& proof, const std::string& error);
Result<void> note_late_upload(Connection& database, const UploadId& upload,
                              const std::string& resume);
Result<std::vector<PrivacyStore::Erasure>> erasures(Connection& database, const SessionId& session);

Result<Contact> add_contact(Connection& database, const SqliteStoreOptions& options, Stamp& stamp,
                            const Contact& wanted);
Result<std::vector<Contact>> contacts(Connection& database, const SqliteStoreOptions& options,
                                      const SessionId& session);
/// Start-up: how long the active event's data is kept; earlier events keep theirs.
Result<void> set_retention(Connection& database, const EventRetention& retention);
/// Contacts older than their event allows. @returns how many; fact contacts.removed
Result<int> remove_old_contacts(Connection& database, Stamp& stamp);

}  // namespace booth::rows

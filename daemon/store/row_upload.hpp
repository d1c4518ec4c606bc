#pragma once

#include <string>
#include <vector>

#include "daemon/ports/store.hpp"
#include "daemon/store/connection.hpp"
#include "daemon/store/stamp.hpp"
#include "daemon/store/store_options.hpp"

namespace booth::rows {

/// A stored file that the cloud shall hold.
struct StoredObject {
  UploadClass kind = UploadClass::Original;
  std::string event;
  SessionId session;  ///< empty: an object without a session
  std::string path;
  std::string sha256;
  std::int64_t size_bytes = 0;
};

/// A small file of the share page: for public targets only.
struct PublicObject {
  std::string event;  ///< empty: the page itself
  SessionId session;  ///< empty: the page itself
  std::string path;
  std::string key;
  std::string content_type;
  std::string sha256;
  std::int64_t size_bytes = 0;
};
Result<void> add_public_uploads(Connection& database, Stamp& stamp,
                                const std::vector<StoreTarget>& targets,
                                const PublicObject& object);

/// The key of a picture: its content's.
std::string picture_key(const std::string& event, const SessionId& session,
                        const std::string& sha256);

/// One row per target that wants this kind. The same bytes of the same session twice are one object
/// in the cloud, so they are one row.
Result<void> add_uploads(Connection& database, Stamp& stamp,
                         const std::vector<StoreTarget>& targets, const StoredObject& object);

Result<std::vector<UploadItem>> waiting_uploads(Connection& database, const std::string& target,
                                                UploadClass kind, int limit);
Result<void> move_upload(Connection& database, Stamp& stamp, UploadState from,
                         const UploadItem& changed, const std::string& proof);
Result<int> reopen_uploads(Connection& database, const Stamp& stamp);
Result<std::vector<UploadItem>> uploads(Connection& database, const SessionId& session, int limit,
                                        const UploadId& before = {});
Result<UploadItem> upload(Connection& database, const UploadId& id);
Result<Store::UploadCounts> upload_counts(Connection& database);

}  // namespace booth::rows

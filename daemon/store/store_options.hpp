#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "daemon/core/upload/upload_item.hpp"

namespace booth {

/// A configured place in the cloud, as far as the store needs to know it.
struct StoreTarget {
  std::string name;
  std::vector<UploadClass> kinds{UploadClass::ShareCopy, UploadClass::Sheet, UploadClass::Original};
  std::vector<std::string> events;  ///< slugs of the events it is for; empty = all
  bool is_public = false;  ///< guests can fetch from it: it gets the share page and its manifests
};

/// How long an event's data stays on the booth; nullopt = as everything else.
struct EventRetention {
  std::string event;  ///< empty = nothing is said
  std::optional<std::chrono::days> originals;
  std::optional<std::chrono::days> sheets;
  std::optional<std::chrono::days> contacts;
};

struct SqliteStoreOptions {
  std::filesystem::path state_dir;
  std::vector<StoreTarget> targets;
  /// Bytes that stay free for the database, the spooler and the system: a photo is refused before
  /// they are touched.
  std::int64_t reserve_bytes = 256LL << 20;
  EventRetention retention;      ///< of the active event; earlier ones are in the database
  std::string contact_key_file;  ///< seals guests' contacts; empty = none are kept
  std::string share_page;        ///< HTML for the public targets; empty = no share links
};

}  // namespace booth

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "daemon/core/upload/upload_item.hpp"

namespace booth {

/// A configured place in the cloud, as far as the store needs to know it.
struct StoreTarget {
  std::string name;
  std::vector<UploadClass> kinds{UploadClass::ShareCopy, UploadClass::Sheet, UploadClass::Original};
};

struct SqliteStoreOptions {
  std::filesystem::path state_dir;
  std::vector<StoreTarget> targets;
  /// Bytes that stay free for the database, the spooler and the system: a photo is refused before
  /// they are touched.
  std::int64_t reserve_bytes = 256LL << 20;
};

}  // namespace booth

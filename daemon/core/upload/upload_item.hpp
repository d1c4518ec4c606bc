#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "daemon/core/ids.hpp"
#include "daemon/core/units.hpp"

namespace booth {

/// `Confirming` is written when the server has said yes and its answer must still be proved.
enum class UploadState { Waiting, Sending, Confirming, Synced, Parked };

/// Smaller is more urgent (research: a guest waits for class 0; originals may take all night).
enum class UploadClass { ShareCopy = 0, Facts = 1, Sheet = 2, Original = 3 };

std::string_view to_string(UploadState state);
std::optional<UploadState> upload_state_from(std::string_view text);
std::string_view to_string(UploadClass kind);
std::optional<UploadClass> upload_class_from(std::string_view text);

/// One object on its way to one target: the unit of promise P3. Same bytes, same key: a repeat is
/// harmless.
struct UploadItem {
  UploadId id;
  std::string target;  ///< name of the target in the configuration
  UploadClass kind = UploadClass::Original;
  UploadState state = UploadState::Waiting;
  std::string path;  ///< file, relative to the state directory
  std::string key;   ///< <event>/<session>/<sha256>.<ext>, only [A-Za-z0-9/._-]
  std::string content_type;
  std::string sha256;
  std::int64_t size_bytes = 0;
  int attempts = 0;        ///< failed attempts that count (not while offline or captive)
  std::string resume;      ///< adapter's own resume state (JSON); empty when nothing is begun
  std::string last_error;  ///< plain sentence of the newest failure
  SessionId session;       ///< empty for objects without a session
  UtcTime created_at;
  UtcTime changed_at;
};

}  // namespace booth

#pragma once

#include <string>

#include "daemon/core/error.hpp"

namespace booth {

/// Collects what libgphoto2 says beside its return codes: the code alone is often just "unspecified
/// error". One per process, since the library's log is process-wide.
class GphotoTexts {
 public:
  void add(const char* text);
  void clear() { texts_.clear(); }
  const std::string& all() const { return texts_; }

 private:
  std::string texts_;
};

/// Translates a negative libgphoto2 code. The same fault has several codes (a stall is -10 or -7),
/// so the texts that came with it count too.
///
/// @param code   < 0
/// @param doing  what was tried, for the sentence: "taking a photo"
Error to_error(int code, const char* doing, const std::string& texts);

/// True when the camera itself has answered no: the texts name its PTP response code.
bool tells_of_refusal(const std::string& texts);

/// True for codes after which talking on is pointless: the connection to the camera is broken.
bool is_connection_lost(int code);

}  // namespace booth

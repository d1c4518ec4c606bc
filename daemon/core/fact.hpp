#pragma once

#include <cstdint>
#include <string>

#include "daemon/core/ids.hpp"
#include "daemon/core/units.hpp"

namespace booth {

/// One row of the event log: something that happened, in the past tense. Never changed, never
/// reordered.
struct Fact {
  std::int64_t sequence = 0;  ///< assigned by the store, strictly rising
  FactId id;
  std::string type;     ///< "session.started", "shot.stored", "sheet.made", "print.printed",
                        ///< "upload.synced", ...
  std::string subject;  ///< id of the session, print, upload, printer ... it is about
  std::string data;     ///< JSON object
  UtcTime at;
};

}  // namespace booth

#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "daemon/core/units.hpp"

namespace booth::virtual_camera {

enum class OperationFaultKind {
  Stall,     ///< never answer; the client's 2.5 s timeout decides
  Delay,     ///< answer later by `delay`
  Drop,      ///< close the connection instead of answering
  Truncate,  ///< send only `keep_bytes` of the data phase, then close the connection
  Respond,   ///< answer `code` and do nothing
  Deny,      ///< do it, and answer `code` all the same
};

/// Goes wrong on certain operations: "the second GetObject from now on is cut after 100 000 bytes".
struct OperationFault {
  std::uint16_t operation = 0;  ///< 0: any
  int skip = 0;                 ///< let this many pass first
  int times = 1;                ///< then strike this often; -1: for ever
  OperationFaultKind kind = OperationFaultKind::Stall;
  std::chrono::milliseconds delay{0};
  std::size_t keep_bytes = 0;
  std::uint16_t code = 0;
};

enum class CorruptPhoto { CutShort, Garbage, Empty, FlippedBytes };

/// Everything that can be made to go wrong. A count is "this many times from now on".
struct Faults {
  std::vector<OperationFault> operations;

  SteadyTime busy_until{};       ///< the body answers busy to shots and "ready?" questions
  int out_of_focus_shots = 0;    ///< autofocus fails; nothing is exposed
  int shots_without_events = 0;  ///< the photo is taken, but nobody is told
  int duplicate_events = 0;      ///< ObjectAdded of this many shots is told twice
  std::chrono::milliseconds late_object_added{0};  ///< told that much after capture complete
  int corrupt_photos = 0;
  CorruptPhoto corruption = CorruptPhoto::CutShort;
  int wrong_size_photos = 0;
  std::int64_t size_lie = 0;  ///< added to the size in ObjectInfo of those photos

  bool has_no_available_shots = false;  ///< EOS: the body never reports room for shots
  bool is_card_full = false;
  std::uint32_t live_view_prohibited = 0;   ///< bits of LiveViewProhibitCondition
  std::optional<int> live_view_ends_after;  ///< frames until live view ends by itself
  SteadyTime live_view_busy_until{};        ///< frames are refused as busy: the zero-byte preview
  SteadyTime battery_falls_from{};
  double battery_loss_per_minute = 0;  ///< percent
  bool keeps_old_photos = false;       ///< the last client's photos are there for the next one
  int sessions_already_open = 0;       ///< OpenSession answers 201E

  int rejected_connections = 0;        ///< InitFail instead of InitCommandAck
  std::uint64_t bytes_per_second = 0;  ///< 0: unlimited
};

/// Finds the fault that strikes this operation now, and counts it.
std::optional<OperationFault> strike(std::vector<OperationFault>& faults, std::uint16_t operation);

/// Uses up one of `count`. @returns true when there was one
inline bool use_one(int& count) {
  return count > 0 && count-- > 0;
}

}  // namespace booth::virtual_camera

#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "daemon/core/upload/upload_item.hpp"

namespace booth {

inline constexpr std::size_t kUploadClasses = 4;

/// Which classes may be sent, indexed by UploadClass.
using UploadClassSet = std::array<bool, kUploadClasses>;
inline constexpr UploadClassSet kAllClasses{true, true, true, true};
/// What a guest or the operator waits for: has a connection of its own, and is all that a metered
/// link carries.
inline constexpr UploadClassSet kUrgentClasses{true, true, false, false};

struct UploadQueueLimits {
  /// How often a class may be passed over for a more urgent one before it gets one turn: the ageing
  /// that keeps originals moving through a week-long festival. Counted in turns, not in time: the
  /// booth's clock may be wrong.
  std::array<int, kUploadClasses> patience{0, 4, 8, 16};
  /// Share copies go newest first (that guest still stands there); every n-th is the oldest
  /// instead.
  int oldest_share_copy_every = 4;
};

/// How often each class has been passed over since its last turn.
struct UploadTurns {
  std::array<int, kUploadClasses> passed_over{};
  int share_copies = 0;  ///< picked so far
};

/// Classes in the order in which they should be asked for a waiting item.
std::vector<UploadClass> class_order(const UploadTurns& turns, const UploadClassSet& allowed,
                                     const UploadQueueLimits& limits);

/// An item of class `chosen` goes. Classes in `empty` had nothing to send and lose no turn.
UploadTurns after_turn(UploadTurns turns, UploadClass chosen, const UploadClassSet& empty);

/// Chooses from a page of one class, in the store's order. Items for which `is_held_back` says yes
/// (in back-off, under way) are passed by: a poison item never blocks its class.
///
/// @param wants_small  the smallest instead of the first: a trial after an outage should be cheap
/// @returns            index into `page`; nullopt when every item is held back
std::optional<std::size_t> choose_item(std::span<const UploadItem> page,
                                       const std::function<bool(const UploadItem&)>& is_held_back,
                                       const UploadTurns& turns, bool wants_small,
                                       const UploadQueueLimits& limits);

}  // namespace booth

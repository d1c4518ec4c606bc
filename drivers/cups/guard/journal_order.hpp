#pragma once

#include <filesystem>
#include <string_view>

#include "daemon/core/result.hpp"

namespace booth::guard {

/// Keeps the journal from growing for ever: a list of its records in the order in which they began.
/// Neither the ids nor the files' times would do, because a booth may start with a wrong date, and
/// the record of the sheet that is printed now must never be taken for an old one.
///
/// A power cut at any moment leaves at most a listed record that is gone already.
/// @thread  any; guards of several printers share the list and take turns
class JournalOrder {
 public:
  explicit JournalOrder(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// Before the first line of a new record; on the disk when this returns.
  Result<void> add(std::string_view print);

  /// Removes the oldest records as soon as there are twice as many as `keep`, until `keep` are
  /// left. A record at which somebody is at work stays.
  /// @returns how many were removed
  Result<std::size_t> forget_old(std::size_t keep);

 private:
  std::filesystem::path folder_;
};

}  // namespace booth::guard

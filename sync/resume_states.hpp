#pragma once

#include <deque>
#include <string>
#include <utility>

#include "daemon/core/ids.hpp"

namespace booth {

/// Resume states of the newest failed uploads of one target, until the runner has stored them.
/// Bounded: a runner asks right after the failure, and has a handful of uploads under way.
class ResumeStates {
 public:
  void keep(const UploadId& item, std::string state) {
    drop(item);
    kept_.emplace_back(item, std::move(state));
    if (kept_.size() > kMost) kept_.pop_front();
  }

  void drop(const UploadId& item) {
    std::erase_if(kept_, [&item](const auto& each) { return each.first == item; });
  }

  /// Empty when there is none.
  std::string of(const UploadId& item) const {
    for (const auto& each : kept_)
      if (each.first == item) return each.second;
    return {};
  }

 private:
  static constexpr std::size_t kMost = 64;
  std::deque<std::pair<UploadId, std::string>> kept_;
};

}  // namespace booth

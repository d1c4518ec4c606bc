#include "daemon/core/upload/upload_queue.hpp"

#include <algorithm>

namespace booth {
namespace {

std::size_t index_of(UploadClass kind) {
  return static_cast<std::size_t>(kind);
}

bool wants_oldest(const UploadItem& first, const UploadTurns& turns,
                  const UploadQueueLimits& limits) {
  if (first.kind != UploadClass::ShareCopy || limits.oldest_share_copy_every <= 0) return false;
  return turns.share_copies % limits.oldest_share_copy_every == limits.oldest_share_copy_every - 1;
}

}  // namespace

std::vector<UploadClass> class_order(const UploadTurns& turns, const UploadClassSet& allowed,
                                     const UploadQueueLimits& limits) {
  std::vector<UploadClass> overdue;
  std::vector<UploadClass> in_time;
  for (std::size_t i = 0; i < kUploadClasses; ++i) {
    if (!allowed[i]) continue;
    const bool is_overdue = i > 0 && turns.passed_over[i] >= limits.patience[i];
    (is_overdue ? overdue : in_time).push_back(static_cast<UploadClass>(i));
  }
  overdue.insert(overdue.end(), in_time.begin(), in_time.end());
  return overdue;
}

UploadTurns after_turn(UploadTurns turns, UploadClass chosen, const UploadClassSet& empty) {
  for (std::size_t i = 0; i < kUploadClasses; ++i) {
    // An empty class has nothing that ages: what it gets tomorrow must not jump the queue.
    if (empty[i] || i == index_of(chosen))
      turns.passed_over[i] = 0;
    else if (i > index_of(chosen))
      ++turns.passed_over[i];
  }
  if (chosen == UploadClass::ShareCopy) ++turns.share_copies;
  return turns;
}

std::optional<std::size_t> choose_item(std::span<const UploadItem> page,
                                       const std::function<bool(const UploadItem&)>& is_held_back,
                                       const UploadTurns& turns, bool wants_small,
                                       const UploadQueueLimits& limits) {
  std::vector<std::size_t> free;
  for (std::size_t i = 0; i < page.size(); ++i)
    if (!is_held_back(page[i])) free.push_back(i);
  if (free.empty()) return std::nullopt;

  if (wants_small) {
    const auto is_smaller = [&page](std::size_t a, std::size_t b) {
      return page[a].size_bytes < page[b].size_bytes;
    };
    return *std::min_element(free.begin(), free.end(), is_smaller);
  }
  return wants_oldest(page[free.front()], turns, limits) ? free.back() : free.front();
}

}  // namespace booth

#include "daemon/core/print/media_watch.hpp"

#include <algorithm>

namespace booth {
namespace {

// A sheet that the driver took back, or a half sheet rewound, makes a count go up by one.
constexpr int kNoise = 2;

bool is_new_roll(const PrinterMemory& memory, const MediaReading& reading) {
  const bool is_other_name = !reading.medium.empty() && !memory.medium_seen.empty() &&
                             reading.medium != memory.medium_seen;
  const bool has_jumped =
      reading.remaining && memory.media_seen && *reading.remaining > *memory.media_seen + kNoise;
  return is_other_name || has_jumped;
}

}  // namespace

std::optional<int> media_left(const PrinterMemory& memory, const MediaReading& reading) {
  if (reading.remaining) return reading.remaining;
  if (memory.media_set) return std::max(*memory.media_set - memory.media_used, 0);
  return std::nullopt;
}

MediaStep watch_media(PrinterMemory memory, const MediaReading& reading,
                      const MediaLimits& limits) {
  MediaStep step;
  if (is_new_roll(memory, reading)) {
    step.news = MediaNews::Changed;
    memory.is_low_told = false;
  }
  step.is_worth_saving = step.news == MediaNews::Changed;
  if (reading.remaining && reading.remaining != memory.media_seen) {
    memory.media_seen = reading.remaining;
    step.is_worth_saving = true;
  }
  if (!reading.medium.empty() && reading.medium != memory.medium_seen) {
    memory.medium_seen = reading.medium;
    step.is_worth_saving = true;
  }
  const auto left = media_left(memory, reading);
  const bool is_low = left && *left <= limits.low_sheets;
  if (is_low && !memory.is_low_told && step.news == MediaNews::None) {
    step.news = MediaNews::Low;
    memory.is_low_told = true;
    step.is_worth_saving = true;
  }
  // Above the limit by some sheets: a person said so, or the count is not what it was.
  if (memory.is_low_told && left && *left > limits.low_sheets + kNoise) {
    memory.is_low_told = false;
    step.is_worth_saving = true;
  }
  step.memory = std::move(memory);
  return step;
}

}  // namespace booth

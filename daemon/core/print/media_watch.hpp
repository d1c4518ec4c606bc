#pragma once

#include <optional>
#include <string>

#include "daemon/core/print/printer_memory.hpp"

namespace booth {

/// What the printer says about its paper at one look.
struct MediaReading {
  std::optional<int> remaining;  ///< sheets; nullopt where it does not count
  std::string medium;            ///< its name for what is loaded; empty = it does not say
};

struct MediaLimits {
  int low_sheets = 20;  ///< about twenty minutes of a busy booth, and a roll change takes two
};

/// What was learned; the facts printer.media_changed and printer.media_low.
enum class MediaNews { None, Changed, Low };

struct MediaStep {
  PrinterMemory memory;
  MediaNews news = MediaNews::None;
  bool is_worth_saving = false;  ///< the memory changed
};

/// Sheets that are left, as far as anybody knows: the printer's own count, else what a person said
/// less what was printed since; nullopt when nobody said.
std::optional<int> media_left(const PrinterMemory& memory, const MediaReading& reading);

/// Compares a look with the last one. A count that jumps up, or another name, is a new roll. Each
/// roll is told low once.
MediaStep watch_media(PrinterMemory memory, const MediaReading& reading, const MediaLimits& limits);

}  // namespace booth

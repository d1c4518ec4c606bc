#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/core/units.hpp"

namespace booth::cli {

/// "2026-11-22T04:52:42.123Z" and nothing else.
std::optional<UtcTime> time_from(std::string_view text);

/// "8 s", "3 min", "2 h 5 min", "4 days": as exact as a person needs.
std::string duration_text(std::chrono::milliseconds duration);

/// "3 min ago", "just now"; a time of the future (a clock that jumped) is shown as it is.
std::string age_text(std::string_view time, UtcTime now);

/// "22:40", in the booth's time zone.
std::string clock_text(UtcTime time);

/// How we know that a sheet came out: "printer_counter" -> "the printer counted it".
std::string proof_text(std::string_view proof);

/// "812 kB", "7.3 MB": decimal units, as on the box of a disk.
std::string size_text(std::int64_t bytes);

/// Last eight characters of an id: in a UUIDv7 the first ones are the same for a whole minute.
std::string short_id(std::string_view id);

/// "out_of_media" -> "out of media".
std::string words(std::string_view state);

/// "1 sheet", "2 sheets".
std::string count_text(std::int64_t count, std::string_view one, std::string_view many);

/// Without control characters: a camera or a server must not steer the terminal.
std::string harmless(std::string_view text);

}  // namespace booth::cli

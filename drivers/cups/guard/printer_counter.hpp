#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "drivers/cups/guard/run_backend.hpp"

namespace booth::guard {

/// Sheets that a printer has printed in its life, by its own account.
///
/// @param text  what Gutenprint's dye-sublimation backend answers with BACKEND_STATS_ONLY=2; the
/// decks of a printer are added up
/// @returns     nullopt when there is no such number in it
std::optional<std::int64_t> lifetime_in(std::string_view text);

/// Asks the driver for the printer's counter; nothing is printed. Only drivers that are known to
/// understand the question are asked: another one would print.
///
/// @param askable   names of backends, separated by blanks
/// @returns nullopt when there is no counter, or no answer in time
std::optional<std::int64_t> read_counter(const BackendCommand& command, const std::string& askable,
                                         std::chrono::milliseconds patience);

}  // namespace booth::guard

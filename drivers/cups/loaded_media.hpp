#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/ports/printer.hpp"
#include "drivers/cups/printer_profiles.hpp"

namespace booth {

/// What can be printed on a roll, from the driver's name for it. Only contradictions count: a name
/// that we do not know refuses nothing.
///
/// @param name  as Gutenprint's backends say it: "6x8 (A5)", "4x6 (PC)", "5x7 (2L) Sticker"
std::optional<std::vector<std::string>> printed_on(const PrinterProfile& profile,
                                                   std::string_view name);

/// The same for IPP printers, which list PWG names ("na_index-4x6_4x6in") in media-ready.
std::optional<LoadedMedium> loaded_in_trays(const PrinterProfile& profile,
                                            std::span<const std::string> media_ready);

/// The roll's name in marker-message ("123 native prints remaining on 6x8 (A5) media"), else in
/// marker-names.
std::optional<LoadedMedium> loaded_roll(const PrinterProfile& profile, std::string_view message,
                                        std::span<const std::string> marker_names);

}  // namespace booth

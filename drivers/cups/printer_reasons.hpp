#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "daemon/core/print/printer_condition.hpp"

namespace booth {

/// Turns CUPS `printer-state-reasons` into the one condition that a person must fix first.
///
/// @param reasons  keywords such as "media-empty-error"; the severity suffix is ignored
/// @returns        Ready when nothing is wrong; Unknown (never an error) for keywords we have not
/// met
/// @thread         any; pure
/// @source         RFC 8011, printer-state-reasons; vendor keywords are listed with their printer
/// in the .cpp
PrinterCondition most_urgent(std::span<const std::string> reasons);

/// The more urgent of two; a known trouble is more urgent than an unknown one.
PrinterCondition worse_of(PrinterCondition a, PrinterCondition b);

/// What a dye-sublimation backend says in printer-state-message, where cover, jam and ribbon have
/// no keyword.
///
/// @returns nullopt when the text is not about the printer's condition
std::optional<PrinterCondition> condition_in_message(std::string_view message);

/// "123 native prints remaining on 6x4 media" becomes 123.
std::optional<int> prints_remaining_in_message(std::string_view message);

}  // namespace booth

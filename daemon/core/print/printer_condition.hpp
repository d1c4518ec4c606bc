#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace booth {

/// The one thing about a printer that a person must know or fix first, most urgent last.
enum class PrinterCondition {
  Ready,
  Busy,
  MediaLow,
  Cooling,
  Offline,     ///< switched off, unplugged, or the spooler does not answer
  OutOfMedia,  ///< paper or ribbon
  WrongMedia,
  CoverOpen,
  Jammed,
  Misconfigured,  ///< missing filter, missing queue
  Faulty,         ///< hardware fault that the printer reports
  Unknown,        ///< keywords we have not met
};

std::string_view to_string(PrinterCondition condition);

/// What a person should do, one plain sentence; empty for Ready and Busy.
std::string_view what_to_do(PrinterCondition condition);

/// True when the next sheet may be sent.
bool can_print(PrinterCondition condition);

/// How a printer wants its sheets: the printer profile decides this, never the template.
struct PrintFormat {
  std::string medium;   ///< "4x6", "2x6x2", "5x7", "6x8": what the template asks for
  int width_px = 1240;  ///< portrait, exactly what the driver takes without scaling
  int height_px = 1844;
  int dpi = 300;
  /// Part of the picture that the printer cuts off or may cut off, per edge.
  double bleed_mm = 0;
  bool operator==(const PrintFormat&) const = default;
};

}  // namespace booth

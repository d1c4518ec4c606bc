#include "daemon/core/print/printer_memory.hpp"

#include "daemon/core/enum_text.hpp"

namespace booth {
namespace {

constexpr EnumText<PrinterMode, 4> kModes{{"active", "paused", "draining", "maintenance"}};

}  // namespace

std::string_view to_string(PrinterMode mode) {
  return kModes.word(mode);
}
std::optional<PrinterMode> printer_mode_from(std::string_view text) {
  return kModes.value(text);
}

}  // namespace booth

#pragma once

#include <string>

#include "daemon/core/print/printer_condition.hpp"

namespace booth {

/// Pixels for a booth without a printer for this medium (share copies only): 300 dpi, the commonest
/// dye-sub sizes. An unknown medium gets 4x6.
PrintFormat default_format(const std::string& medium);

}  // namespace booth

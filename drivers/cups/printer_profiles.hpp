#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/core/print/printer_condition.hpp"
#include "daemon/core/result.hpp"

namespace booth {

/// How a queue wants its pages.
enum class PageDelivery {
  CupsRaster,  ///< exact pixels, never scaled: Gutenprint's dye-sublimation drivers
  Driverless,  ///< JPEG with IPP options; PWG raster for printers that take no JPEG
};

struct PageSizeRow {
  std::string_view
      medium;  ///< what templates ask for: "4x6" (inches), "2x6x2" (two strips cut from a 4x6)
  std::string_view
      page_size;  ///< the driver's name: PageSize for Gutenprint, IPP media for driverless queues
  int width_px;   ///< portrait; what the driver takes without touching a pixel
  int height_px;
};

struct PpdOption {
  std::string_view name;
  std::string_view value;
};

/// All that we know about a printer model. Untested sizes are not in the table: they are refused,
/// not guessed.
struct PrinterProfile {
  std::string_view
      key;  ///< what configuration says: Gutenprint's model id ("dnp-ds620"), or "driverless"
  std::string_view title;  ///< "DNP DS620"
  PageDelivery delivery;
  int dpi;
  std::span<const PageSizeRow> page_sizes;
  std::span<const PpdOption> options;  ///< sent with every sheet
  int sheets_at_once = 1;  ///< 2: takes the next sheet into its memory while it prints one
};

/// @returns nullptr when there is no such profile
const PrinterProfile* find_profile(std::string_view key);

std::span<const PrinterProfile> all_profiles();

/// @returns nullptr when this model cannot print the medium
const PageSizeRow* find_page_size(const PrinterProfile& profile, std::string_view medium);

/// @returns Unsupported with a sentence that lists what the model can print
Result<PrintFormat> format_of(const PrinterProfile& profile, const std::string& medium);

}  // namespace booth

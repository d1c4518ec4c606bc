#pragma once

#include <functional>

#include <cups/raster.h>

#include "daemon/core/result.hpp"
#include "daemon/ports/printer.hpp"
#include "drivers/cups/printer_profiles.hpp"

namespace booth {

/// Takes the next bytes of the document; false stops the writing.
using DocumentSink = std::function<bool(const char* bytes, std::size_t size)>;

/// Writes one page: chunked 8-bit RGB at exactly the printer's size, so that no filter scales it.
///
/// @param image  has the size of `row`
/// @returns      Io when the sink stops
Result<void> write_raster(const RgbImage& image, const PrinterProfile& profile,
                          const PageSizeRow& row, const DocumentSink& sink);

}  // namespace booth

#pragma once

#include <functional>

#include <cups/raster.h>

#include "daemon/core/result.hpp"
#include "daemon/ports/printer.hpp"
#include "drivers/cups/printer_profiles.hpp"

namespace booth {

/// Takes the next bytes of the document; false stops the writing.
using DocumentSink = std::function<bool(const char* bytes, std::size_t size)>;

/// Writes one page of CUPS raster: chunked 8-bit RGB at exactly the driver's size, so that no
/// filter scales it.
/// @returns BadInput when the picture has not the size of the row; Io when the sink stops
Result<void> write_raster(const RgbImage& image, const PageSizeRow& row, int dpi,
                          const DocumentSink& sink);

/// Writes the picture as one JPEG (quality 95, no chroma subsampling) for driverless printers.
Result<void> write_jpeg(const RgbImage& image, const DocumentSink& sink);

}  // namespace booth

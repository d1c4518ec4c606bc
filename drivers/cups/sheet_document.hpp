#pragma once

#include <functional>

#include "drivers/cups/sheet_raster.hpp"

namespace booth {

inline constexpr const char* kJpeg = "image/jpeg";

/// The one document of a job.
struct SheetDocument {
  const char* format;                                      ///< MIME type
  std::function<Result<void>(const DocumentSink&)> write;  ///< all of it; Io when the sink stops
};

/// A driverless printer gets the sheet's JPEG as it is: a tenth of the bytes over its Wi-Fi, and
/// nothing on the way decodes it. A file that is not whole, or not there, is no document: then the
/// pixels go as raster, as they do to all other printers.
///
/// @returns a document that refers to the arguments
SheetDocument document_of(const SheetToPrint& sheet, const PrinterProfile& profile,
                          const PageSizeRow& row, bool takes_jpeg);

}  // namespace booth

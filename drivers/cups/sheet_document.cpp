#include "drivers/cups/sheet_document.hpp"

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

namespace booth {
namespace {

/// Half a JPEG is printed as half a picture, and nobody complains but the guests.
bool is_whole_jpeg(const std::string& bytes) {
  return bytes.starts_with("\xff\xd8") && bytes.ends_with("\xff\xd9");
}

std::string read_jpeg(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), {});
  return is_whole_jpeg(bytes) ? bytes : std::string();
}

}  // namespace

SheetDocument document_of(const SheetToPrint& sheet, const PrinterProfile& profile,
                          const PageSizeRow& row, bool takes_jpeg) {
  const bool is_driverless = profile.delivery == PageDelivery::Driverless;
  auto jpeg = is_driverless && takes_jpeg ? read_jpeg(sheet.jpeg_path) : std::string();
  if (!jpeg.empty()) {
    const auto write = [bytes = std::move(jpeg)](const DocumentSink& sink) -> Result<void> {
      if (sink(bytes.data(), bytes.size())) return {};
      return make_error(Errc::Io, "the spooler stopped taking the sheet");
    };
    return {kJpeg, write};
  }
  const auto write = [&](const DocumentSink& sink) {
    return write_raster(sheet.image, profile, row, sink);
  };
  return {is_driverless ? "image/pwg-raster" : "application/vnd.cups-raster", write};
}

}  // namespace booth

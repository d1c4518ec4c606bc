#include "drivers/cups/sheet_raster.hpp"

#include <string>

#include <cups/pwg.h>

#include "drivers/cups/cups_handles.hpp"

namespace booth {
namespace {

constexpr float kPointsPerInch = 72.0F;

Result<cups_page_header2_t> page_header(const PageSizeRow& row, int dpi) {
  const auto width = static_cast<unsigned>(row.width_px);
  const auto height = static_cast<unsigned>(row.height_px);
  const auto width_points =
      static_cast<float>(row.width_px) * kPointsPerInch / static_cast<float>(dpi);
  const auto height_points =
      static_cast<float>(row.height_px) * kPointsPerInch / static_cast<float>(dpi);

  cups_page_header2_t header{};
  header.HWResolution[0] = header.HWResolution[1] = static_cast<unsigned>(dpi);
  header.PageSize[0] = static_cast<unsigned>(width_points);
  header.PageSize[1] = static_cast<unsigned>(height_points);
  header.ImagingBoundingBox[2] = header.PageSize[0];
  header.ImagingBoundingBox[3] = header.PageSize[1];
  header.NumCopies = 1;
  header.cupsWidth = width;
  header.cupsHeight = height;
  header.cupsBitsPerColor = 8;
  header.cupsBitsPerPixel = 24;
  header.cupsBytesPerLine = width * 3;
  header.cupsColorOrder = CUPS_ORDER_CHUNKED;
  header.cupsColorSpace = CUPS_CSPACE_RGB;
  header.cupsNumColors = 3;
  header.cupsPageSize[0] = header.cupsImagingBBox[2] = width_points;
  header.cupsPageSize[1] = header.cupsImagingBBox[3] = height_points;
  row.page_size.copy(header.cupsPageSizeName, sizeof header.cupsPageSizeName - 1);
  return header;
}

/// PWG raster: what every IPP Everywhere printer takes, without loss.
Result<cups_page_header2_t> pwg_header(const PageSizeRow& row, int dpi) {
  pwg_media_t* const media = pwgMediaForPWG(std::string(row.page_size).c_str());
  cups_page_header2_t header{};
  if (media == nullptr ||
      cupsRasterInitPWGHeader(&header, media, "srgb_8", dpi, dpi, "one-sided", "normal") == 0)
    return make_error(Errc::Internal, "no PWG raster for " + std::string(row.page_size));
  // What libcups makes of the inches may be a pixel off.
  header.cupsWidth = static_cast<unsigned>(row.width_px);
  header.cupsHeight = static_cast<unsigned>(row.height_px);
  header.cupsBytesPerLine = header.cupsWidth * 3;
  header.cupsInteger[CUPS_RASTER_PWG_TotalPageCount] = 1;
  return header;
}

ssize_t pass_to_sink(void* context, unsigned char* bytes, std::size_t size) {
  const auto& sink = *static_cast<const DocumentSink*>(context);
  return sink(reinterpret_cast<const char*>(bytes), size) ? static_cast<ssize_t>(size) : -1;
}

}  // namespace

Result<void> write_raster(const RgbImage& image, const PrinterProfile& profile,
                          const PageSizeRow& row, const DocumentSink& sink) {
  const bool is_pwg = profile.delivery == PageDelivery::Driverless;
  auto header = is_pwg ? pwg_header(row, profile.dpi) : page_header(row, profile.dpi);
  if (!header) return header.error();
  const RasterHandle raster(cupsRasterOpenIO(pass_to_sink, const_cast<DocumentSink*>(&sink),
                                             is_pwg ? CUPS_RASTER_WRITE_PWG : CUPS_RASTER_WRITE));
  if (!raster) return make_error(Errc::Internal, "cupsRasterOpenIO failed");
  if (cupsRasterWriteHeader2(raster.get(), &*header) == 0)
    return make_error(Errc::Io, "the spooler stopped taking the sheet");

  // libcups takes a mutable pointer but only reads. Its length is 32 bits: far more than any sheet.
  auto* const pixels = reinterpret_cast<unsigned char*>(const_cast<std::byte*>(image.rgb.data()));
  const auto size = static_cast<unsigned>(image.rgb.size());
  if (cupsRasterWritePixels(raster.get(), pixels, size) != size)
    return make_error(Errc::Io, "the spooler stopped taking the sheet");
  return {};
}

}  // namespace booth

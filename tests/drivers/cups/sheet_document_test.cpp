#include "drivers/cups/sheet_document.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <fcntl.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "drivers/cups/cups_handles.hpp"
#include "drivers/cups/cups_printer.hpp"
#include "drivers/demo/rig/ipp_printer.hpp"
#include "drivers/demo/rig/private_cups.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "tests/drivers/cups/test_sheet.hpp"
#include "tests/support/await_result.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

// 10160 hundredths of a millimetre are four inches.
constexpr auto kBorderless4x6 =
    "MEDIA_COL={media-size={x-dimension=10160 y-dimension=15240} media-bottom-margin=0 "
    "media-left-margin=0 media-right-margin=0 media-top-margin=0}";

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Pixels of the first page, through libcups's own reader.
Bytes read_pwg_raster(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  REQUIRE(fd >= 0);
  Bytes pixels;
  {
    const RasterHandle raster(cupsRasterOpen(fd, CUPS_RASTER_READ));
    cups_page_header2_t header{};
    REQUIRE(raster);
    REQUIRE(cupsRasterReadHeader2(raster.get(), &header) != 0);
    pixels.resize(static_cast<std::size_t>(header.cupsBytesPerLine) * header.cupsHeight);
    const auto size = static_cast<unsigned>(pixels.size());
    CHECK(cupsRasterReadPixels(raster.get(), reinterpret_cast<unsigned char*>(pixels.data()),
                               size) == size);
  }
  ::close(fd);
  return pixels;
}

/// An IPP printer with a driverless queue and no guard.
struct DriverlessRig {
  explicit DriverlessRig(const std::string& formats)
      : folder("ipp"), cups(must(demo::PrivateCups::start({}))), device(start(formats)) {
    must(cups.add_driverless_queue("selphy", device.uri()));
  }

  demo::IppPrinter start(const std::string& formats) const {
    fs::create_directory(folder.path() / "printed");
    return must(demo::IppPrinter::start(
        {.folder = folder.path(), .printed = folder.path() / "printed", .formats = formats}));
  }

  /// @returns the document that the printer got
  fs::path print_with_jpeg(const std::string& jpeg) {
    std::ofstream(folder.path() / "sheet.jpg", std::ios::binary) << jpeg;
    CupsPrinter printer({.name = "selphy",
                         .profile = "driverless",
                         .address = {.server = cups.server(), .queue = "selphy"}});
    const auto print = new_print_id();
    must(await_result(
        printer.submit({print, "4x6", image, (folder.path() / "sheet.jpg").string()})));
    const auto is_completed = [&] {
      const auto job = must(await_result(printer.find_job(print)));
      return job && job->state == SpoolState::Completed;
    };
    REQUIRE(demo::wait_until(is_completed, 60s));
    CHECK(must(await_result(printer.guard_record(print))) == GuardRecord::NotGuarded);
    auto document = device.document(print.str());
    REQUIRE_FALSE(document.empty());
    return document;
  }

  demo::TempFolder folder;
  demo::PrivateCups cups;
  demo::IppPrinter device;
  RgbImage image = coordinate_picture(1200, 1800);
};

TEST_SUITE("drivers/cups/sheet_document") {
  TEST_CASE(
      "a driverless printer gets the sheet's own JPEG, byte by byte, under the print's name") {
    DriverlessRig rig("image/pwg-raster,image/jpeg");
    const std::string bytes = "\xff\xd8\xff\xe0 nobody on the way decodes it \xff\xd9";
    const auto document = rig.print_with_jpeg(bytes);
    CHECK(document.extension() == ".jpg");
    CHECK(content_of(document) == bytes);
    const auto asked = rig.device.job_options();
    CAPTURE(asked);
    // CUPS's backend says the size with its margins, and now and then by its name alone.
    const bool has_size = asked.find(kBorderless4x6) != std::string::npos ||
                          asked.find("\nMEDIA=na_index-4x6_4x6in") != std::string::npos;
    CHECK(has_size);
    CHECK(asked.find("PRINT_QUALITY=high") != std::string::npos);
  }

  TEST_CASE("a driverless printer that takes no JPEG gets every pixel as PWG raster") {
    DriverlessRig rig("image/pwg-raster");
    const auto document = rig.print_with_jpeg("\xff\xd8 a JPEG \xff\xd9");
    CHECK(read_pwg_raster(document.string()) == rig.image.rgb);
  }

  TEST_CASE("half a JPEG is no document: the pixels go as PWG raster") {
    DriverlessRig rig("image/pwg-raster,image/jpeg");
    const auto document = rig.print_with_jpeg("\xff\xd8\xff\xe0 the disk was full");
    CHECK(read_pwg_raster(document.string()) == rig.image.rgb);
  }
}

}  // namespace
}  // namespace booth

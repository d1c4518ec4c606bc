#include <algorithm>
#include <filesystem>

#include <doctest/doctest.h>
#include <opencv2/imgproc.hpp>

#include "daemon/compose/check_template.hpp"
#include "daemon/compose/jpeg_file.hpp"
#include "daemon/compose/read_file.hpp"
#include "daemon/compose/render_files.hpp"
#include "daemon/compose/template_folder.hpp"
#include "tests/compose/photo_bytes.hpp"

namespace booth::compose {
namespace {

const std::string kTemplates = BOOTH_SOURCE_DIR "/daemon/compose/templates";
const std::string kGolden = BOOTH_SOURCE_DIR "/tests/compose/golden";

cv::Mat decoded(const Bytes& jpeg) {
  const auto header = read_jpeg_header(jpeg, {});
  REQUIRE(header.has_value());
  auto picture = decode_jpeg(jpeg, *header, 8);
  REQUIRE(picture.has_value());
  return picture->pixels;
}

std::vector<std::string> photos_for(const std::string& folder) {
  const auto loaded = load_template(folder);
  REQUIRE_MESSAGE(loaded.has_value(), (loaded ? std::string() : loaded.error().context));
  auto photos = sample_photos(folder);
  REQUIRE(photos.size() == 4);
  photos.resize(static_cast<std::size_t>(slot_count(loaded->sheet)));
  return photos;
}

}  // namespace

TEST_SUITE("compose/shipped templates") {
  TEST_CASE("six templates ship and none of them has a mistake or needs advice") {
    const auto folders = template_folders(kTemplates);
    CHECK(folders.size() == 6);
    for (const std::string& folder : folders)
      for (const auto& problem : check_template(folder))
        FAIL_CHECK(folder << "/" << problem.sentence());
  }

  TEST_CASE("each looks like its golden picture") {
    // Compared at a third of the size: fonts and libraries may move a pixel, but nothing that one
    // would see.
    for (const std::string& folder : template_folders(kTemplates)) {
      const std::string name = std::filesystem::path(folder).filename().string();
      CAPTURE(name);
      const auto format = usual_format(folder);
      REQUIRE(format.has_value());
      const auto sheet = render_files(folder, photos_for(folder),
                                      {{"event", "Anna & Jonas"},
                                       {"date", "12 June 2027"},
                                       {"time", "21:47"},
                                       {"session", "118"},
                                       {"share_url", "https://photos.example.org/s/7fK2mQ9x"}},
                                      *format);
      REQUIRE(sheet.has_value());
      CHECK(sheet->warnings.empty());
      const auto golden_bytes = read_file(kGolden + "/" + name + ".jpg", 10'000'000);
      REQUIRE(golden_bytes.has_value());
      const cv::Mat golden = decoded(*golden_bytes);
      cv::Mat shown;
      cv::resize(decoded(sheet->share_jpeg), shown, golden.size(), 0, 0, cv::INTER_AREA);
      CHECK(mean_difference(shown, golden) < 2.5);
      // A layer that is missing or moved changes some neighbourhood a lot, although the mean hardly
      // moves.
      cv::Mat difference;
      cv::absdiff(shown, golden, difference);
      cv::blur(difference, difference, {9, 9});
      double most = 0;
      cv::minMaxLoc(difference.reshape(1), nullptr, &most);
      CHECK(most < 24);
    }
  }

  TEST_CASE("each fills the sheet of every printer to its edge") {
    const auto folder = kTemplates + "/grand-6x8";
    for (const PrintFormat& format :
         {PrintFormat{"6x8", 1864, 2422, 300, 0}, PrintFormat{"6x8", 2048, 2724, 334, 0},
          PrintFormat{"6x8", 1844, 2436, 300, 0}}) {
      const auto sheet = render_files(folder, {}, {}, format);
      REQUIRE(sheet.has_value());
      const cv::Mat printed = decoded(sheet->jpeg);
      CHECK(printed.size() == cv::Size(format.width_px, format.height_px));
      for (const cv::Point& corner :
           {cv::Point(0, 0), cv::Point(printed.cols - 1, 0), cv::Point(0, printed.rows - 1),
            cv::Point(printed.cols - 1, printed.rows - 1)})
        CHECK(printed.at<cv::Vec3b>(corner)[0] < 40);
    }
  }

  TEST_CASE("a preview shows slots, cut and safe area in colours of their own") {
    const std::string folder = kTemplates + "/classic-4x6";
    const auto preview = preview_template(folder, sample_photos(folder));
    REQUIRE(preview.has_value());
    const cv::Mat shown = decoded(*preview);
    CHECK(shown.size() == cv::Size(1844, 1240));
    const auto cut = shown.at<cv::Vec3b>(20, 900);
    CHECK(cut[2] > cut[0] + 60);
    CHECK(preview_template("/nowhere", {}).error().code == Errc::NotFound);
  }
}

}  // namespace booth::compose

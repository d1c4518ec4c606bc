#include "daemon/core/layout/place_shots.hpp"

#include <array>
#include <cstdlib>

#include <doctest/doctest.h>

namespace booth {
namespace {

SheetTemplate sheet_of(const std::string& medium, Orientation orientation) {
  SheetTemplate sheet;
  sheet.title = "Test";
  sheet.medium = *find_medium(medium);
  sheet.orientation = orientation;
  return sheet;
}

PrintFormat dnp(const std::string& medium) {
  return {medium, 1240, 1844, 300, 0};
}

}  // namespace

TEST_SUITE("core/layout/place_shots") {
  TEST_CASE("at the printer's density the paper has its true size and lies in the middle") {
    const auto piece = place_piece(sheet_of("4x6", Orientation::Portrait), dnp("4x6"));
    REQUIRE(piece.has_value());
    CHECK(piece->canvas == PixelSize{1240, 1844});
    const PixelBox paper = to_pixels({0, 0, 101.6, 152.4}, *piece);
    CHECK(paper == PixelBox{20, 22, 1200, 1800});
  }

  TEST_CASE("landscape sheets are drawn landscape") {
    const auto piece = place_piece(sheet_of("4x6", Orientation::Landscape), dnp("4x6"));
    REQUIRE(piece.has_value());
    CHECK(piece->canvas == PixelSize{1844, 1240});
    CHECK(to_pixels({0, 0, 152.4, 101.6}, *piece) == PixelBox{22, 20, 1800, 1200});
  }

  TEST_CASE("a printer with another density draws the same millimetres") {
    const PrintFormat cw01{"4x6", 1380, 2038, 334, 0};
    const auto piece = place_piece(sheet_of("4x6", Orientation::Portrait), cw01);
    REQUIRE(piece.has_value());
    const PixelBox inch = to_pixels({25.4, 25.4, 25.4, 25.4}, *piece);
    CHECK(inch.width == 334);
    CHECK(inch.height == 334);
  }

  TEST_CASE("every printer's bleed is covered by the bleed box") {
    struct Case {
      const char* medium;
      int width;
      int height;
      int dpi;
    };
    // Pixel sizes of all dye-sub drivers of the profile table.
    constexpr std::array<Case, 14> kFormats{{{"4x6", 1240, 1844, 300},
                                             {"4x6", 1266, 1836, 300},
                                             {"4x6", 1380, 2038, 334},
                                             {"4x6", 1228, 1864, 300},
                                             {"4x6", 1218, 1864, 300},
                                             {"4x6", 1382, 2048, 334},
                                             {"4x6", 1248, 1872, 300},
                                             {"5x7", 1548, 2138, 300},
                                             {"5x7", 1710, 2380, 334},
                                             {"5x7", 1568, 2128, 300},
                                             {"6x8", 1844, 2436, 300},
                                             {"6x8", 1864, 2422, 300},
                                             {"6x6", 1844, 1836, 300},
                                             {"2x6x2", 1282, 1844, 300}}};
    for (const Case& format : kFormats) {
      CAPTURE(std::string(format.medium));
      CAPTURE(format.width);
      const SheetTemplate sheet = sheet_of(format.medium, Orientation::Portrait);
      const auto piece =
          place_piece(sheet, {format.medium, format.width, format.height, format.dpi, 0});
      REQUIRE(piece.has_value());
      const PixelBox bleed = to_pixels(bleed_box(sheet), *piece);
      CHECK(bleed.x <= 0);
      CHECK(bleed.y <= 0);
      CHECK(bleed.x + bleed.width >= piece->canvas.width);
      CHECK(bleed.y + bleed.height >= piece->canvas.height);
    }
  }

  TEST_CASE("a small preview shows the whole paper") {
    const auto piece =
        place_piece(sheet_of("4x6", Orientation::Portrait), {"4x6", 400, 600, 300, 0});
    REQUIRE(piece.has_value());
    CHECK(to_pixels({0, 0, 101.6, 152.4}, *piece) == PixelBox{0, 0, 400, 600});
  }

  TEST_CASE("a printer with another medium is refused") {
    const auto piece = place_piece(sheet_of("6x8", Orientation::Portrait), dnp("4x6"));
    REQUIRE(!piece.has_value());
    CHECK(piece.error().code == Errc::Unsupported);
  }

  TEST_CASE("strips are cut in the middle of the sheet and centred on their own paper") {
    const SheetTemplate strip = sheet_of("2x6x2", Orientation::Portrait);
    const auto piece = place_piece(strip, dnp("2x6x2"));
    REQUIRE(piece.has_value());
    CHECK(piece->canvas == PixelSize{640, 1844});
    const auto parts = arrange_pieces(strip, dnp("2x6x2"), *piece);
    REQUIRE(parts.size() == 2);
    CHECK(parts[0].sheet_column == 0);
    CHECK(parts[0].columns == 620);
    CHECK(parts[1].sheet_column == 620);
    CHECK(parts[1].columns == 620);
    // The strip's paper is 600 pixels wide: from the sheet's edge of 20 to the cut, and from the
    // cut on.
    const PixelBox paper = to_pixels(paper_box(strip), *piece);
    CHECK(paper.width == 600);
    CHECK(parts[0].sheet_column + paper.x - parts[0].first_column == 20);
    CHECK(parts[1].sheet_column + paper.x - parts[1].first_column == 620);
  }

  TEST_CASE("boxes that touch in millimetres touch in pixels") {
    const auto piece = place_piece(sheet_of("4x6", Orientation::Portrait), dnp("4x6"));
    REQUIRE(piece.has_value());
    for (double x = 0; x < 90; x += 0.37) {
      const PixelBox left = to_pixels({x, 0, 7.77, 5}, *piece);
      const PixelBox right = to_pixels({x + 7.77, 0, 3.1, 5}, *piece);
      CHECK(left.x + left.width == right.x);
    }
  }

  TEST_CASE("cropping keeps the slot's shape and honours the anchor") {
    CHECK(crop_to_fill({6000, 4000}, {600, 400}, {}) == PixelBox{0, 0, 6000, 4000});
    CHECK(crop_to_fill({6000, 4000}, {400, 400}, {}) == PixelBox{1000, 0, 4000, 4000});
    CHECK(crop_to_fill({6000, 4000}, {400, 400}, {0, 0}) == PixelBox{0, 0, 4000, 4000});
    CHECK(crop_to_fill({6000, 4000}, {400, 400}, {1, 0}) == PixelBox{2000, 0, 4000, 4000});
    CHECK(crop_to_fill({4000, 6000}, {400, 400}, {0.5, 0}) == PixelBox{0, 0, 4000, 4000});
    CHECK(crop_to_fill({1, 1}, {4000, 10}, {}) == PixelBox{0, 0, 1, 1});
  }

  TEST_CASE("a photo is decoded no larger than its slot needs") {
    CHECK(eighths_to_decode({6000, 4000}, {700, 460}) == 1);
    CHECK(eighths_to_decode({6000, 4000}, {760, 460}) == 2);
    CHECK(eighths_to_decode({6000, 4000}, {1844, 1240}) == 3);
    CHECK(eighths_to_decode({6000, 4000}, {6000, 4000}) == 8);
    CHECK(eighths_to_decode({300, 200}, {1844, 1240}) == 8);
    CHECK(eighths_to_decode({1, 1}, {1, 1}) == 8);
  }

  TEST_CASE("EXIF orientations: mirror first, then turn clockwise") {
    // Follow the stored top left and top right corner of a 2 x 1 photo: where must they end up?
    struct Case {
      int orientation;
      bool mirror;
      int turns;
    };
    constexpr std::array<Case, 10> kCases{{{1, false, 0},
                                           {2, true, 0},
                                           {3, false, 2},
                                           {4, true, 2},
                                           {5, true, 3},
                                           {6, false, 1},
                                           {7, true, 1},
                                           {8, false, 3},
                                           {0, false, 0},
                                           {9, false, 0}}};
    for (const Case& c : kCases) {
      CAPTURE(c.orientation);
      CHECK(upright(c.orientation).mirror == c.mirror);
      CHECK(upright(c.orientation).quarter_turns == c.turns);
    }
  }

  TEST_CASE("a turned box needs its diagonal's room") {
    CHECK(turned_size({300, 200}, 0) == PixelSize{300, 200});
    CHECK(turned_size({300, 200}, 90) == PixelSize{200, 300});
    CHECK(turned_size({100, 100}, 45) == PixelSize{142, 142});
  }

  TEST_CASE("a logo keeps its shape inside its box") {
    CHECK(fit_inside({200, 100}, {10, 10, 100, 100}, {}) == PixelBox{10, 35, 100, 50});
    CHECK(fit_inside({100, 200}, {10, 10, 100, 100}, {0, 0}) == PixelBox{10, 10, 50, 100});
  }
}

}  // namespace booth

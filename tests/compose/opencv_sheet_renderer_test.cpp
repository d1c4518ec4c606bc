#include "daemon/compose/opencv_sheet_renderer.hpp"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/compose/jpeg_file.hpp"
#include "daemon/compose/render_files.hpp"
#include "daemon/core/print/print_format.hpp"
#include "tests/compose/photo_bytes.hpp"
#include "tests/support/run_loop.hpp"

namespace booth {
namespace {

const std::string kTemplates = BOOTH_SOURCE_DIR "/daemon/compose/templates";

struct Rig {
  boost::asio::io_context loop;
  TemporaryFolder folder;
  OpenCvSheetRenderer renderer{{kTemplates, folder.path(), 4}};

  SheetOrder order(const std::string& id) {
    return {SheetId(id), "classic-4x6", default_format("4x6"), {{"event", "Anna"}}, "", ""};
  }
  template <class T>
  T run(boost::asio::awaitable<T> task) {
    return run_until_done(loop, std::move(task));
  }
  std::string photo(const std::string& name, int width) {
    return folder.write(name, to_jpeg(marked_picture(width, width * 2 / 3)));
  }
};

}  // namespace

TEST_SUITE("compose/opencv_sheet_renderer") {
  TEST_CASE("the templates are listed by folder, with paper and slots") {
    Rig rig;
    const auto list = rig.run(rig.renderer.templates());
    REQUIRE(list.has_value());
    REQUIRE(list->size() == 6);
    CHECK((*list)[0].name == "classic-4x6");
    CHECK((*list)[0].slots == 4);
    CHECK((*list)[0].medium == "4x6");
    CHECK((*list)[0].hash.size() == 64);
    const auto one = rig.run(rig.renderer.find_template("strip-2x6"));
    REQUIRE(one.has_value());
    CHECK(one->medium == "2x6x2");
    CHECK(rig.run(rig.renderer.find_template("nothing")).error().code == Errc::NotFound);
    CHECK(rig.run(rig.renderer.find_template("../templates/classic-4x6")).error().code ==
          Errc::NotFound);
  }

  TEST_CASE(
      "step by step gives the same bytes as all at once, whatever the order, retakes included") {
    Rig rig;
    std::vector<std::string> photos;
    for (int i = 0; i < 4; ++i)
      photos.push_back(rig.photo("p" + std::to_string(i) + ".jpg", 900 + 30 * i));
    REQUIRE(rig.run(rig.renderer.begin_sheet(rig.order("s"))).has_value());
    REQUIRE(rig.run(rig.renderer.place_shot(SheetId("s"), 2, photos[2])).has_value());
    REQUIRE(
        rig.run(rig.renderer.place_shot(SheetId("s"), 0, rig.photo("blink.jpg", 600))).has_value());
    REQUIRE(rig.run(rig.renderer.place_shot(SheetId("s"), 1, photos[1])).has_value());
    REQUIRE(rig.run(rig.renderer.place_shot(SheetId("s"), 3, photos[3])).has_value());
    REQUIRE(rig.run(rig.renderer.place_shot(SheetId("s"), 0, photos[0])).has_value());
    const auto stepped = rig.run(rig.renderer.finish_sheet(SheetId("s")));
    REQUIRE(stepped.has_value());
    const auto at_once = compose::render_files(kTemplates + "/classic-4x6", photos,
                                               {{"event", "Anna"}}, default_format("4x6"));
    REQUIRE(at_once.has_value());
    CHECK(stepped->jpeg == at_once->jpeg);
    CHECK(stepped->share_jpeg == at_once->share_jpeg);
    CHECK(stepped->recipe == at_once->recipe);
    CHECK(stepped->warnings.empty());
    CHECK(rig.run(rig.renderer.finish_sheet(SheetId("s"))).error().code == Errc::NotFound);
  }

  TEST_CASE("a stored sheet is read back pixel by pixel") {
    Rig rig;
    REQUIRE(rig.run(rig.renderer.begin_sheet(rig.order("s"))).has_value());
    const auto sheet = rig.run(rig.renderer.finish_sheet(SheetId("s")));
    REQUIRE(sheet.has_value());
    const auto image =
        rig.run(rig.renderer.read_sheet(rig.folder.write("sheet.jpg", sheet->jpeg), ""));
    REQUIRE(image.has_value());
    CHECK(image->size == PixelSize{1240, 1844});
    CHECK(image->rgb.size() == 1240U * 1844U * 3U);
    // Between the photos lies the paper, #fcfaf5 in R, G, B.
    const std::size_t between = (922U * 1240U + 300U) * 3U;
    CHECK(std::abs(std::to_integer<int>(image->rgb[between]) - 0xFC) <= 2);
    CHECK(std::abs(std::to_integer<int>(image->rgb[between + 2]) - 0xF5) <= 2);
    const auto cut =
        rig.folder.write("cut.jpg", std::span(sheet->jpeg).first(sheet->jpeg.size() / 2));
    CHECK(rig.run(rig.renderer.read_sheet(cut, "")).error().code == Errc::Corrupt);
    CHECK(rig.run(rig.renderer.read_sheet("/nowhere.jpg", "")).error().code == Errc::NotFound);
  }

  TEST_CASE("looks and backdrops are offered, checked beforehand, and stand in the recipe") {
    Rig rig;
    rig.photo("beach.jpg", 600);
    rig.folder.write("notes.txt", std::string("x"));
    rig.folder.write("broken.jpg", std::string("no photo"));
    const auto offered = rig.run(rig.renderer.choices());
    REQUIRE(offered.has_value());
    CHECK(offered->looks.size() == 7);
    CHECK(offered->backdrops == std::vector<std::string>{"beach.jpg", "broken.jpg"});

    const auto check = [&](const std::string& look, const std::string& backdrop) {
      const auto checked = rig.run(rig.renderer.check_choices("classic-4x6", look, backdrop));
      return checked ? std::string() : checked.error().context;
    };
    CHECK(check("", "") == "");
    CHECK(check("smooth+bw", "beach.jpg") == "");
    CHECK(check("grey", "").find("look: expected one of bw") == 0);
    CHECK(check("film.cube", "") == "the look \"film.cube\" is in no folder of looks");
    CHECK(check("", "../beach.jpg") == "no backdrop is called \"../beach.jpg\"");
    CHECK(check("", "none.jpg") == "no backdrop is called \"none.jpg\"");
    CHECK(check("", "broken.jpg").find("broken.jpg: ") == 0);

    auto order = rig.order("s");
    order.look = "bw";
    order.backdrop = "beach.jpg";
    REQUIRE(rig.run(rig.renderer.begin_sheet(order)).has_value());
    const auto sheet = rig.run(rig.renderer.finish_sheet(SheetId("s")));
    REQUIRE(sheet.has_value());
    CHECK(sheet->recipe.find("\"look\":\"bw\"") != std::string::npos);
    CHECK(sheet->recipe.find("beach.jpg") != std::string::npos);
    order.backdrop = "none.jpg";
    CHECK(rig.run(rig.renderer.begin_sheet(order)).error().code == Errc::NotFound);
  }

  TEST_CASE(
      "a sheet is made again from its recipe, and a printer's profile changes its copy only") {
    Rig rig;
    const auto photo = rig.photo("p.jpg", 900);
    auto order = rig.order("s");
    order.look = "warm";
    REQUIRE(rig.run(rig.renderer.begin_sheet(order)).has_value());
    REQUIRE(rig.run(rig.renderer.place_shot(SheetId("s"), 1, photo)).has_value());
    const auto sheet = rig.run(rig.renderer.finish_sheet(SheetId("s")));
    REQUIRE(sheet.has_value());
    const auto again = rig.run(rig.renderer.remake_sheet(sheet->recipe, {{1, photo}}));
    REQUIRE(again.has_value());
    CHECK(again->jpeg == sheet->jpeg);
    CHECK(rig.run(rig.renderer.remake_sheet(sheet->recipe, {})).error().code == Errc::NotFound);

    const auto stored = rig.folder.write("sheet.jpg", sheet->jpeg);
    const auto profile = rig.folder.write("wide.icc", adobe_like_profile());
    const auto plain = rig.run(rig.renderer.read_sheet(stored, ""));
    const auto printed = rig.run(rig.renderer.read_sheet(stored, profile));
    REQUIRE(plain.has_value());
    REQUIRE(printed.has_value());
    CHECK(printed->size == plain->size);
    CHECK(printed->rgb != plain->rgb);
    const auto no_profile = rig.folder.write("no.icc", std::string("x"));
    CHECK(rig.run(rig.renderer.read_sheet(stored, no_profile)).error().code == Errc::BadInput);
  }

  TEST_CASE("wrong orders are refused with words") {
    Rig rig;
    const auto photo = rig.photo("p.jpg", 600);
    CHECK(rig.run(rig.renderer.place_shot(SheetId("none"), 0, photo)).error().code ==
          Errc::NotFound);
    REQUIRE(rig.run(rig.renderer.begin_sheet(rig.order("s"))).has_value());
    CHECK(rig.run(rig.renderer.place_shot(SheetId("s"), -1, photo)).error().code == Errc::BadInput);
    CHECK(rig.run(rig.renderer.place_shot(SheetId("s"), 4, photo)).error().code == Errc::BadInput);
    auto wrong = rig.order("t");
    wrong.template_name = "grand-6x8";
    CHECK(rig.run(rig.renderer.begin_sheet(wrong)).error().code == Errc::Unsupported);
    const auto text = rig.folder.write("text.jpg", std::string("no photo"));
    CHECK(rig.run(rig.renderer.place_shot(SheetId("s"), 0, text)).error().code == Errc::Corrupt);
    REQUIRE(rig.run(rig.renderer.abandon_sheet(SheetId("s"))).has_value());
    CHECK(rig.run(rig.renderer.finish_sheet(SheetId("s"))).error().code == Errc::NotFound);
  }

  TEST_CASE("sheets that nobody finishes are forgotten, oldest first") {
    Rig rig;
    for (const char* id : {"a", "b", "c", "d", "e"})
      REQUIRE(rig.run(rig.renderer.begin_sheet(rig.order(id))).has_value());
    CHECK(rig.run(rig.renderer.finish_sheet(SheetId("a"))).error().code == Errc::NotFound);
    CHECK(rig.run(rig.renderer.finish_sheet(SheetId("b"))).has_value());
  }
}

}  // namespace booth

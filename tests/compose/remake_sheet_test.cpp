#include "daemon/compose/remake_sheet.hpp"

#include <cstdlib>

#include "tests/compose/studio.hpp"

namespace booth::compose {

TEST_SUITE("compose/remake_sheet") {
  TEST_CASE("the same inputs give the same bytes, and a recipe makes them again") {
    Studio studio(photo_layer(1, kBox, "look = \"sepia\"\nrotation = 3\n") +
                  "[[layer]]\nkind = \"text\"\ntext = \"{event}\"\nx = 20\ny = 100\nwidth = "
                  "60\nheight = 10\n");
    const auto photo = studio.photo("a.jpg", marked_picture(900, 600));
    studio.print({photo});
    const RenderedSheet first = studio.sheet;
    studio.print({photo});
    CHECK(first.jpeg == studio.sheet.jpeg);
    CHECK(first.share_jpeg == studio.sheet.share_jpeg);
    CHECK(first.recipe == studio.sheet.recipe);

    const std::string templates = studio.files().path();
    const auto again = remake_sheet(first.recipe, templates, {{1, photo}});
    REQUIRE_MESSAGE(again.has_value(), (again ? std::string() : again.error().context));
    CHECK(again->jpeg == first.jpeg);
    CHECK(again->recipe == first.recipe);

    const auto other = studio.photo("b.jpg", marked_picture(300, 200));
    const auto wrong_photo = remake_sheet(first.recipe, templates, {{1, other}});
    REQUIRE(!wrong_photo.has_value());
    CHECK(wrong_photo.error().code == Errc::Conflict);
    studio.files().write("test/extra.txt", std::string("changed"));
    const auto changed = remake_sheet(first.recipe, templates, {{1, photo}});
    REQUIRE(!changed.has_value());
    CHECK(changed.error().code == Errc::Conflict);
    CHECK(changed.error().context.find("has changed") != std::string::npos);
    CHECK(remake_sheet("{\"template\": 4}", templates, {}).error().code == Errc::Corrupt);
    CHECK(remake_sheet("no json", templates, {}).error().code == Errc::Corrupt);
  }

  TEST_CASE("a look or logo that changed since never changes an old sheet silently") {
    Studio studio(photo_layer(1, kBox, "look = \"film.cube\"\n") +
                  "[[layer]]\nkind = \"picture\"\nfile = \"{logo}\"\nx = 20\ny = 100\nwidth = "
                  "20\nheight = 20\n");
    const std::string cube =
        "LUT_3D_SIZE 2\n0 0 0\n1 0 0\n0 1 0\n1 1 0\n0 0 1\n1 0 1\n0 1 1\n1 1 1\n";
    studio.files().write("looks/film.cube", cube);
    const cv::Mat plain(20, 20, CV_8UC4, cv::Scalar(10, 20, 30, 255));
    const auto logo = studio.files().write("logo.png", to_png(plain));
    const auto photo = studio.photo("a.jpg", marked_picture(900, 600));
    const std::string templates = studio.files().path();
    const auto made = render_files(studio.folder(), {photo}, {{"logo", logo}}, kDnp);
    REQUIRE_MESSAGE(made.has_value(), (made ? std::string() : made.error().context));
    const auto again = remake_sheet(made->recipe, templates, {{1, photo}});
    REQUIRE_MESSAGE(again.has_value(), (again ? std::string() : again.error().context));
    CHECK(again->jpeg == made->jpeg);

    const cv::Mat other(20, 20, CV_8UC4, cv::Scalar(200, 20, 30, 255));
    studio.files().write("logo.png", to_png(other));
    CHECK(remake_sheet(made->recipe, templates, {{1, photo}}).error().code == Errc::Conflict);
    studio.files().write("logo.png", to_png(plain));
    CHECK(remake_sheet(made->recipe, templates, {{1, photo}}).has_value());
    studio.files().write("looks/film.cube", cube + "# other\n");
    CHECK(remake_sheet(made->recipe, templates, {{1, photo}}).error().code == Errc::Conflict);
  }

  TEST_CASE("a look of the event fills in where the template has none") {
    Studio studio(photo_layer(1, kBox));
    const auto photo = studio.photo("a.jpg", marked_picture(900, 600));
    RenderChoices choices;
    choices.look = "bw";
    const auto made = render_files(studio.folder(), {photo}, {}, kDnp, choices);
    REQUIRE(made.has_value());
    const auto pixel = Studio::decoded(made->jpeg).at<cv::Vec3b>(at_mm(12, 12));
    CHECK(std::abs(pixel[0] - pixel[2]) <= 4);
    choices.look = "bq";
    CHECK(render_files(studio.folder(), {photo}, {}, kDnp, choices).error().code == Errc::BadInput);
  }
}

}  // namespace booth::compose

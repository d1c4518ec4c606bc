#include "daemon/compose/template_file.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "daemon/compose/check_template.hpp"
#include "daemon/compose/template_folder.hpp"
#include "tests/compose/photo_bytes.hpp"

namespace booth::compose {
namespace {

const std::string kSmallest =
    "title = \"T\"\nmedium = \"4x6\"\n"
    "[[layer]]\nkind = \"photo\"\nslot = 1\nx = 5\ny = 5\nwidth = 60\nheight = 40\n";

std::string problems_of(const std::string& toml) {
  std::string all;
  for (const auto& problem : parse_template_text(toml, "t.toml").problems)
    all += problem.sentence() + "\n";
  return all;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("compose/template_file") {
  TEST_CASE("a small template is read with its defaults") {
    const auto parsed = parse_template_text(kSmallest, "t.toml");
    REQUIRE(parsed.problems.empty());
    CHECK(parsed.sheet.medium.name == "4x6");
    CHECK(parsed.sheet.orientation == Orientation::Portrait);
    REQUIRE(parsed.sheet.layers.size() == 1);
    const auto& photo = std::get<PhotoLayer>(parsed.sheet.layers[0].what);
    CHECK(photo.box == BoxMm{5, 5, 60, 40});
    CHECK(photo.rotation_deg == 0);
    CHECK(slot_count(parsed.sheet) == 1);
  }

  TEST_CASE("every mistake is named with file, line and key") {
    CHECK(problems_of("title = \"T\"\nmedium = \"10x15\"\n") ==
          "t.toml:2: medium: expected one of 4x6, 2x6x2, 5x7, 6x8, 6x6, found \"10x15\"\n");
    const std::string wrong =
        problems_of(kSmallest + "rotation = \"left\"\nlok = \"bw\"\nlook = \"bw2\"\n");
    CHECK(has(wrong, "t.toml:10: rotation: expected a number from -180 to 180, found \"left\""));
    CHECK(has(wrong, "t.toml:11: lok: expected one of "));
    CHECK(has(wrong, "t.toml:12: look: expected one of "));
    CHECK(has(problems_of("title = 5\n"), "t.toml:1: title: expected a text in quotes, found 5"));
    CHECK(has(problems_of(kSmallest + "border = 3\n"),
              "t.toml:10: border: expected a table, found 3"));
    CHECK(has(problems_of("title = \"x\n"), "t.toml:1: expected TOML, found: "));
    CHECK(has(problems_of(kSmallest + "[[layer]]\nkind = \"shape\"\ncolor = \"red\"\n"),
              "t.toml:12: color: "));
    CHECK(has(problems_of(kSmallest + "[[layer]]\nkind = \"video\"\n"),
              "t.toml:11: kind: expected one of "));
    CHECK(has(problems_of(kSmallest + "[[layer]]\nslot = 2\n"), "kind: expected "));
    CHECK(has(problems_of(kSmallest + "[[layer]]\nkind = \"text\"\nx = 1\n"),
              "text: expected a text, found nothing"));
  }

  TEST_CASE("any characters and any depth are answered with their line") {
    // Outside of texts: letters, wide white space and bytes that are no UTF-8.
    for (const char* text :
         {"\n\u00e9 = 1\n", "\na = 1 \u3042\n", "\na\u00a0= 1\n", "\na = \"\xff\"\n", "\n[[[a]\n"})
      CHECK(has(problems_of(text), "t.toml:2: expected TOML, found: "));
    const std::string continued = "title = \"\"\"A \\\n  \u00e9t\u00e9\"\"\"\n";
    CHECK(parse_template_text(continued, "t.toml").sheet.title == "A \u00e9t\u00e9");

    std::string deep;
    for (int i = 0; i < 120'000; ++i) deep += "a.";
    CHECK(problems_of("\n" + deep + "a = 1\n") ==
          "t.toml:2: expected TOML, found: more than 200 dots in one line\n");
    CHECK(has(problems_of(std::string(1000, '[')), "t.toml:1: expected TOML, found: "));
    const std::string leader = "title = \"Menu " + std::string(400, '.') + " 5\"\n";
    CHECK_FALSE(has(problems_of(leader), "dots"));
  }

  TEST_CASE("several mistakes are all named") {
    const std::string all =
        problems_of(kSmallest + "width2 = 4\ncorner_radius = -1\nmirrored = \"yes\"\n");
    CHECK(std::count(all.begin(), all.end(), '\n') == 3);
  }

  TEST_CASE("slots must have no gap, and there must be one") {
    CHECK(has(problems_of(kSmallest +
                          "[[layer]]\nkind=\"photo\"\nslot=3\nx=5\ny=50\nwidth=60\nheight=40\n"),
              "slot: expected slots 1 to 3 without a gap, found none numbered 2"));
    CHECK(has(problems_of("title = \"T\"\nmedium = \"4x6\"\n"), "layer: expected at least one"));
  }

  TEST_CASE("pictures stay inside the folder") {
    for (const char* file : {"../../etc/passwd", "/etc/passwd", "a/../../b.png"})
      CHECK(has(problems_of(kSmallest + "[[layer]]\nkind=\"picture\"\nfile=\"" + file + "\"\n"),
                "file: expected a file inside the template's folder"));
    CHECK(problems_of(kSmallest + "[[layer]]\nkind=\"picture\"\nfile=\"art/leaf.png\"\n").empty());
  }

  TEST_CASE("numbers that are none, and far too many layers, are refused") {
    CHECK(has(problems_of(kSmallest + "rotation = nan\n"), "rotation: expected a number"));
    CHECK(has(problems_of(kSmallest + "rotation = inf\n"), "rotation: expected a number"));
    std::string many = kSmallest;
    for (int i = 0; i < 300; ++i) many += "[[layer]]\nkind=\"shape\"\n";
    CHECK(has(problems_of(many), "layer: expected at most 200 layers"));
  }

  TEST_CASE("an include brings its layers first, and a loop is named") {
    const TemporaryFolder folder;
    folder.write(
        "base.toml",
        std::string("medium = \"4x6\"\n[[layer]]\nkind = \"shape\"\ncolor = \"#ffffff\"\n"));
    folder.write("template.toml", "include = \"base.toml\"\n" + kSmallest);
    const auto good = parse_template(folder.path());
    REQUIRE(good.problems.empty());
    REQUIRE(good.sheet.layers.size() == 2);
    CHECK(std::holds_alternative<ShapeLayer>(good.sheet.layers[0].what));

    folder.write("base.toml", std::string("include = \"template.toml\"\n"));
    const auto loop = parse_template(folder.path());
    REQUIRE(!loop.problems.empty());
    CHECK(loop.problems[0].sentence() ==
          "base.toml:1: include: expected a file that is not being read already, found the loop "
          "template.toml -> base.toml -> template.toml");
    folder.write("base.toml", std::string("include = \"../x.toml\"\n"));
    CHECK(
        has(parse_template(folder.path()).problems[0].sentence(), "inside the template's folder"));
  }

  TEST_CASE("a slot outside the paper and a missing picture keep a template from loading") {
    const TemporaryFolder folder;
    folder.write("template.toml",
                 kSmallest + "[[layer]]\nkind=\"photo\"\nslot=2\nx=60\ny=5\nwidth=60\nheight=40\n");
    const auto outside = load_template(folder.path());
    REQUIRE(!outside.has_value());
    CHECK(outside.error().code == Errc::BadInput);
    CHECK(has(outside.error().context,
              "template.toml:10: x, y, width, height: expected the layer on the paper"));

    folder.write("template.toml", kSmallest + "[[layer]]\nkind=\"picture\"\nfile=\"gone.png\"\n");
    const auto missing = load_template(folder.path());
    REQUIRE(!missing.has_value());
    CHECK(has(
        missing.error().context,
        "template.toml:10: file: expected a PNG in the template's folder, found no \"gone.png\""));
    CHECK(load_template(folder.path() + "/nowhere").error().code == Errc::NotFound);
  }

  TEST_CASE("the hash changes with every file of the folder and with nothing else") {
    const TemporaryFolder folder;
    folder.write("template.toml", kSmallest);
    const auto first = load_template(folder.path());
    const auto again = load_template(folder.path() + "/");
    REQUIRE(first.has_value());
    REQUIRE(again.has_value());
    CHECK(first->hash == again->hash);
    CHECK(first->name == again->name);
    folder.write("notes.txt", std::string("changed"));
    const auto changed = load_template(folder.path());
    REQUIRE(changed.has_value());
    CHECK(first->hash != changed->hash);
  }
}

TEST_SUITE("compose/check_template") {
  TEST_CASE("what would look wrong on paper is named") {
    const TemporaryFolder folder;
    folder.write("template.toml",
                 kSmallest +
                     "[[layer]]\nkind=\"text\"\ntext=\"{evnt}\"\nfont=\"Comic "
                     "Papyrus\"\nx=1\ny=60\nwidth=40\nheight=5\n"
                     "[[layer]]\nkind=\"qr\"\nx=60\ny=80\nwidth=8\nheight=8\nonly_with=\"url\"\n"
                     "[[layer]]\nkind=\"picture\"\nfile=\"broken.png\"\n");
    folder.write("broken.png", std::string("not a picture"));
    std::string all;
    for (const auto& problem : check_template(folder.path())) all += problem.sentence() + "\n";
    CHECK(has(all,
              "template.toml:10: text: expected one of event, date, time, session, share_url, "
              "logo, found \"evnt\""));
    CHECK(has(all, "template.toml:10: font: "));
    CHECK(
        has(all, "template.toml:10: x, y, width, height: expected the layer inside the safe area"));
    CHECK(has(all, "template.toml:18: width: expected at least"));
    CHECK(has(all, "template.toml:18: only_with: "));
    CHECK(has(all, "template.toml:25: file: expected a PNG"));
  }

  TEST_CASE("a folder without a template says so") {
    const TemporaryFolder folder;
    REQUIRE(check_template(folder.path()).size() == 1);
  }
}

}  // namespace booth::compose

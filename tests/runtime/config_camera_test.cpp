#include <fstream>

#include <doctest/doctest.h>

#include "daemon/runtime/config.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {
namespace {

const std::string kLeast = "[event]\nslug = \"e\"\ntemplate = \"t\"\n";

Result<Config> load(const std::string& text) {
  const testing::TemporaryFolder folder;
  const auto path = (folder.path() / "boothd.toml").string();
  std::ofstream(path) << kLeast << text;
  return load_config(path);
}

std::string refusal(const std::string& text) {
  const auto loaded = load(text);
  return loaded ? "none" : loaded.error().context;
}

bool names(const std::string& text, const std::string& word) {
  CAPTURE(text);
  return text.find(word) != std::string::npos;
}

}  // namespace

TEST_SUITE("runtime/config_camera") {
  TEST_CASE("without a section, and with one of the old form, there is one camera") {
    CHECK(must(load("")).cameras.size() == 1);
    const auto config = must(load("[camera]\nmodel = \"Canon EOS 80D\"\n"));
    REQUIRE(config.cameras.size() == 1);
    CHECK(config.cameras[0].model == "Canon EOS 80D");
    CHECK(config.cameras[0].name.empty());
    CHECK(must(load("[[camera]]\nserial = \"1\"\n")).cameras.at(0).serial == "1");
  }

  TEST_CASE("several cameras have names, and photos are given to them in turns") {
    const auto config =
        must(load("[session]\ncameras = [\"front\", \"side\", \"front\"]\n"
                  "[[camera]]\nname = \"front\"\nserial = \"1\"\n"
                  "[[camera]]\nname = \"side\"\nserial = \"2\"\nstands_in = false\n"));
    REQUIRE(config.cameras.size() == 2);
    CHECK(config.cameras[0].stands_in);
    CHECK_FALSE(config.cameras[1].stands_in);
    CHECK(config.cameras[1].serial == "2");
    CHECK(config.session.cameras == std::vector<std::string>{"front", "side", "front"});
  }

  TEST_CASE("cameras that would be mistaken for each other are refused") {
    const std::string front = "[[camera]]\nname = \"front\"\nserial = \"1\"\n";
    CHECK(names(refusal(front + "[[camera]]\nserial = \"2\"\n"), "name"));
    CHECK(names(refusal(front + front), "name"));
    CHECK(names(refusal(front + "[[camera]]\nname = \"side\"\n"), "serial"));
    CHECK(names(refusal(front + "[session]\ncameras = [\"back\"]\n"), "\"back\""));
  }
}

}  // namespace booth

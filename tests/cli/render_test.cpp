#include <fstream>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "tests/support/run_program.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth::testing {
namespace {

const std::string kProgram = BOOTH_BIN_DIR "/boothctl";
const std::string kTemplates = BOOTH_SOURCE_DIR "/daemon/compose/templates";

}  // namespace

TEST_SUITE("cli/command_render") {
  TEST_CASE("a sheet is made without a booth, and photos that cannot be read are told") {
    TemporaryFolder folder;
    const auto sheet = (folder.path() / "sheet.jpg").string();
    const auto made = run_program(
        {kProgram, "render", "classic-4x6", "/nonexistent.jpg", "--output", sheet, "--json"},
        {{"BOOTHD_TEMPLATES", kTemplates}});
    INFO(made.err);
    REQUIRE(made.exit_code == 0);
    const auto told = boost::json::parse(made.out);
    CHECK(told.at("width_px").as_int64() > 1000);
    CHECK(told.at("size_bytes").as_int64() ==
          static_cast<std::int64_t>(std::filesystem::file_size(sheet)));
    CHECK_FALSE(told.at("warnings").as_array().empty());
  }

  TEST_CASE("a template is checked and previewed without a booth") {
    TemporaryFolder folder;
    const auto good =
        run_program({kProgram, "template", "check", "classic-4x6", "--templates", kTemplates});
    CHECK(good.exit_code == 0);
    const auto picture = (folder.path() / "preview.jpg").string();
    CHECK(run_program({kProgram, "template", "preview", kTemplates + "/classic-4x6", "-o", picture})
              .exit_code == 0);
    CHECK(std::filesystem::file_size(picture) > 10'000);

    std::ofstream(folder.path() / "template.toml") << "title = 7\n";
    const auto bad = run_program({kProgram, "template", "check", folder.path().string()});
    CHECK(bad.exit_code == 1);
    CHECK(bad.out.find("template.toml:1") != std::string::npos);
    CHECK(bad.out.find("cannot be used") != std::string::npos);
  }

  TEST_CASE("an unknown template is not found, too many photos are a wrong command line") {
    TemporaryFolder folder;
    const auto sheet = (folder.path() / "sheet.jpg").string();
    CHECK(run_program({kProgram, "render", "no-such", "-o", sheet, "--templates", kTemplates})
              .exit_code == 4);
    CHECK(run_program({kProgram, "render", kTemplates + "/classic-4x6", "a", "b", "c", "d", "e",
                       "-o", sheet})
              .exit_code == 2);
    CHECK(run_program({kProgram, "render", "classic-4x6"}).exit_code == 2);
    CHECK_FALSE(std::filesystem::exists(sheet));
  }
}

}  // namespace booth::testing

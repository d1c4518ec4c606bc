#include "drivers/demo/rig/private_cups.hpp"

#include <doctest/doctest.h>

#include <filesystem>

namespace booth::demo {
namespace {

namespace fs = std::filesystem;

TEST_SUITE("drivers/demo/rig/private_cups") {
  TEST_CASE("a backend that is installed on the machine, too, is replaced by a copy of ours") {
    const fs::path installed = "/usr/lib/cups/backend/ipp";
    REQUIRE(fs::exists(installed));
    auto cups = PrivateCups::start({.guard_program = fs::path(BOOTH_BIN_DIR) / "booth-guard"});
    REQUIRE(cups.has_value());
    const auto ours = cups->guard_journal().parent_path() / "bin/backend/ipp";
    REQUIRE(fs::is_symlink(ours));

    const auto added = cups->add_backend("ipp", installed);
    CHECK_MESSAGE(added.has_value(), added.error().context);
    CHECK_FALSE(fs::is_symlink(ours));
    CHECK(fs::file_size(ours) == fs::file_size(installed));
  }
}

}  // namespace
}  // namespace booth::demo

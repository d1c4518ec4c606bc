#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <signal.h>

#include "drivers/demo/left_over_processes.hpp"
#include "drivers/demo/rig/child_process.hpp"
#include "drivers/demo/rig/temp_folder.hpp"

namespace booth::demo {
namespace {

TEST_SUITE("drivers/demo/left_over_processes") {
  TEST_CASE("a process that a child left behind is found, named and ended") {
    adopt_orphans();
    const TempFolder folder("test");
    const auto pid_file = folder.path() / "pid";
    auto child =
        ChildProcess::start({.words = {"sh", "-c", "sleep 600 & echo $! > " + pid_file.string()}});
    REQUIRE(child.has_value());
    REQUIRE(child->wait_for_end(std::chrono::seconds(20)).has_value());
    pid_t orphan = 0;
    std::ifstream(pid_file) >> orphan;
    REQUIRE(orphan > 0);
    REQUIRE(::kill(orphan, 0) == 0);

    const auto names = end_left_over_processes(std::chrono::milliseconds(50));
    REQUIRE(names.size() == 1);
    CHECK(names.front() == "sleep (process " + std::to_string(orphan) + ")");
    CHECK(::kill(orphan, 0) != 0);
    CHECK(end_left_over_processes().empty());
  }
}

}  // namespace
}  // namespace booth::demo

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <signal.h>

#include "drivers/demo/rig/child_process.hpp"
#include "drivers/demo/rig/free_port.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "drivers/demo/rig/wait_until.hpp"

namespace booth::demo {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto kPatience = seconds(20);

ChildCommand shell(const std::string& script) {
  return {.words = {"sh", "-c", script}};
}

bool exists(pid_t pid) {
  return ::kill(pid, 0) == 0;
}

TEST_SUITE("drivers/demo/rig/child_process") {
  TEST_CASE("a program that is not installed is named") {
    const auto child = ChildProcess::start({.words = {"booth-no-such-program"}});
    REQUIRE(child.has_error());
    CHECK(child.error().code == Errc::NotFound);
    CHECK(child.error().context.find("booth-no-such-program") != std::string::npos);
  }

  TEST_CASE("a program that cannot be executed is an error of start, not of the child") {
    const TempFolder folder("test");
    const auto script = folder.path() / "broken";
    std::ofstream(script) << "#!/no/such/interpreter\n";
    std::filesystem::permissions(script, std::filesystem::perms::owner_all);
    const auto child = ChildProcess::start({.words = {script.string()}});
    REQUIRE(child.has_error());
    CHECK(child.error().code == Errc::Io);
  }

  TEST_CASE("the exit status arrives, 128 + number for a signal") {
    auto seven = ChildProcess::start(shell("exit 7"));
    auto killed = ChildProcess::start(shell("kill -TERM $$"));
    REQUIRE(seven.has_value());
    REQUIRE(killed.has_value());
    CHECK(seven->wait_for_end(kPatience).value() == 7);
    CHECK(killed->wait_for_end(kPatience).value() == 128 + SIGTERM);
  }

  TEST_CASE("environment, folder and log are the ones asked for") {
    const TempFolder folder("test");
    auto command = shell("echo $BOOTH_WORD in $(pwd); echo complaint >&2");
    command.environment["BOOTH_WORD"] = "hello";
    command.folder = folder.path();
    command.log = folder.path() / "log";
    auto child = ChildProcess::start(command);
    REQUIRE(child.has_value());
    CHECK(child->wait_for_end(kPatience).value() == 0);
    CHECK(child->log_end() == "hello in " + folder.path().string() + "\ncomplaint\n");
  }

  TEST_CASE("waiting for readiness ends when it is ready, and at once when the program ends") {
    const TempFolder folder("test");
    const auto ready_file = folder.path() / "ready";
    const auto is_ready = [&] { return std::filesystem::exists(ready_file); };

    auto good =
        ChildProcess::start(shell("sleep 0.1; touch " + ready_file.string() + "; exec sleep 60"));
    REQUIRE(good.has_value());
    CHECK(good->wait_until_ready(is_ready, kPatience).has_value());
    CHECK(good->is_running());

    auto command = shell("echo out of luck; exit 3");
    command.log = folder.path() / "log";
    auto bad = ChildProcess::start(command);
    REQUIRE(bad.has_value());
    const auto answer = bad->wait_until_ready([] { return false; }, kPatience);
    REQUIRE(answer.has_error());
    CHECK(answer.error().code == Errc::Internal);
    CHECK(answer.error().context.find("status 3") != std::string::npos);
    CHECK(answer.error().context.find("out of luck") != std::string::npos);
  }

  TEST_CASE("a program that is never ready times out and is still ours to stop") {
    auto child = ChildProcess::start(shell("exec sleep 60"));
    REQUIRE(child.has_value());
    const auto answer = child->wait_until_ready([] { return false; }, milliseconds(50));
    REQUIRE(answer.has_error());
    CHECK(answer.error().code == Errc::TimedOut);
    const auto pid = child->pid();
    CHECK(exists(pid));
    child->stop();
    CHECK_FALSE(exists(pid));
  }

  TEST_CASE("stop kills what ignores SIGTERM, and its children") {
    const TempFolder folder("test");
    const auto pid_file = folder.path() / "grandchild";
    const auto is_ready = [&] { return std::filesystem::exists(pid_file); };
    auto child = ChildProcess::start(
        shell("trap '' TERM; sleep 60 & echo $! > " + pid_file.string() + ".new; mv " +
              pid_file.string() + ".new " + pid_file.string() + "; while :; do wait; done"));
    REQUIRE(child.has_value());
    REQUIRE(child->wait_until_ready(is_ready, kPatience).has_value());
    pid_t grandchild = 0;
    std::ifstream(pid_file) >> grandchild;
    REQUIRE(grandchild > 0);

    child->stop(milliseconds(50));
    CHECK_FALSE(child->is_running());
    CHECK(child->wait_for_end(kPatience).value() == 128 + SIGKILL);
    const auto stat = [&] {
      std::ifstream file("/proc/" + std::to_string(grandchild) + "/stat");
      std::string pid, name, state;
      file >> pid >> name >> state;
      return state;  // empty when it is gone, Z when nobody has reaped it yet
    };
    CHECK(wait_until([&] { return stat().empty() || stat() == "Z"; }, kPatience));
  }

  TEST_CASE("the destructor leaves nothing running") {
    pid_t pid = 0;
    {
      auto child = ChildProcess::start(shell("exec sleep 60"));
      REQUIRE(child.has_value());
      pid = child->pid();
      const auto moved = std::move(*child);
      CHECK(exists(pid));
    }
    CHECK_FALSE(exists(pid));
  }
}

TEST_SUITE("drivers/demo/rig/temp_folder") {
  TEST_CASE("a temporary folder goes away with what is in it, unless it is kept") {
    std::filesystem::path gone, kept;
    {
      const TempFolder first("test");
      TempFolder second("test");
      std::ofstream(first.path() / "file") << "text";
      second.keep();
      gone = first.path();
      kept = second.path();
      CHECK(gone != kept);
    }
    CHECK_FALSE(std::filesystem::exists(gone));
    CHECK(std::filesystem::is_directory(kept));
    std::filesystem::remove_all(kept);
  }
}

TEST_SUITE("drivers/demo/rig/free_port") {
  TEST_CASE("a free port is closed until somebody listens") {
    const auto port = free_port();
    CHECK(port >= 1024);
    CHECK_FALSE(is_port_open(port));
  }
}

}  // namespace
}  // namespace booth::demo

// A model with two page buffers has two sheets in its queue: the next one is there when the first
// is out. All promises hold for both.
#include <algorithm>
#include <csignal>
#include <functional>
#include <string_view>

#include <doctest/doctest.h>

#include "drivers/demo/rig/wait_until.hpp"
#include "tests/drivers/cups/print_booth.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;

/// Most sheets that were under way at once, from the daemon's log.
int most_under_way(const std::string& log) {
  int now = 0;
  int most = 0;
  for (std::size_t at = 0; at < log.size(); at = log.find('\n', at) + 1) {
    const auto line = std::string_view(log).substr(at, log.find('\n', at) - at);
    if (line.starts_with("print_submitting ")) most = std::max(most, ++now);
    const bool is_over = line.starts_with("print_printed ") || line.starts_with("print_unknown ") ||
                         line.starts_with("print_held ") || line.starts_with("print_queued ");
    if (is_over) --now;
  }
  return most;
}

class TwoBuffers {
 public:
  TwoBuffers() : booth_({"dnp"}) {
    booth_.use_both_buffers();
    booth_.set_script("dnp", "slow 800\nslow 800\nslow 800\n");
    booth_.ask(4);
  }

  PrintBooth& booth() { return booth_; }

  /// Strikes while the first sheet is printed and the second one waits behind it.
  void run(const std::function<void(demo::ChildProcess&)>& strike) {
    auto daemon = booth_.start_daemon();
    const auto are_two_under_way = [&] { return most_under_way(booth_.daemon_log()) == 2; };
    REQUIRE(demo::wait_until(are_two_under_way, 60s));
    strike(daemon);
    if (!daemon.is_running()) daemon = booth_.start_daemon();
    CHECK(must(daemon.wait_for_end(120s)) == 0);
    const auto log = booth_.daemon_log();
    CAPTURE(log);
    CHECK(booth_.broken_promises() == "");
  }

 private:
  PrintBooth booth_;
};

TEST_SUITE("drivers/cups/two_buffers") {
  TEST_CASE("two sheets are under way, never three, and each comes out once") {
    TwoBuffers rig;
    rig.run([](demo::ChildProcess&) {});
    CHECK(rig.booth().sheets_in_all() == 4);
    CHECK(most_under_way(rig.booth().daemon_log()) == 2);
  }

  TEST_CASE("two sheets are under way when cupsd is killed: each comes out once") {
    TwoBuffers rig;
    rig.run([&rig](demo::ChildProcess&) {
      rig.booth().cups().cupsd().kill_now();
      must(rig.booth().cups().restart());
    });
    CHECK(rig.booth().sheets_in_all() == 4);
  }

  TEST_CASE("two sheets are under way when the daemon is killed: each comes out once") {
    TwoBuffers rig;
    rig.run([](demo::ChildProcess& daemon) { daemon.kill_now(); });
    CHECK(rig.booth().sheets_in_all() == 4);
  }

  TEST_CASE("two sheets are under way when the driver is killed: only the first is doubted") {
    TwoBuffers rig;
    rig.run([&rig](demo::ChildProcess&) { rig.booth().kill_backends("boothsim:", SIGKILL); });
    for (const auto& row : rig.booth().rows())
      if (row.state != PrintState::Printed) CHECK(row.state == PrintState::Unknown);
    CHECK(rig.booth().sheets_in_all() >= 3);
  }

  TEST_CASE("two sheets are under way when the cover opens: both wait, and come out") {
    TwoBuffers rig;
    rig.run([&rig](demo::ChildProcess&) {
      rig.booth().set_state("dnp", "4 Printer not ready: Cover Open, please correct...");
      const auto is_seen = [&] {
        return rig.booth().daemon_log().find("condition=cover_open") != std::string::npos;
      };
      CHECK(demo::wait_until(is_seen, 60s));
      rig.booth().clear_state("dnp");
    });
    CHECK(rig.booth().sheets_in_all() == 4);
  }
}

}  // namespace
}  // namespace booth

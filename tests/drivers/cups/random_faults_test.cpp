// Random faults at random moments: printers that fail, and kills of everything that can be killed.
// The promise is checked after every round: each sheet asked for came out once, or is held with its
// reason.
//
//   BOOTH_RANDOM_ROUNDS  how many rounds (otherwise 1000)
//   BOOTH_RANDOM_SEED    to run the same rounds again (otherwise from the clock; it is printed)
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>

#include <doctest/doctest.h>

#include "tests/drivers/cups/print_booth.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;

long from_environment(const char* name, long otherwise) {
  const char* const text = std::getenv(name);
  return text != nullptr ? std::atol(text) : otherwise;
}

class Storm {
 public:
  explicit Storm(std::uint32_t seed) : random_(seed), booth_({"left", "right"}) {}

  void run_round() {
    for (const auto* const queue : {"left", "right"}) booth_.set_script(queue, random_script());
    booth_.ask(1 + pick(3));
    auto daemon = booth_.start_daemon();
    for (int blow = pick(4); blow > 0; --blow) {
      (void)daemon.wait_for_end(std::chrono::milliseconds(pick(250)));
      strike(daemon);
    }
    daemon.kill_now();
    const auto stuck = booth_.run_to_the_end(120s);
    CHECK(stuck == "");
    const auto broken = booth_.broken_promises();
    CHECK(broken == "");
  }

  PrintBooth& booth() { return booth_; }

 private:
  int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }

  std::string random_script() {
    static const char* const faults[] = {"exit 4 Paper End",
                                         "exit 4 Cover Open",
                                         "exit 6 offline",
                                         "exit 3 held",
                                         "exit 5 Incorrect media",
                                         "exit 1 USB error",
                                         "die",
                                         "die-after",
                                         "fail-after",
                                         "ends-below 4 Ribbon End",
                                         "slow 300",
                                         "slow 300",
                                         "slow 600",
                                         "slow 600",
                                         "slow 600"};
    std::string script;
    for (int lines = pick(4); lines > 0; --lines)
      script +=
          std::string(faults[static_cast<std::size_t>(pick(static_cast<int>(std::size(faults))))]) +
          "\n";
    return script;
  }

  void strike(demo::ChildProcess& daemon) {
    switch (pick(8)) {
      case 0:
        booth_.cups().cupsd().kill_now();
        break;
      case 1:
        booth_.cups().cupsd().stop();
        break;
      case 2:
        booth_.cups().cupsd().send_signal(SIGHUP);
        return;
      case 3:
        daemon.kill_now();
        break;
      case 4:
        booth_.kill_backends("boothsim:", SIGKILL);
        return;
      case 5:
        booth_.kill_backends("booth-guard:", SIGKILL);
        return;
      case 6:
        booth_.kill_backends("booth-guard:", SIGTERM);
        return;
      default:  // the power goes
        booth_.cups().cupsd().kill_now();
        daemon.kill_now();
        booth_.kill_backends("booth-guard:", SIGKILL);
        booth_.kill_backends("boothsim:", SIGKILL);
    }
    if (!booth_.cups().cupsd().is_running()) must(booth_.cups().restart());
    if (!daemon.is_running()) daemon = booth_.start_daemon();
  }

  std::mt19937 random_;
  PrintBooth booth_;
};

void run_storm(long rounds) {
  const auto seed = static_cast<std::uint32_t>(
      from_environment("BOOTH_RANDOM_SEED", static_cast<long>(std::random_device{}())));
  CAPTURE(seed);
  constexpr long kRoundsPerBooth = 20;  // a fresh cupsd and database now and then
  int printed = 0;
  int held = 0;
  int unknown = 0;
  int sheets = 0;
  for (long done = 0; done < rounds;) {
    Storm storm(seed + static_cast<std::uint32_t>(done));
    for (long i = 0; i < kRoundsPerBooth && done < rounds; ++i, ++done) {
      CAPTURE(done);
      storm.run_round();
    }
    for (const auto& row : storm.booth().rows()) {
      printed += row.state == PrintState::Printed ? 1 : 0;
      held += row.state == PrintState::Held ? 1 : 0;
      unknown += row.state == PrintState::Unknown ? 1 : 0;
    }
    sheets += storm.booth().sheets_in_all();
  }
  std::cout << "random faults: seed=" << seed << " rounds=" << rounds
            << " asked=" << printed + held + unknown << " printed=" << printed << " held=" << held
            << " unknown=" << unknown << " sheets=" << sheets << std::endl;
  CHECK(printed > 0);
}

TEST_SUITE("drivers/cups/random_faults") {
  TEST_CASE("a few rounds of random faults break no promise") {
    run_storm(10);
  }

  // Run by the long tests only: see CMakeLists.txt.
  TEST_CASE("a thousand rounds of random faults break no promise" * doctest::skip()) {
    run_storm(from_environment("BOOTH_RANDOM_ROUNDS", 1000));
  }
}

}  // namespace
}  // namespace booth

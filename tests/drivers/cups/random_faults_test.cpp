// Random faults at random moments: printers that fail, simulated ones and real IPP ones, and kills
// of everything that can be killed. The promise is checked after every round: each sheet asked for
// came out once, or is held with its reason.
//
//   BOOTH_RANDOM_ROUNDS  how many rounds (otherwise 1000)
//   BOOTH_RANDOM_SEED    to run the same rounds again (otherwise from the clock; it is printed)
#include <array>
#include <csignal>
#include <cstdlib>
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

constexpr std::array kQueues{"left", "right"};
constexpr std::array kFaults{"exit 4 Paper End",
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
constexpr std::array kIppFaults{"slow 0.3",  "slow 0.6",    "late 0.3", "late 0.6",
                                "media-jam", "media-empty", "abort"};

enum class Printers { Simulated, Ipp };

class Storm {
 public:
  Storm(std::uint32_t seed, Printers kind) : random_(seed), booth_({"left", "right"}) {
    if (kind == Printers::Simulated) return;
    for (const auto* const queue : kQueues)
      ipp_printers_.push_back(&booth_.plug_in_ipp_printer(queue));
  }

  void run_round() {
    prepare_faults();
    booth_.ask(1 + pick(3));
    auto daemon = booth_.start_daemon();
    for (int blow = pick(4); blow > 0; --blow) {
      (void)daemon.wait_for_end(std::chrono::milliseconds(pick(250)));
      strike(daemon);
    }
    daemon.kill_now();
    for (auto* const printer : ipp_printers_) printer->refill();
    auto stuck = booth_.run_to_the_end(ipp_printers_.empty() ? 120s : 60s);
    if (!stuck.empty() && !ipp_printers_.empty()) {
      switch_all_off_and_on();
      stuck = booth_.run_to_the_end(120s);
    }
    CHECK(stuck == "");
    const auto broken = booth_.broken_promises();
    CHECK(broken == "");
  }

  PrintBooth& booth() { return booth_; }

 private:
  int pick(int below) { return std::uniform_int_distribution<int>(0, below - 1)(random_); }

  void prepare_faults() {
    for (const auto* const queue : kQueues)
      if (ipp_printers_.empty()) booth_.set_script(queue, random_script(kFaults));
    for (auto* const printer : ipp_printers_) {
      printer->empty_trays();
      printer->set_script(random_script(kIppFaults));
    }
  }

  template <std::size_t Count>
  std::string random_script(const std::array<const char*, Count>& faults) {
    std::string script;
    for (int lines = pick(4); lines > 0; --lines)
      script +=
          std::string(faults.at(static_cast<std::size_t>(pick(static_cast<int>(Count))))) + "\n";
    return script;
  }

  /// ippeveprinter waits for ever for the rest of a document whose sender was killed, and calls
  /// itself in use. Real ones give up after some minutes, or somebody does this.
  void switch_all_off_and_on() {
    for (auto* const printer : ipp_printers_) {
      printer->cut_power();
      must(printer->switch_on());
    }
  }

  /// Somebody pulls the plug of a driverless printer and puts it back.
  void cut_power_of_one() {
    auto* const printer = ipp_printers_.at(static_cast<std::size_t>(pick(2)));
    printer->cut_power();
    must(printer->switch_on());
  }

  void strike(demo::ChildProcess& daemon) {
    if (!ipp_printers_.empty() && pick(3) == 0) return cut_power_of_one();
    const std::string driver = ipp_printers_.empty() ? "boothsim:" : "ipp:";
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
        booth_.kill_backends(driver, SIGKILL);
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
        booth_.kill_backends(driver, SIGKILL);
    }
    if (!booth_.cups().cupsd().is_running()) must(booth_.cups().restart());
    if (!daemon.is_running()) daemon = booth_.start_daemon();
  }

  std::mt19937 random_;
  PrintBooth booth_;
  std::vector<demo::IppPrinter*> ipp_printers_;  ///< of booth_; none when they are simulated
};

void run_storm(Printers kind, long rounds) {
  const auto seed = static_cast<std::uint32_t>(
      from_environment("BOOTH_RANDOM_SEED", static_cast<long>(std::random_device{}())));
  CAPTURE(seed);
  constexpr long kRoundsPerBooth = 20;  // a fresh cupsd and database now and then
  int printed = 0;
  int held = 0;
  int unknown = 0;
  int sheets = 0;
  for (long done = 0; done < rounds;) {
    Storm storm(seed + static_cast<std::uint32_t>(done), kind);
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
  std::cout << (kind == Printers::Ipp ? "driverless " : "") << "random faults: seed=" << seed
            << " rounds=" << rounds << " asked=" << printed + held + unknown
            << " printed=" << printed << " held=" << held << " unknown=" << unknown
            << " sheets=" << sheets << std::endl;
  CHECK(printed > 0);
}

TEST_SUITE("drivers/cups/random_faults") {
  TEST_CASE("a few rounds of random faults break no promise") {
    run_storm(Printers::Simulated, 10);
  }

  TEST_CASE("a few rounds of random faults at driverless printers break no promise") {
    run_storm(Printers::Ipp, 3);
  }

  // Run by the long tests only: see CMakeLists.txt.
  TEST_CASE("a thousand rounds of random faults break no promise" * doctest::skip()) {
    run_storm(Printers::Simulated, from_environment("BOOTH_RANDOM_ROUNDS", 1000));
  }

  TEST_CASE("a thousand rounds at driverless printers break no promise" * doctest::skip()) {
    run_storm(Printers::Ipp, from_environment("BOOTH_RANDOM_ROUNDS", 1000));
  }
}

}  // namespace
}  // namespace booth

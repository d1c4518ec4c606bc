// Simulates booths that come back all at once to a server of limited capacity, in virtual time,
// with the daemon's own retry and breaker decisions beside naive policies. Prints a table and the
// verdict on its budgets, which is also its exit status (virtual time: no machine is too slow for
// it); writes one SVG per fleet into the folder named as first argument.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <queue>
#include <random>
#include <string>
#include <vector>

#include "daemon/core/backoff.hpp"
#include "daemon/core/upload/network_state.hpp"
#include "daemon/core/upload/target_state.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr int kObjectsPerBooth = 20;
constexpr unsigned kFirstSeed = 20261122;
constexpr unsigned kRuns = 6;
constexpr double kMostDrainTime = 1.2;  ///< times the ideal
constexpr double kMostPeak = 2.0;       ///< times the server's capacity

struct Fleet {
  int booths;
  int capacity;  ///< requests per second that the server takes; it answers 503 to the rest
};

enum class Policy { FixedDelay, ExponentialWithoutJitter, Ours };
constexpr const char* kNames[] = {"fixed 5 s", "exponential, no jitter", "boothd"};

struct Outcome {
  double drained_s = 0;
  int peak_per_s = 0;
  double refused_share = 0;
  std::vector<int> requests_per_s;
};

/// One booth: when it sends next, and what it learns from the answer.
class Booth {
 public:
  explicit Booth(Policy policy) : policy_(policy) {
    item_.id = UploadId("item");
    state_.probe_started();
  }

  /// The link comes back to the whole hall or town at once. @returns when the first request goes
  milliseconds first_request(SteadyTime start, std::uint32_t random) {
    if (policy_ != Policy::Ours) return 0ms;
    state_.probe_failed(make_error(Errc::NetworkDown, "outage"), start - 30min, random);
    state_.probe_answered(start, random);
    return until_allowed(start);
  }

  bool is_done() const { return left_ == 0; }

  /// @returns the delay until its next request
  milliseconds on_answer(bool was_taken, SteadyTime now, std::uint32_t random) {
    if (policy_ == Policy::Ours) return ours(was_taken, now, random);
    if (was_taken) {
      --left_;
      failures_ = 0;
      return 100ms;
    }
    ++failures_;
    return policy_ == Policy::FixedDelay ? 5000ms : doubling_delay(failures_, 1000ms, 5min);
  }

 private:
  milliseconds ours(bool was_taken, SteadyTime now, std::uint32_t random) {
    state_.started(item_, now, random * 2654435761U);
    if (was_taken) {
      state_.succeeded(item_, now);
      --left_;
      return std::max(until_allowed(now), 100ms);
    }
    state_.failed(item_, make_error(Errc::ServerBusy, "503"), std::nullopt, now, random);
    return until_allowed(now);
  }

  /// The runner's own question: may this item go, and if not, when to look again?
  milliseconds until_allowed(SteadyTime now) const {
    auto at = now;
    while (state_.is_held_back(item_.id, at) || state_.may_start(1, at) == BreakerPass::No)
      at = std::max(state_.next_change(at).value_or(at), at + 1ms);
    return std::chrono::ceil<milliseconds>(at - now);
  }

  Policy policy_;
  TargetState state_;
  UploadItem item_;
  int left_ = kObjectsPerBooth;
  int failures_ = 0;
};

Outcome simulate(const Fleet& fleet, Policy policy, unsigned seed) {
  std::mt19937 random(seed);
  const SteadyTime start{1h};
  struct Due {
    std::int64_t at_ms;
    std::size_t booth;
    bool operator>(const Due& other) const { return at_ms > other.at_ms; }
  };
  std::priority_queue<Due, std::vector<Due>, std::greater<>> queue;
  std::vector<Booth> booths(static_cast<std::size_t>(fleet.booths), Booth(policy));
  for (std::size_t i = 0; i < booths.size(); ++i)
    queue.push({booths[i].first_request(start, static_cast<std::uint32_t>(random())).count(), i});

  Outcome outcome;
  std::int64_t requests = 0;
  std::int64_t refused = 0;
  // The server: a bucket refilled at its capacity, a tenth of a second deep.
  double tokens = fleet.capacity * 0.1;
  std::int64_t refilled_ms = 0;
  while (!queue.empty()) {
    const auto due = queue.top();
    queue.pop();
    tokens = std::min(tokens + static_cast<double>(due.at_ms - refilled_ms) * fleet.capacity / 1000,
                      fleet.capacity * 0.1);
    refilled_ms = due.at_ms;
    const bool is_taken = tokens >= 1;
    if (is_taken) tokens -= 1;
    ++requests;
    refused += is_taken ? 0 : 1;
    const auto second = static_cast<std::size_t>(due.at_ms / 1000);
    if (outcome.requests_per_s.size() <= second) outcome.requests_per_s.resize(second + 1);
    ++outcome.requests_per_s[second];
    auto& booth = booths[due.booth];
    const auto delay = booth.on_answer(is_taken, start + milliseconds(due.at_ms),
                                       static_cast<std::uint32_t>(random()));
    if (booth.is_done())
      outcome.drained_s = std::max(outcome.drained_s, static_cast<double>(due.at_ms) / 1000);
    else
      queue.push({due.at_ms + std::max<std::int64_t>(delay.count(), 1), due.booth});
  }
  outcome.peak_per_s =
      *std::max_element(outcome.requests_per_s.begin(), outcome.requests_per_s.end());
  outcome.refused_share = static_cast<double>(refused) / static_cast<double>(requests);
  return outcome;
}

/// The first of several runs, with the worst figures of all of them.
Outcome simulate_often(const Fleet& fleet, Policy policy) {
  auto shown = simulate(fleet, policy, kFirstSeed);
  for (unsigned seed = kFirstSeed + 1; seed < kFirstSeed + kRuns; ++seed) {
    const auto other = simulate(fleet, policy, seed);
    shown.drained_s = std::max(shown.drained_s, other.drained_s);
    shown.peak_per_s = std::max(shown.peak_per_s, other.peak_per_s);
    shown.refused_share = std::max(shown.refused_share, other.refused_share);
  }
  return shown;
}

/// Requests per second over time, one line per policy, the capacity as a dashed line.
void write_plot(const std::string& path, const Fleet& fleet, const std::vector<Outcome>& outcomes) {
  constexpr const char* kColours[] = {"#c0392b", "#e67e22", "#1e8449"};
  constexpr double kWidth = 800, kHeight = 300;
  const double seconds = 2.5 * fleet.booths * kObjectsPerBooth / fleet.capacity;
  const double most = 4.0 * fleet.capacity;
  std::ofstream svg(path);
  svg << "<svg xmlns='http://www.w3.org/2000/svg' viewBox='-50 -30 880 380' "
         "font-family='sans-serif' font-size='12'>\n";
  svg << "<text x='0' y='-12'>" << fleet.booths << " booths, server takes " << fleet.capacity
      << " requests/s: requests per second over " << seconds << " s</text>\n";
  const double line = kHeight - kHeight * fleet.capacity / most;
  svg << "<path d='M0," << line << "H" << kWidth << "' stroke='#888' stroke-dasharray='6'/>\n";
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    svg << "<text x='" << 250 * i << "' y='330' fill='" << kColours[i] << "'>" << kNames[i] << ": "
        << outcomes[i].drained_s << " s, peak " << outcomes[i].peak_per_s
        << "/s</text>\n<polyline fill='none' stroke='" << kColours[i] << "' points='";
    for (std::size_t s = 0;
         s < outcomes[i].requests_per_s.size() && static_cast<double>(s) < seconds; ++s)
      svg << static_cast<double>(s) / seconds * kWidth << ','
          << kHeight - std::min(kHeight * outcomes[i].requests_per_s[s] / most, kHeight) << ' ';
    svg << "'/>\n";
  }
  svg << "</svg>\n";
}

bool is_within_budget(const Fleet& fleet, const Outcome& ours, double ideal_s) {
  const double drain = ours.drained_s / ideal_s;
  const double peak = static_cast<double>(ours.peak_per_s) / fleet.capacity;
  const bool is_met = drain <= kMostDrainTime && peak <= kMostPeak;
  std::printf("%s: %d booths drain in %.2f of the ideal (budget <= %.1f), peak %.2f (<= %.1f)\n",
              is_met ? "met" : "MISSED", fleet.booths, drain, kMostDrainTime, peak, kMostPeak);
  return is_met;
}

}  // namespace
}  // namespace booth

int main(int argc, char** argv) {
  using namespace booth;
  std::printf("%-10s %-10s %-24s %12s %10s %12s %9s\n", "booths", "capacity", "policy",
              "drained/ideal", "peak/cap", "seconds", "refused");
  bool is_met = true;
  for (const Fleet& fleet : {Fleet{2000, 200}, Fleet{10'000, 1000}}) {
    const double ideal = static_cast<double>(fleet.booths) * kObjectsPerBooth / fleet.capacity;
    std::vector<Outcome> outcomes;
    for (const auto policy : {Policy::FixedDelay, Policy::ExponentialWithoutJitter, Policy::Ours}) {
      const auto& outcome = outcomes.emplace_back(simulate_often(fleet, policy));
      std::printf("%-10d %-10d %-24s %12.2f %10.2f %12.1f %8.0f%%\n", fleet.booths, fleet.capacity,
                  kNames[static_cast<int>(policy)], outcome.drained_s / ideal,
                  static_cast<double>(outcome.peak_per_s) / fleet.capacity, outcome.drained_s,
                  outcome.refused_share * 100);
    }
    is_met &= is_within_budget(fleet, outcomes.back(), ideal);
    if (argc > 1)
      write_plot(std::string(argv[1]) + "/fleet-" + std::to_string(fleet.booths) + ".svg", fleet,
                 outcomes);
  }
  return is_met ? 0 : 1;
}

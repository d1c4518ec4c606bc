#include "daemon/core/upload/target_state.hpp"

#include <algorithm>
#include <vector>

#include <doctest/doctest.h>

namespace booth {
namespace {

using namespace std::chrono_literals;
const SteadyTime kStart{std::chrono::hours(1)};
constexpr std::uint32_t kHalf = 0x80000000U;

UploadItem item(const std::string& id, std::int64_t size_bytes = 100) {
  UploadItem made;
  made.id = UploadId(id);
  made.size_bytes = size_bytes;
  return made;
}

/// Reached, with the slow start behind it.
TargetState online(TargetLimits limits = {}) {
  limits.pace = {0ms, 0ms, 0ms};
  TargetState state(limits);
  state.probe_started();
  state.probe_answered(kStart, 0);
  return state;
}

UploadDecision fail(TargetState& state, const UploadItem& what, Errc code,
                    SteadyTime now = kStart) {
  state.started(what, now, kHalf);
  return state.failed(what, make_error(code, "it failed"), {}, now, kHalf);
}

}  // namespace

TEST_SUITE("core/upload/target_state") {
  TEST_CASE("nothing is sent before the first probe, which is due at once") {
    TargetState state;
    CHECK(state.may_start(1, kStart) == BreakerPass::No);
    REQUIRE(state.probe_at().has_value());
    CHECK(*state.probe_at() <= kStart);
    state.probe_started();
    CHECK_FALSE(state.probe_at().has_value());
    state.probe_answered(kStart, 0);
    CHECK(state.may_start(0, kStart) == BreakerPass::Yes);
    CHECK(state.may_start(1, kStart) == BreakerPass::Yes);
    CHECK(state.may_start(2, kStart) == BreakerPass::No);  // one lane more must be earned
  }

  TEST_CASE("an item under way is held back from the other lanes, and free afterwards") {
    auto state = online();
    state.started(item("a"), kStart, kHalf);
    CHECK(state.is_held_back(UploadId("a"), kStart));
    CHECK(state.held_back_count() == 1);
    state.succeeded(item("a"), kStart);
    CHECK_FALSE(state.is_held_back(UploadId("a"), kStart));
    CHECK(state.held_back_count() == 0);
  }

  TEST_CASE("an item in back-off is held until its time, and a person can release it") {
    auto state = online();
    fail(state, item("a"), Errc::ServerBusy);
    CHECK(state.is_held_back(UploadId("a"), kStart));
    REQUIRE(state.next_change(kStart).has_value());
    CHECK_FALSE(state.is_held_back(UploadId("a"), *state.next_change(kStart)));
    state.release(UploadId("a"));
    CHECK_FALSE(state.is_held_back(UploadId("a"), kStart));
  }

  TEST_CASE("what the network held back is due as soon as the network is back") {
    auto state = online();
    for (int i = 0; i < 5; ++i) {
      fail(state, item("a"), Errc::NetworkDown);
      state.probe_failed(make_error(Errc::NetworkDown, "down"), kStart, kHalf);
    }
    CHECK(state.mode() == NetworkMode::Offline);
    CHECK(state.is_held_back(UploadId("a"), kStart));
    CHECK(state.trouble() == "down");
    state.probe_answered(kStart, 0);
    CHECK(state.mode() != NetworkMode::Offline);
    CHECK_FALSE(state.is_held_back(UploadId("a"), kStart));
  }

  TEST_CASE("a poison item is counted while the others pass, and parked in the end") {
    auto state = online();
    auto poison = item("poison");
    auto now = kStart;
    int tries = 0;
    for (; tries < 100; ++tries) {
      state.started(item("good"), now, kHalf);
      state.succeeded(item("good"), now);
      const auto decision = fail(state, poison, Errc::ServerBusy, now);
      if (std::holds_alternative<ParkUpload>(decision)) break;
      if (std::get<RetryUpload>(decision).counts) ++poison.attempts;
      now += 10min;
    }
    CHECK(tries == 11);
    CHECK(state.may_start(1, now) == BreakerPass::Yes);
  }

  TEST_CASE("a server that is down for a day parks nothing") {
    auto state = online();
    auto waiting = item("a");
    auto now = kStart;
    while (now < kStart + 24h) {
      if (state.may_start(1, now) != BreakerPass::No && !state.is_held_back(waiting.id, now)) {
        const auto decision = fail(state, waiting, Errc::ServerBusy, now);
        REQUIRE(std::holds_alternative<RetryUpload>(decision));
        CHECK_FALSE(std::get<RetryUpload>(decision).counts);
      }
      now += 1s;
    }
    CHECK(state.is_resting(now) == (state.may_start(1, now) == BreakerPass::No));
  }

  TEST_CASE("retries beyond the budget wait, other items and a person's wish do not") {
    TargetLimits limits;
    limits.retries = {.cost = 1h, .most_debt = 2h, .earned = 1min};
    auto state = online(limits);
    for (int i = 0; i < 3; ++i) fail(state, item("a"), Errc::ServerBusy, kStart + i * 10min);
    const auto later = kStart + 30min;
    CHECK(state.is_held_back(UploadId("a"), later));
    CHECK_FALSE(state.is_held_back(UploadId("b"), later));
    CHECK(state.next_change(later) == kStart + 70min);
    CHECK_FALSE(state.is_held_back(UploadId("a"), kStart + 70min));
    state.release(UploadId("a"));
    CHECK_FALSE(state.is_held_back(UploadId("a"), later));
  }

  TEST_CASE("what the network did costs no budget") {
    TargetLimits limits;
    limits.retries = {.cost = 1h, .most_debt = 2h, .earned = 1min};
    auto state = online(limits);
    for (int i = 0; i < 9; ++i) fail(state, item("a"), Errc::NetworkDown, kStart + i * 10min);
    CHECK_FALSE(state.is_held_back(UploadId("a"), kStart + 90min));
  }

  TEST_CASE("five overloads rest the target, and then one small item tries") {
    auto state = online();
    for (int i = 0; i < 5; ++i) fail(state, item("i" + std::to_string(i)), Errc::ServerBusy);
    CHECK(state.is_resting(kStart));
    CHECK(state.may_start(0, kStart) == BreakerPass::No);
    const auto later = kStart + 1min;
    CHECK(state.may_start(1, later) == BreakerPass::OneSmallItem);
    state.started(item("trial"), later, kHalf);
    CHECK(state.may_start(1, later) == BreakerPass::No);
    state.succeeded(item("trial"), later);
    CHECK(state.may_start(1, later) == BreakerPass::Yes);
    CHECK(state.trouble().empty());
  }

  TEST_CASE("a trial that was stopped can be repeated") {
    auto state = online();
    for (int i = 0; i < 5; ++i) fail(state, item("i" + std::to_string(i)), Errc::ServerBusy);
    const auto later = kStart + 1min;
    state.started(item("trial"), later, kHalf);
    state.put_back(item("trial"), later, 0ms);
    CHECK(state.may_start(1, later) == BreakerPass::OneSmallItem);
    CHECK_FALSE(state.is_held_back(UploadId("trial"), later));
  }

  TEST_CASE("a refused credential rests the target and says why") {
    auto state = online();
    CHECK(std::holds_alternative<RestTarget>(fail(state, item("a"), Errc::AuthRefused)));
    CHECK(state.is_resting(kStart));
    CHECK(state.trouble() == "it failed");
    CHECK_FALSE(state.is_held_back(UploadId("a"), kStart + 10min));
  }

  TEST_CASE(
      "when everything is refused for good, the fourth rests the target instead of parking on") {
    auto state = online();
    for (int i = 0; i < 3; ++i) {
      const auto decision = fail(state, item("r" + std::to_string(i)), Errc::ServerRefused);
      CHECK(std::holds_alternative<ParkUpload>(decision));
    }
    CHECK(std::holds_alternative<RestTarget>(fail(state, item("r3"), Errc::ServerRefused)));
    CHECK(state.is_resting(kStart));
  }

  TEST_CASE("lanes are earned by throughput, lost by trouble, and reduced on a bad line") {
    auto state = online();
    auto now = kStart;
    for (int i = 0; i < 60; ++i) {
      state.started(item("x", 1'000'000), now, kHalf);
      now += 1s;
      state.succeeded(item("x", 1'000'000 + i * 100'000), now);
    }
    CHECK(state.lanes() == 4);
    fail(state, item("y"), Errc::ServerBusy, now);
    CHECK(state.lanes() == 2);
    for (int i = 0; i < 3; ++i) {
      fail(state, item("y"), Errc::TimedOut, now);
      state.probe_answered(now, 0);
    }
    CHECK(state.mode() == NetworkMode::Degraded);
    CHECK(state.may_start(1, now) == BreakerPass::Yes);
    CHECK(state.may_start(2, now) == BreakerPass::No);
  }

  TEST_CASE("on a fast line lanes are earned in a second, not in ten") {
    auto state = online();
    auto now = kStart;
    for (int i = 0; i < 120; ++i) {
      state.started(item("x", 200'000), now, kHalf);
      now += 10ms;
      state.succeeded(item("x", 200'000), now);
    }
    CHECK(state.lanes() == 2);
  }

  TEST_CASE("a quiet afternoon earns no lanes") {
    auto state = online();
    auto now = kStart;
    for (int i = 0; i < 60; ++i) {
      state.started(item("x", 1'000'000), now, kHalf);
      now += 1s;
      state.succeeded(item("x", 1'000'000 + i * 100'000), now);
      state.found_nothing();
    }
    CHECK(state.lanes() == 1);
  }

  TEST_CASE("too many items in back-off rest the target instead of filling memory") {
    auto state = online({.most_held_back = 3});
    for (int i = 0; i < 3; ++i) {
      state.started(item("i" + std::to_string(i)), kStart, kHalf);
      state.put_back(item("i" + std::to_string(i)), kStart, 1min);
    }
    CHECK(state.may_start(1, kStart) == BreakerPass::No);
  }

  TEST_CASE(
      "after a return the first object waits its part, the next ones come faster and faster") {
    TargetState state;
    state.probe_failed(make_error(Errc::NetworkDown, "down"), kStart - 1h, kHalf);
    state.probe_answered(kStart, kHalf);
    CHECK(state.may_start(1, kStart) == BreakerPass::No);
    CHECK(state.may_start(0, kStart) == BreakerPass::Yes);  // a guest waits for that one
    REQUIRE(state.next_change(kStart) == kStart + 14s);
    auto now = kStart + 14s;
    std::vector<std::chrono::nanoseconds> distances;
    for (int i = 0; i < 12; ++i) {
      REQUIRE(state.may_start(1, now) == BreakerPass::Yes);
      state.started(item("x"), now, kHalf);
      const auto next = state.next_change(now).value_or(now);
      distances.push_back(next - now);
      state.succeeded(item("x"), now);
      now = next;
    }
    CHECK(distances.front() == 10s);
    CHECK(distances[1] == 5s);
    CHECK(distances.back() == 0s);
    CHECK(std::is_sorted(distances.rbegin(), distances.rend()));
  }

  TEST_CASE("a short outage costs little") {
    TargetState state;
    state.probe_failed(make_error(Errc::NetworkDown, "down"), kStart - 8s, kHalf);
    state.probe_answered(kStart, 0xFFFFFFFFU);
    CHECK(state.may_start(1, kStart + 2s) == BreakerPass::Yes);
  }

  TEST_CASE("an overloaded server gets its objects further apart") {
    TargetState state;
    state.probe_started();
    state.probe_answered(kStart, 0);
    for (int i = 0; i < 3; ++i) fail(state, item("i" + std::to_string(i)), Errc::ServerBusy);
    state.started(item("y"), kStart, kHalf);
    for (const int lane : {0, 1}) {
      CHECK(state.may_start(lane, kStart + 9s) == BreakerPass::No);
      CHECK(state.may_start(lane, kStart + 10s) == BreakerPass::Yes);
    }
  }

  TEST_CASE("a link event brings the next probe forward, never back") {
    auto state = online();
    state.link_changed(kStart, kHalf);
    const auto first = *state.probe_at();
    state.link_changed(kStart + 1s, 0xFFFFFFFFU);
    CHECK(*state.probe_at() == first);
  }
}

}  // namespace booth

#include "daemon/core/upload/network_state.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace booth {
namespace {

using namespace std::chrono_literals;

NetworkStep go(const NetworkState& state, const NetworkEvent& event,
               std::uint32_t random = 0x80000000U) {
  return step(state, event, {}, random);
}

NetworkState run(NetworkState state, const std::vector<NetworkEvent>& events) {
  for (const auto& event : events) state = go(state, event).state;
  return state;
}

}  // namespace

TEST_SUITE("core/upload/network_state") {
  TEST_CASE("it begins by probing, and sends only once something of ours has answered") {
    CHECK(NetworkState{}.mode == NetworkMode::Probing);
    CHECK_FALSE(may_send(NetworkMode::Probing));
    CHECK_FALSE(may_send(NetworkMode::Offline));
    CHECK_FALSE(may_send(NetworkMode::Captive));
    CHECK(may_send(NetworkMode::Degraded));
    CHECK(may_send(NetworkMode::Online));
    CHECK(run({}, {ProbeAnswered{}}).mode == NetworkMode::Online);
  }

  TEST_CASE("failed probes come further and further apart, up to a minute") {
    auto first = go({}, ProbeFailed{Errc::NetworkDown});
    CHECK(first.state.mode == NetworkMode::Offline);
    CHECK(*first.probe_after == 750ms);
    auto second = go(first.state, ProbeFailed{Errc::TimedOut});
    CHECK(*second.probe_after == 1500ms);
    NetworkState state;
    for (int i = 0; i < 100; ++i) {
      const auto next = go(state, ProbeFailed{}, 0xFFFFFFFFU);
      CHECK(*next.probe_after <= 1min);
      state = next.state;
    }
    CHECK(*go(state, ProbeFailed{}, 0).probe_after == 30s);
  }

  TEST_CASE("a portal or a strange certificate is captive and is probed every few seconds") {
    for (const auto code : {Errc::CaptivePortal, Errc::TlsRefused}) {
      const auto next = go({}, ProbeFailed{code});
      CHECK(next.state.mode == NetworkMode::Captive);
      CHECK(*next.probe_after <= 5s);
      const auto open = go(next.state, ProbeAnswered{});
      CHECK(open.state.mode == NetworkMode::Online);
      CHECK(open.is_back);
    }
  }

  TEST_CASE("a server that answers with a refusal is reached: its breaker decides the rest") {
    for (const auto code : {Errc::ServerBusy, Errc::AuthRefused, Errc::ServerRefused})
      CHECK(go({}, ProbeFailed{code}).state.mode == NetworkMode::Online);
  }

  TEST_CASE("a refused credential is tried again within a minute: somebody may have renewed it") {
    const auto refused = go({}, ProbeFailed{Errc::AuthRefused}).probe_after;
    REQUIRE(refused.has_value());
    CHECK(*refused <= 1min);
  }

  TEST_CASE("a transfer's network fault stops sending and probes at once, once") {
    const auto first = go({NetworkMode::Online}, TransferFailed{Errc::NetworkDown});
    CHECK(first.state.mode == NetworkMode::Probing);
    CHECK(*first.probe_after == 0ms);
    const auto second = go(first.state, TransferFailed{Errc::TimedOut});
    CHECK(second.state.mode == NetworkMode::Probing);
    CHECK_FALSE(second.probe_after.has_value());
  }

  TEST_CASE("the server's own refusals leave the road alone") {
    const auto next = go({NetworkMode::Online}, TransferFailed{Errc::ServerBusy});
    CHECK(next.state.mode == NetworkMode::Online);
    CHECK_FALSE(next.probe_after.has_value());
  }

  TEST_CASE("probes that pass while transfers keep failing are a degraded line, until one passes") {
    NetworkState state{NetworkMode::Online};
    for (int i = 0; i < 3; ++i)
      state = run(state, {TransferFailed{Errc::TimedOut}, ProbeAnswered{}});
    CHECK(state.mode == NetworkMode::Degraded);
    CHECK(run(state, {TransferAnswered{}}).mode == NetworkMode::Online);
  }

  TEST_CASE("a link event is a hint: probe soon, spread out, and believe nothing yet") {
    for (const auto mode : {NetworkMode::Online, NetworkMode::Offline, NetworkMode::Captive}) {
      const auto next = go({mode}, LinkChanged{});
      CHECK(next.state.mode == mode);
      CHECK(*next.probe_after == 1500ms);
    }
  }

  TEST_CASE("coming back is told once, and only after having been away") {
    CHECK_FALSE(go({}, ProbeAnswered{}).is_back);
    const auto offline = run({}, {ProbeFailed{}});
    const auto back = go(offline, ProbeAnswered{});
    CHECK(back.is_back);
    CHECK_FALSE(go(back.state, ProbeAnswered{}).is_back);
    CHECK_FALSE(go(back.state, TransferAnswered{}).is_back);
  }

  TEST_CASE("every mode has its word") {
    CHECK(to_string(NetworkMode::Probing) == "probing");
    CHECK(to_string(NetworkMode::Offline) == "offline");
    CHECK(to_string(NetworkMode::Captive) == "captive");
    CHECK(to_string(NetworkMode::Degraded) == "degraded");
    CHECK(to_string(NetworkMode::Online) == "online");
  }
}

}  // namespace booth

#include "daemon/core/upload/network_state.hpp"

#include "daemon/core/backoff.hpp"
#include "daemon/core/enum_text.hpp"
#include "daemon/core/overloaded.hpp"
#include "daemon/core/upload/upload_retry.hpp"

namespace booth {
namespace {

using std::chrono::milliseconds;

constexpr EnumText<NetworkMode, 5> kModes{{"probing", "offline", "captive", "degraded", "online"}};

NetworkStep after_probe_answer(const NetworkState& state, const NetworkLimits& limits) {
  const bool was_away = !may_send(state.mode);
  const bool is_shaky = state.failed_transfers >= limits.transfers_to_degrade;
  const auto mode = is_shaky ? NetworkMode::Degraded : NetworkMode::Online;
  return {{mode, 0, state.failed_transfers}, std::nullopt, was_away && state.failed_probes > 0};
}

NetworkStep after_probe_failure(const NetworkState& state, Errc code, const NetworkLimits& limits,
                                std::uint32_t random) {
  const int failures = state.failed_probes + 1;
  // A strange certificate in place of ours is what a portal shows; only time or a person changes
  // it.
  if (code == Errc::CaptivePortal || code == Errc::TlsRefused)
    return {{NetworkMode::Captive, failures, state.failed_transfers}, limits.captive_delay, false};

  // Half of the delay is sure: full jitter would sometimes probe in a tight row.
  const auto ceiling = doubling_delay(failures, limits.first_delay, limits.longest_delay);
  const auto delay = ceiling / 2 + full_jitter(ceiling / 2, random);
  if (is_network_fault(code))
    return {{NetworkMode::Offline, failures, state.failed_transfers}, delay, false};

  // The server itself answered (busy, credential refused): the road is there, its breaker decides
  // the rest. A new credential should not have to wait for the next idle probe.
  auto next = after_probe_answer(state, limits);
  if (code == Errc::AuthRefused) next.probe_after = limits.longest_delay;
  return next;
}

NetworkStep after_transfer_failure(const NetworkState& state, Errc code) {
  if (!is_network_fault(code)) return {{state.mode, state.failed_probes, 0}, std::nullopt, false};
  const int failures = state.failed_transfers + 1;
  // Another transfer has already reported it, and a probe is on its way.
  if (!may_send(state.mode))
    return {{state.mode, state.failed_probes, failures}, std::nullopt, false};
  return {{NetworkMode::Probing, 0, failures}, milliseconds{0}, false};
}

}  // namespace

std::string_view to_string(NetworkMode mode) {
  return kModes.word(mode);
}

bool may_send(NetworkMode mode) {
  return mode == NetworkMode::Online || mode == NetworkMode::Degraded;
}

NetworkStep step(const NetworkState& state, const NetworkEvent& event, const NetworkLimits& limits,
                 std::uint32_t random) {
  // clang-format off
  return std::visit(overloaded{
      [&](const LinkChanged&)          { return NetworkStep{state, full_jitter(limits.spread_after_link, random), false}; },
      [&](const ProbeAnswered&)        { return after_probe_answer(state, limits); },
      [&](const ProbeFailed& failed)   { return after_probe_failure(state, failed.code, limits, random); },
      [&](const TransferAnswered&)     { return NetworkStep{{NetworkMode::Online, 0, 0}, std::nullopt, !may_send(state.mode) && state.failed_probes > 0}; },
      [&](const TransferFailed& failed){ return after_transfer_failure(state, failed.code); },
  }, event);
  // clang-format on
}

}  // namespace booth

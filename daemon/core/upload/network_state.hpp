#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "daemon/core/error.hpp"

namespace booth {

/// How one target can be reached. Items are sent in Online and Degraded only; nothing is counted in
/// the others.
enum class NetworkMode {
  Probing,   ///< we do not know; a probe is due or under way
  Offline,   ///< no answer
  Captive,   ///< something else answered in place of our server
  Degraded,  ///< probes pass, transfers keep failing: one connection only
  Online,
};

std::string_view to_string(NetworkMode mode);

struct NetworkState {
  NetworkMode mode = NetworkMode::Probing;
  int failed_probes = 0;     ///< in a row
  int failed_transfers = 0;  ///< in a row, by the network's fault
};

struct NetworkLimits {
  /// A fresh link is used by every booth of the hall at once.
  std::chrono::milliseconds spread_after_link{3000};
  std::chrono::milliseconds first_delay{1000};
  /// A probe costs the server nearly nothing; a minute is what an attendant accepts.
  std::chrono::milliseconds longest_delay{std::chrono::minutes(1)};
  /// Only the portal itself pays for these, and the guest with the phone waits beside us.
  std::chrono::milliseconds captive_delay{3000};
  int transfers_to_degrade = 3;
};

/// What the kernel says about links, addresses and routes: a hint.
enum class LinkEvent {
  Changed,  ///< something is different: worth a probe
  Lost,     ///< a link or an address is gone: connections over it hang
};

/// The kernel says that a link, an address or a route has changed: a hint, never the truth.
struct LinkChanged {};
/// Our own server answered a probe.
struct ProbeAnswered {};
struct ProbeFailed {
  Errc code = Errc::NetworkDown;
};
/// The server took an object.
struct TransferAnswered {};
struct TransferFailed {
  Errc code = Errc::NetworkDown;
};

using NetworkEvent =
    std::variant<LinkChanged, ProbeAnswered, ProbeFailed, TransferAnswered, TransferFailed>;

struct NetworkStep {
  NetworkState state;
  std::optional<std::chrono::milliseconds>
      probe_after;  ///< start a probe after this delay; an earlier one stands down
  bool is_back =
      false;  ///< the road was gone and is there again: work held back by it may go at once
};

/// Total: an event that does not fit changes nothing. Pure.
///
/// @param random  uniformly distributed 32 bits
NetworkStep step(const NetworkState& state, const NetworkEvent& event, const NetworkLimits& limits,
                 std::uint32_t random);

/// True when items may be sent.
bool may_send(NetworkMode mode);

}  // namespace booth

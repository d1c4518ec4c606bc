#pragma once

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <span>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "daemon/core/result.hpp"
#include "daemon/core/upload/network_state.hpp"

namespace booth {

/// Which links carry, as the kernel tells. Fed with netlink messages; no I/O.
class LinkTable {
 public:
  /// @param messages  one datagram from a NETLINK_ROUTE socket; nonsense is ignored
  /// @returns         what the datagram means; nullopt when nothing of interest
  std::optional<LinkEvent> take(std::span<const std::byte> messages);

 private:
  std::optional<LinkEvent> on_link(std::span<const std::byte> payload, bool is_removed);

  std::map<int, bool> carries_;  ///< by interface index; loopback left out
};

/// Listens to the kernel's news about links, addresses and routes. Works as an ordinary user. Only
/// hints come out of it: whether the cloud can be reached is found out by a probe.
class NetworkWatch {
 public:
  explicit NetworkWatch(boost::asio::any_io_executor executor);

  /// @returns Io when the kernel has no netlink for us (a strict sandbox): uploads work without,
  /// only slower to notice
  Result<void> open();

  /// Calls `on_event` for each burst of news until `stop`. Returns at once when not open.
  boost::asio::awaitable<void> run(std::function<void(LinkEvent)> on_event);
  void stop();

 private:
  boost::asio::posix::stream_descriptor socket_;
  LinkTable links_;
  bool is_stopped_ = false;
};

}  // namespace booth

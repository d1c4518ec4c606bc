#include "sync/network_watch.hpp"

#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <linux/if.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "daemon/runtime/log.hpp"
#include "daemon/runtime/unique_fd.hpp"

namespace booth {
namespace {

using boost::asio::awaitable;

constexpr std::size_t kDatagram = 32 * 1024;

/// A link that is plugged in and has its carrier. The default route stays when the carrier goes, so
/// routes tell nothing.
bool has_carrier(unsigned flags) {
  return (flags & IFF_LOWER_UP) != 0 && (flags & IFF_UP) != 0;
}

}  // namespace

std::optional<LinkEvent> LinkTable::take(std::span<const std::byte> messages) {
  std::optional<LinkEvent> event;
  while (messages.size() >= sizeof(nlmsghdr)) {
    nlmsghdr header;
    std::memcpy(&header, messages.data(), sizeof header);
    if (header.nlmsg_len < sizeof header || header.nlmsg_len > messages.size()) break;
    const auto payload = messages.subspan(NLMSG_HDRLEN, header.nlmsg_len - NLMSG_HDRLEN);
    std::optional<LinkEvent> found;
    if (header.nlmsg_type == RTM_NEWLINK || header.nlmsg_type == RTM_DELLINK)
      found = on_link(payload, header.nlmsg_type == RTM_DELLINK);
    else if (header.nlmsg_type == RTM_DELADDR)
      found = LinkEvent::Lost;
    else if (header.nlmsg_type == RTM_NEWADDR || header.nlmsg_type == RTM_NEWROUTE ||
             header.nlmsg_type == RTM_DELROUTE)
      found = LinkEvent::Changed;
    if (found && event != LinkEvent::Lost) event = found;
    messages =
        messages.subspan(std::min<std::size_t>(NLMSG_ALIGN(header.nlmsg_len), messages.size()));
  }
  return event;
}

std::optional<LinkEvent> LinkTable::on_link(std::span<const std::byte> payload, bool is_removed) {
  ifinfomsg link;
  if (payload.size() < sizeof link) return std::nullopt;
  std::memcpy(&link, payload.data(), sizeof link);
  if ((link.ifi_flags & IFF_LOOPBACK) != 0) return std::nullopt;

  const bool carries = !is_removed && has_carrier(link.ifi_flags);
  const auto known = carries_.find(link.ifi_index);
  const bool is_news = known == carries_.end() || known->second != carries;
  // Wi-Fi drivers repeat NEWLINK every few seconds: only a change counts.
  if (!is_news) return std::nullopt;
  if (is_removed)
    carries_.erase(link.ifi_index);
  else
    carries_[link.ifi_index] = carries;
  return carries ? LinkEvent::Changed : LinkEvent::Lost;
}

NetworkWatch::NetworkWatch(boost::asio::any_io_executor executor) : socket_(std::move(executor)) {}

Result<void> NetworkWatch::open() {
  UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_ROUTE));
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  address.nl_groups =
      RTMGRP_LINK | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE;
  if (!socket ||
      ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    return make_error(Errc::Io, std::string("netlink: ") + std::strerror(errno));
  socket_.assign(socket.release());
  return {};
}

awaitable<void> NetworkWatch::run(std::function<void(LinkEvent)> on_event) {
  std::vector<std::byte> datagram(kDatagram);
  while (!is_stopped_ && socket_.is_open()) {
    boost::system::error_code failed;
    const auto size = co_await socket_.async_read_some(
        boost::asio::buffer(datagram),
        boost::asio::redirect_error(boost::asio::use_awaitable, failed));
    if (is_stopped_) co_return;
    // So much news that the kernel dropped some: something has changed, that is all we need.
    if (failed == boost::system::errc::no_buffer_space) {
      on_event(LinkEvent::Changed);
    } else if (failed) {
      log::warn("network_watch_ended", {{"cause", failed.message()}});
      co_return;
    } else if (const auto event = links_.take(std::span(datagram).first(size))) {
      on_event(*event);
    }
  }
}

void NetworkWatch::stop() {
  is_stopped_ = true;
  boost::system::error_code ignored;
  socket_.close(ignored);
}

}  // namespace booth

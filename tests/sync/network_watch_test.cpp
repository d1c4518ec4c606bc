#include "sync/network_watch.hpp"

#include <cstring>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>
#include <linux/if.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "tests/support/run_loop.hpp"

namespace booth {
namespace {

using Message = std::vector<std::byte>;

template <class Payload>
Message message(int type, const Payload& payload) {
  nlmsghdr header{};
  header.nlmsg_len = NLMSG_LENGTH(sizeof payload);
  header.nlmsg_type = static_cast<std::uint16_t>(type);
  Message bytes(NLMSG_SPACE(sizeof payload));
  std::memcpy(bytes.data(), &header, sizeof header);
  std::memcpy(bytes.data() + NLMSG_HDRLEN, &payload, sizeof payload);
  return bytes;
}

Message link(int index, unsigned flags, int type = RTM_NEWLINK) {
  ifinfomsg payload{};
  payload.ifi_index = index;
  payload.ifi_flags = flags;
  return message(type, payload);
}

constexpr unsigned kUp = static_cast<unsigned>(IFF_UP) | static_cast<unsigned>(IFF_LOWER_UP);

}  // namespace

TEST_SUITE("sync/network_watch") {
  TEST_CASE("a carrier that goes is a lost link, one that comes is a change, a repeat is nothing") {
    LinkTable links;
    CHECK(links.take(link(2, kUp)) == LinkEvent::Changed);
    CHECK_FALSE(links.take(link(2, kUp)).has_value());
    CHECK(links.take(link(2, IFF_UP)) == LinkEvent::Lost);
    CHECK_FALSE(links.take(link(2, IFF_UP)).has_value());
    CHECK(links.take(link(2, kUp)) == LinkEvent::Changed);
    CHECK(links.take(link(3, kUp)) == LinkEvent::Changed);
    CHECK(links.take(link(3, kUp, RTM_DELLINK)) == LinkEvent::Lost);
  }

  TEST_CASE("loopback tells nothing") {
    LinkTable links;
    CHECK_FALSE(links.take(link(1, kUp | static_cast<unsigned>(IFF_LOOPBACK))).has_value());
  }

  TEST_CASE("a lost address is a loss, and new addresses and routes are changes") {
    LinkTable links;
    CHECK(links.take(message(RTM_DELADDR, ifaddrmsg{})) == LinkEvent::Lost);
    CHECK(links.take(message(RTM_NEWADDR, ifaddrmsg{})) == LinkEvent::Changed);
    CHECK(links.take(message(RTM_NEWROUTE, rtmsg{})) == LinkEvent::Changed);
    CHECK_FALSE(links.take(message(NLMSG_DONE, rtmsg{})).has_value());
  }

  TEST_CASE("several messages in one datagram: the worst counts") {
    LinkTable links;
    REQUIRE(links.take(link(2, kUp)).has_value());
    auto both = link(2, 0);
    const auto route = message(RTM_NEWROUTE, rtmsg{});
    both.insert(both.end(), route.begin(), route.end());
    CHECK(links.take(both) == LinkEvent::Lost);
  }

  TEST_CASE("cut and lying messages are ignored") {
    LinkTable links;
    const auto whole = link(2, kUp);
    for (std::size_t size = 0; size < NLMSG_LENGTH(sizeof(ifinfomsg)); ++size)
      CHECK_FALSE(links.take(std::span(whole).first(size)).has_value());
    auto lying = whole;
    const std::uint32_t length = 4;
    std::memcpy(lying.data(), &length, sizeof length);
    CHECK_FALSE(links.take(lying).has_value());
    auto tiny = message(RTM_NEWLINK, std::uint32_t{7});
    CHECK_FALSE(links.take(tiny).has_value());
  }

  TEST_CASE("the kernel lets us listen, and stopping ends it") {
    boost::asio::io_context loop;
    NetworkWatch watch(loop.get_executor());
    const auto opened = watch.open();
    if (!opened) {
      MESSAGE("skipped: ", opened.error().context);
      return;
    }
    bool has_ended = false;
    boost::asio::co_spawn(loop, watch.run([](LinkEvent) {}),
                          [&](std::exception_ptr) { has_ended = true; });
    loop.run_for(std::chrono::milliseconds(20));
    CHECK_FALSE(has_ended);
    watch.stop();
    CHECK(run_until(loop, [&] { return has_ended; }));
  }
}

}  // namespace booth

#include "sync/curl_transport.hpp"

#include <fstream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"
#include "drivers/demo/rig/free_port.hpp"
#include "tests/support/curl_fixture.hpp"
#include "tests/support/scripted_http_server.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;
using Server = ScriptedHttpServer;
using Fixture = CurlFixture;
using Clock = std::chrono::steady_clock;

boost::asio::awaitable<void> wait_for(std::chrono::milliseconds time) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, time);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

boost::asio::awaitable<bool> ends_first(CurlTransport& transport, HttpRequest request,
                                        std::chrono::milliseconds time) {
  using namespace boost::asio::experimental::awaitable_operators;
  auto race = transport.request(std::move(request)) || wait_for(time);
  const auto winner = co_await std::move(race);
  co_return winner.index() == 0;
}

}  // namespace

TEST_SUITE("sync/curl_transport") {
  TEST_CASE_FIXTURE(
      Fixture,
      "method, headers and body arrive as they were given, and the answer comes back whole") {
    Server server(loop.get_executor(), [](const Server::Request&) {
      return Server::reply(207, "X-One: 1\r\nx-two:  two words \r\n", "hello");
    });
    CurlTransport transport(loop.get_executor(), {});
    HttpRequest request{.method = "REPORT", .url = server.url() + "a/../b?x=1"};
    request.headers = {{"X-Mine", "yes"}, {"X-Empty", ""}};
    request.body = std::string("body");
    const auto answer = ask(transport, request);
    REQUIRE_MESSAGE(answer.has_value(), answer.error().context);
    CHECK(answer->status == 207);
    CHECK(answer->body == "hello");
    CHECK(answer->header("x-one") == "1");
    CHECK(answer->header("x-two") == "two words");
    CHECK_FALSE(answer->header("x-three").has_value());
    const auto& seen = server.requests().at(0);
    CHECK(seen.method == "REPORT");
    CHECK(seen.target == "/a/../b?x=1");
    CHECK(seen.body == "body");
    CHECK(seen.head.find("x-mine: yes\r\n") != std::string::npos);
    CHECK(seen.head.find("x-empty:\r\n") != std::string::npos);
    for (const auto* added : {"accept:", "expect:", "content-type:"})
      CHECK(seen.head.find(added) == std::string::npos);
  }

  TEST_CASE_FIXTURE(Fixture, "a piece of a file is sent, and one connection is used again") {
    Server server(loop.get_executor(), [](const Server::Request&) { return Server::reply(201); });
    CurlTransport transport(loop.get_executor(), {});
    std::ofstream(folder.path() / "f") << "0123456789";
    for (int i = 0; i < 5; ++i) {
      HttpRequest request{.method = "PUT", .url = server.url()};
      request.body = FileSlice{(folder.path() / "f").string(), i, 4};
      REQUIRE(ask(transport, request).has_value());
    }
    CHECK(server.requests().at(3).body == "3456");
    CHECK(server.requests().back().connection == 1);
    CHECK(transport.counts().connections == 1);
    CHECK(transport.counts().bytes_sent == 20);
  }

  TEST_CASE_FIXTURE(Fixture,
                    "a file that is gone or too short is an Io error before anything is sent") {
    Server server(loop.get_executor(), [](const Server::Request&) { return Server::reply(201); });
    CurlTransport transport(loop.get_executor(), {});
    HttpRequest request{.method = "PUT", .url = server.url()};
    request.body = FileSlice{(folder.path() / "none").string(), 0, 4};
    CHECK(ask(transport, request).error().code == Errc::Io);
    request.body = FileSlice{file_of(10), 0, 11};
    CHECK(ask(transport, request).error().code == Errc::Io);
    CHECK(server.requests().empty());
  }

  TEST_CASE_FIXTURE(Fixture,
                    "libcurl's silent second sending does not happen: the outcome stays unknown") {
    // The second request on the kept connection is read and the connection closed without an
    // answer.
    Server server(loop.get_executor(), [](const Server::Request& request) {
      if (request.body == "first") return Server::reply(200);
      return Server::Reply{"", true, false};
    });
    for (const auto* method : {"PUT", "POST", "PATCH"}) {
      CurlTransport transport(loop.get_executor(), {});
      auto request = put_text(server.url(), "first");
      request.method = method;
      REQUIRE(ask(transport, request).has_value());
      const auto before = server.requests().size();
      request.body = std::string("second");
      const auto answer = ask(transport, request);
      REQUIRE(answer.has_error());
      CHECK(answer.error().code == Errc::NetworkDown);
      CHECK(server.requests().size() == before + 1);
    }
  }

  TEST_CASE_FIXTURE(
      Fixture,
      "small bodies do not ask first, and large ones do, and lose little where nobody answers") {
    Server server(loop.get_executor(), [](const Server::Request&) { return Server::reply(201); });
    server.answer_expect(false);
    CurlTransport transport(loop.get_executor(), {});
    REQUIRE(ask(transport, put_text(server.url(), std::string(1024 * 1024 - 1, 'x'))).has_value());
    CHECK(server.requests().at(0).head.find("expect:") == std::string::npos);
    const auto begin = Clock::now();
    REQUIRE(ask(transport, put_text(server.url(), std::string(1024 * 1024, 'x'))).has_value());
    const auto took = Clock::now() - begin;
    CHECK(server.requests().at(1).head.find("expect: 100-continue") != std::string::npos);
    CHECK(took >= 250ms);
  }

  TEST_CASE_FIXTURE(Fixture, "a refusal in the middle of a large body is an answer, not an error") {
    Server server(loop.get_executor(), [](const Server::Request&) { return Server::reply(413); });
    CurlTransport transport(loop.get_executor(), {});
    const auto answer = ask(transport, put_text(server.url(), std::string(3'000'000, 'x')));
    REQUIRE(answer.has_value());
    CHECK(answer->status == 413);
  }

  TEST_CASE_FIXTURE(Fixture, "an answer longer than allowed is refused, in headers and in body") {
    Server server(loop.get_executor(), [](const Server::Request& request) {
      if (request.target == "/body") return Server::reply(200, "", std::string(5000, 'x'));
      std::string headers;
      for (int i = 0; i < 3000; ++i)
        headers += "x-header-" + std::to_string(i) + ": " + std::string(30, 'y') + "\r\n";
      return Server::reply(200, headers);
    });
    CurlTransport transport(loop.get_executor(), {});
    HttpRequest body{.url = server.url() + "body"};
    body.answer_limit = 4999;
    CHECK(ask(transport, body).error().code == Errc::Corrupt);
    body.answer_limit = 5000;
    CHECK(ask(transport, body).has_value());
    CHECK(ask(transport, {.url = server.url() + "headers"}).error().code == Errc::Corrupt);
  }

  TEST_CASE_FIXTURE(Fixture, "a hashed answer keeps no bytes") {
    Server server(loop.get_executor(),
                  [](const Server::Request&) { return Server::reply(200, "", "abc"); });
    CurlTransport transport(loop.get_executor(), {});
    HttpRequest request{.url = server.url()};
    request.is_answer_hashed = true;
    const auto answer = ask(transport, request);
    REQUIRE(answer.has_value());
    CHECK(answer->body.empty());
    CHECK(answer->body_bytes == 3);
    CHECK(answer->body_sha256 == sha256_hex("abc"));
  }

  TEST_CASE_FIXTURE(Fixture, "nobody there, nonsense in place of an answer, a wrong name") {
    Server nonsense(loop.get_executor(), [](const Server::Request&) {
      return Server::Reply{"\x01\x02 portal\r\n\r\n", true, false};
    });
    CurlTransport transport(loop.get_executor(), {});
    const auto refused =
        ask(transport, {.url = "http://127.0.0.1:" + std::to_string(demo::free_port()) + "/"});
    CHECK(refused.error().code == Errc::NetworkDown);
    const auto strange = ask(transport, {.url = nonsense.url()});
    REQUIRE(strange.has_error());
    CHECK((strange.error().code == Errc::NetworkDown || strange.error().code == Errc::BadInput));
    CHECK(ask(transport, {.url = "https://no-such-host.invalid/"}).error().code ==
          Errc::NetworkDown);
  }

  TEST_CASE_FIXTURE(Fixture, "plain http leaves the booth towards loopback only") {
    CurlTransport transport(loop.get_executor(), {});
    for (const auto* url : {"http://example.com/", "ftp://127.0.0.1/", "file:///etc/passwd", "",
                            "http://127.0.0.1@example.com/", "http://127.0.0.1.example.com/"}) {
      CAPTURE(url);
      CHECK(ask(transport, {.url = url}).error().code == Errc::BadInput);
    }
    CHECK(is_loopback_url("http://localhost:8080/x"));
    CHECK(is_loopback_url("http://127.9.9.9/x"));
    CHECK(is_loopback_url("http://[::1]:80/x"));
    CHECK_FALSE(is_loopback_url("http://localhost.example.com/"));
    CHECK_FALSE(is_loopback_url("https://10.0.0.1/"));
  }

  TEST_CASE_FIXTURE(Fixture, "line ends cannot be smuggled into a request") {
    CurlTransport transport(loop.get_executor(), {});
    HttpRequest request{.url = "http://127.0.0.1/"};
    request.headers = {{"X", "1\r\nY: 2"}};
    CHECK(ask(transport, request).error().code == Errc::BadInput);
    CHECK(ask(transport, {.method = "GET\r\n", .url = "http://127.0.0.1/"}).error().code ==
          Errc::BadInput);
  }

  TEST_CASE_FIXTURE(
      Fixture,
      "a server that never answers is given up by the deadline or by the low-speed limit") {
    Server server(loop.get_executor(), [](const Server::Request&) {
      return Server::Reply{"", false, true};
    });
    CurlTransport transport(loop.get_executor(), {});
    HttpRequest request{.url = server.url()};
    request.deadline = 200ms;
    CHECK(ask(transport, request).error().code == Errc::TimedOut);

    CurlOptions impatient;
    impatient.low_speed_time = 1s;
    CurlTransport second(loop.get_executor(), impatient);
    CHECK(ask(second, {.url = server.url()}).error().code == Errc::TimedOut);
  }

  TEST_CASE_FIXTURE(Fixture, "cancelling ends the transfer, and the transport lives on") {
    Server server(loop.get_executor(), [](const Server::Request& request) {
      if (request.target == "/silent") return Server::Reply{"", false, true};
      return Server::reply(200);
    });
    CurlTransport transport(loop.get_executor(), {});
    CHECK_FALSE(
        run_until_done(loop, ends_first(transport, {.url = server.url() + "silent"}, 50ms)));
    CHECK(run_until_done(loop, ends_first(transport, {.url = server.url()}, 20s)));
  }

  TEST_CASE_FIXTURE(
      Fixture,
      "dropping the connections ends transfers under way, and the next one connects afresh") {
    Server server(loop.get_executor(), [](const Server::Request& request) {
      if (request.target == "/silent") return Server::Reply{"", false, true};
      return Server::reply(200);
    });
    CurlTransport transport(loop.get_executor(), {});
    REQUIRE(ask(transport, {.url = server.url()}).has_value());
    std::optional<Errc> ended;
    const auto note = [&ended](std::exception_ptr, Result<HttpAnswer> answer) {
      ended = answer ? Errc::Internal : answer.error().code;
    };
    boost::asio::co_spawn(loop, transport.request({.url = server.url() + "silent"}), note);
    REQUIRE(run_until(loop, [&] { return server.requests().size() == 2; }));
    transport.drop_connections();
    REQUIRE(run_until(loop, [&] { return ended.has_value(); }));
    CHECK(*ended == Errc::NetworkDown);
    REQUIRE(ask(transport, {.url = server.url()}).has_value());
    CHECK(server.requests().back().connection == 2);
  }

  TEST_CASE_FIXTURE(Fixture, "the transport may go before the loop, with transfers under way") {
    Server server(loop.get_executor(), [](const Server::Request&) {
      return Server::Reply{"", false, true};
    });
    auto transport = std::make_unique<CurlTransport>(loop.get_executor(), CurlOptions{});
    boost::asio::co_spawn(loop, transport->request({.url = server.url()}),
                          [](std::exception_ptr, Result<HttpAnswer>) {});
    REQUIRE(run_until(loop, [&] { return !server.requests().empty(); }));
    transport.reset();
    loop.run_for(20ms);
  }
}

}  // namespace booth

#include "sync/curl_transport.hpp"

#include <fstream>
#include <iterator>

#include <boost/asio/co_spawn.hpp>
#include <doctest/doctest.h>

#include "drivers/demo/rig/nginx_dav.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "tests/support/chaos_proxy.hpp"
#include "tests/support/curl_fixture.hpp"
#include "tests/support/scripted_http_server.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;
using Server = ScriptedHttpServer;
using Fixture = CurlFixture;
using Clock = std::chrono::steady_clock;

}  // namespace

TEST_SUITE("sync/curl_limits") {
  TEST_CASE_FIXTURE(Fixture,
                    "the bandwidth limit holds for all transfers together, urgent ones pass it") {
    Server server(loop.get_executor(), [](const Server::Request&) { return Server::reply(201); });
    CurlOptions options;
    options.upload_bytes_per_s = 200'000;
    CurlTransport transport(loop.get_executor(), options);
    int left = 3;
    const auto begin = Clock::now();
    for (int i = 0; i < 3; ++i) {
      const auto count_down = [&left](std::exception_ptr, Result<HttpAnswer> answer) {
        CHECK(answer.has_value());
        --left;
      };
      boost::asio::co_spawn(
          loop, transport.request(put_text(server.url(), std::string(100'000, 'x'))), count_down);
    }
    auto urgent = put_text(server.url() + "urgent", std::string(100'000, 'u'));
    urgent.is_urgent = true;
    REQUIRE(ask(transport, urgent).has_value());
    CHECK(left == 3);
    REQUIRE(run_until(loop, [&] { return left == 0; }));
    CHECK(Clock::now() - begin >= 1200ms);  // 300 kB at 200 kB/s, less one burst

    std::string long_body(400'000, 'y');
    transport.limit_upload(0);
    REQUIRE(ask(transport, put_text(server.url(), long_body)).has_value());
  }

  TEST_CASE_FIXTURE(Fixture, "HTTP/2 is not spoken, even to a server that offers it") {
    demo::NginxDavOptions options;
    options.folder = folder.path() / "cloud";
    auto nginx = demo::NginxDav::prepare(options);
    REQUIRE_MESSAGE(nginx.has_value(), nginx.error().context);
    REQUIRE(nginx->start().has_value());
    CurlOptions trusting;
    trusting.ca_file = nginx->ca_file();
    CurlTransport transport(loop.get_executor(), trusting);
    REQUIRE(ask(transport, put_text(nginx->base_url() + "a.txt", "hello")).has_value());
    // nginx writes its line after it has answered.
    std::string log;
    const auto is_logged = [&] {
      std::ifstream stream(nginx->log());
      log.assign(std::istreambuf_iterator<char>(stream), {});
      return log.ends_with('\n');
    };
    REQUIRE(demo::wait_until(is_logged, std::chrono::seconds(60)));
    CHECK(log.starts_with("PUT /a.txt 201 "));
    CHECK(log.ends_with(" HTTP/1.1\n"));
  }

  TEST_CASE_FIXTURE(Fixture, "TLS is verified: right authority, wrong authority, no TLS at all") {
    demo::NginxDavOptions options;
    options.folder = folder.path() / "cloud";
    auto nginx = demo::NginxDav::prepare(options);
    REQUIRE_MESSAGE(nginx.has_value(), nginx.error().context);
    REQUIRE(nginx->start().has_value());
    CurlOptions trusting;
    trusting.ca_file = nginx->ca_file();
    CurlTransport good(loop.get_executor(), trusting);
    const auto answer = ask(good, put_text(nginx->base_url() + "a.txt", "hello"));
    REQUIRE_MESSAGE(answer.has_value(), answer.error().context);
    CHECK(answer->status == 201);

    CurlTransport stranger(loop.get_executor(), {});
    const auto refused = ask(stranger, put_text(nginx->base_url() + "b.txt", "hello"));
    REQUIRE(refused.has_error());
    CHECK(refused.error().code == Errc::TlsRefused);
    CHECK(refused.error().context.find("Wi-Fi login page") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(nginx->objects() / "b.txt"));

    CurlOptions broken;
    broken.ca_file = (folder.path() / "none.pem").string();
    CurlTransport blind(loop.get_executor(), broken);
    CHECK(ask(blind, {.url = nginx->base_url()}).error().code == Errc::BadInput);

    Server plain(loop.get_executor(), [](const Server::Request&) { return Server::reply(200); });
    auto url = plain.url();
    trusting.connect_timeout = 200ms;
    CurlTransport hasty(loop.get_executor(), trusting);
    CHECK(ask(hasty, {.url = "https" + url.substr(4)}).error().code == Errc::TimedOut);
  }

  TEST_CASE_FIXTURE(Fixture, "a black hole in mid upload is noticed without a total timeout") {
    Server server(loop.get_executor(), [](const Server::Request&) { return Server::reply(201); });
    const auto port = static_cast<std::uint16_t>(std::stoi(server.url().substr(17)));
    ChaosProxy proxy(loop.get_executor(), port, [](int) { return Chaos{.freeze_after = 300'000}; });
    CurlOptions options;
    options.low_speed_time = 1s;
    CurlTransport transport(loop.get_executor(), options);
    const auto url = "http://127.0.0.1:" + std::to_string(proxy.port()) + "/";
    const auto answer = ask(transport, put_text(url, std::string(30'000'000, 'x')));
    CHECK(answer.error().code == Errc::TimedOut);
  }
}

}  // namespace booth

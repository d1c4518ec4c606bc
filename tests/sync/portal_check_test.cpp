#include "sync/portal_check.hpp"

#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/system_timer.hpp"
#include "drivers/demo/rig/free_port.hpp"
#include "tests/support/run_loop.hpp"
#include "tests/support/scripted_http_server.hpp"

namespace booth {
namespace {

using Server = ScriptedHttpServer;

Error explain(Server::Reply reply, Errc code = Errc::TlsRefused) {
  boost::asio::io_context loop;
  SystemTimer timer;
  Server server(loop.get_executor(), [reply](const Server::Request&) { return reply; });
  PortalCheck check(loop.get_executor(), server.url() + "generate_204", timer);
  return run_until_done(loop, check.explain(make_error(code, "certificate refused")));
}

}  // namespace

TEST_SUITE("sync/portal_check") {
  TEST_CASE("anything but 204 is a portal") {
    for (const int status : {200, 302, 404, 511}) {
      const auto error =
          explain(Server::reply(status, "", "<html>Welcome to the Grand Hotel</html>"));
      CHECK(error.code == Errc::CaptivePortal);
      CHECK(error.context.find("log in") != std::string::npos);
    }
  }

  TEST_CASE("204 with another date is a wrong clock") {
    const auto error = explain(Server::reply(204, "Date: Tue, 01 Jan 2019 00:00:00 GMT\r\n"));
    CHECK(error.code == Errc::TlsRefused);
    CHECK(error.context.find("clock is") != std::string::npos);
  }

  TEST_CASE("204 without news, or nobody there: the certificate itself is wrong") {
    CHECK(explain(Server::reply(204)).context == "certificate refused");
    boost::asio::io_context loop;
    SystemTimer timer;
    PortalCheck nobody(loop.get_executor(), "http://127.0.0.1:" + std::to_string(demo::free_port()),
                       timer);
    const auto refused = make_error(Errc::TlsRefused, "certificate refused");
    CHECK(run_until_done(loop, nobody.explain(refused)).context == "certificate refused");
    PortalCheck unused(loop.get_executor(), "", timer);
    CHECK(run_until_done(loop, unused.explain(refused)).code == Errc::TlsRefused);
  }

  TEST_CASE("a portal that breaks every TLS connection off is seen all the same") {
    const auto portal = Server::reply(302, "Location: http://login.hotel/\r\n");
    CHECK(explain(portal, Errc::NetworkDown).code == Errc::CaptivePortal);
    CHECK(explain(portal, Errc::TimedOut).code == Errc::CaptivePortal);
    CHECK(explain(Server::reply(204), Errc::NetworkDown).code == Errc::NetworkDown);
  }

  TEST_CASE("a broken server of ours is no portal") {
    CHECK(explain(Server::reply(503), Errc::NetworkDown).code == Errc::NetworkDown);
    CHECK(explain(Server::reply(502), Errc::TlsRefused).code == Errc::TlsRefused);
  }

  TEST_CASE("other errors are passed on unasked") {
    CHECK(explain(Server::reply(200), Errc::ServerBusy).code == Errc::ServerBusy);
  }
}

}  // namespace booth

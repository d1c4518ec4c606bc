#include "daemon/api/access.hpp"

#include <grp.h>
#include <sys/wait.h>

#include <set>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "daemon/api/routes.hpp"
#include "tests/support/api_rig.hpp"

namespace booth::testing {
namespace {

using api::Access;
using api::Role;

constexpr const char* kToken = "0123456789abcdef-guest";

api::ApiOptions with_loopback() {
  api::ApiOptions options;
  options.loopback_port = 0;
  options.loopback_token = kToken;
  return options;
}

PlainClient::Answer ask_loopback(const ApiRig& rig, const std::string& method,
                                 const std::string& target, const std::string& fields,
                                 const std::string& host = "127.0.0.1") {
  PlainClient client(rig.port());
  client.send(method + ' ' + target + " HTTP/1.1\r\nHost: " + host + "\r\n" + fields +
              "Content-Length: 0\r\n\r\n");
  return client.read_answer();
}

const std::string kAuthorized = std::string("Authorization: Bearer ") + kToken + "\r\n";

/// What the booth answers to a process of another user and group. Needs root.
int status_as(const ApiRig& rig, ::uid_t user, ::gid_t group, const std::string& method,
              const std::string& target) {
  const ::pid_t child = ::fork();
  if (child == 0) {
    if (::setgroups(0, nullptr) != 0 || ::setgid(group) != 0 || ::setuid(user) != 0) ::_exit(0);
    try {
      PlainClient client(rig.socket_path());
      client.send(ApiRig::request(method, target));
      ::_exit(client.read_answer().status / 10);  // an exit status has eight bits
    } catch (...) {
      ::_exit(0);
    }
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) * 10 : 0;
}

}  // namespace

TEST_SUITE("api/access") {
  TEST_CASE("each role may do what its name says and no more") {
    struct Case {
      Role role;
      Access access;
      const char* method;
      bool is_allowed;
    };
    const Case cases[] = {
        {Role::Nobody, Access::Open, "GET", true},
        {Role::Nobody, Access::Look, "GET", false},
        {Role::Nobody, Access::GuestFlow, "GET", false},
        {Role::Guest, Access::GuestFlow, "POST", true},
        {Role::Guest, Access::Look, "GET", false},
        {Role::Guest, Access::Attend, "POST", false},
        {Role::Viewer, Access::Look, "GET", true},
        {Role::Viewer, Access::Look, "HEAD", true},
        {Role::Viewer, Access::GuestFlow, "POST", false},
        {Role::Viewer, Access::Service, "PUT", false},
        {Role::Attendant, Access::Attend, "POST", true},
        {Role::Attendant, Access::GuestFlow, "POST", true},
        {Role::Attendant, Access::Service, "PUT", false},
        {Role::Attendant, Access::Service, "GET", true},
        {Role::Technician, Access::Service, "PUT", true},
    };
    for (const auto& one : cases) {
      CAPTURE(api::to_string(one.role));
      CAPTURE(one.method);
      CHECK(api::is_allowed(one.role, one.access, one.method) == one.is_allowed);
    }
  }

  TEST_CASE("nothing that changes something is open to everybody or to viewers") {
    for (const auto& route : api::all_routes()) {
      CAPTURE(route.pattern);
      if (route.method == "GET") continue;
      CHECK_FALSE(api::is_allowed(Role::Nobody, route.access, route.method));
      CHECK_FALSE(api::is_allowed(Role::Viewer, route.access, route.method));
    }
  }

  TEST_CASE("the guest screen may do exactly this") {
    const std::set<std::string> expected{
        "GET /v1/consent",
        "GET /v1/feed",
        "GET /v1/live.jpg",
        "GET /v1/live.mjpeg",
        "GET /v1/looks",
        "GET /v1/metrics",
        "GET /v1/openapi.yaml",
        "GET /v1/sessions/{id}",
        "GET /v1/sessions/{id}/share",
        "GET /v1/sessions/{id}/share.svg",
        "GET /v1/sheets/{id}.jpg",
        "GET /v1/shots/{id}.jpg",
        "GET /v1/status",
        "GET /v1/templates",
        "PATCH /v1/sessions/{id}",
        "POST /v1/sessions",
        "POST /v1/sessions/{id}/cancel",
        "POST /v1/sessions/{id}/contacts",
        "POST /v1/sessions/{id}/prints",
        "POST /v1/sessions/{id}/shots/{slot}/retake",
        "POST /v1/shots",
    };
    std::set<std::string> allowed;
    for (const auto& route : api::all_routes())
      if (api::is_allowed(Role::Guest, route.access, route.method))
        allowed.insert(std::string(route.method) + ' ' + std::string(route.pattern));
    CHECK(allowed == expected);
  }

  TEST_CASE(
      "the kernel says who is there: a local user in no group of ours gets a sentence and nothing "
      "else") {
    if (::geteuid() != 0) {
      MESSAGE("needs root to become another user");
      return;
    }
    ApiRig rig;
    std::filesystem::permissions(rig.folder(), std::filesystem::perms::all);
    CHECK(status_as(rig, 0, 0, "GET", "/v1/status") == 200);
    CHECK(status_as(rig, 65534, 65534, "GET", "/v1/status") == 400);  // 403
    CHECK(status_as(rig, 65534, 65534, "POST", "/v1/shots") == 400);
    CHECK(status_as(rig, 65534, 65534, "GET", "/v1/openapi.yaml") == 200);
    CHECK(rig.with_booth([](FakeBooth& booth) { return booth.calls; }) == 0);
  }

  TEST_CASE("strangers cannot take the technician's room") {
    if (::geteuid() != 0) {
      MESSAGE("needs root to become another user");
      return;
    }
    api::ApiOptions options;
    options.most_strangers = 0;
    ApiRig rig(options);
    std::filesystem::permissions(rig.folder(), std::filesystem::perms::all);
    CHECK(status_as(rig, 65534, 65534, "GET", "/v1/openapi.yaml") == 500);  // 503
    CHECK(status_as(rig, 0, 0, "GET", "/v1/status") == 200);
  }
}

TEST_SUITE("api/door") {
  TEST_CASE("the loopback port is the guest screen's, for who knows the token") {
    ApiRig rig(with_loopback());
    CHECK(ask_loopback(rig, "GET", "/v1/status", kAuthorized).status == 200);
    CHECK(ask_loopback(rig, "POST", "/v1/sessions", kAuthorized).status == 201);
    CHECK(rig.with_booth([](FakeBooth& booth) { return booth.last_caller; }) == "guest");
    const auto session = "/v1/sessions/" + rig.with_booth([](FakeBooth& booth) {
      booth.views.back().session.plan.share_url = "https://photos.example/s/#k7f3a";
      return booth.views.back().session.id.str();
    });
    CHECK(ask_loopback(rig, "POST", session + "/shots/0/retake", kAuthorized).status == 202);
    CHECK(rig.with_booth([](FakeBooth& booth) { return booth.last_caller; }) == "guest");
    CHECK(ask_loopback(rig, "POST", session + "/shots/0/retake", "").status == 401);
    CHECK(ask_loopback(rig, "GET", session + "/share", kAuthorized).status == 200);
    CHECK(ask_loopback(rig, "GET", session + "/share.svg?access_token=" + kToken, "").status ==
          200);
    CHECK(ask_loopback(rig, "GET", "/v1/prints", kAuthorized).status == 403);
    CHECK(ask_loopback(rig, "PUT", "/v1/camera/settings/iso", kAuthorized).status == 403);

    const auto refused = ask_loopback(rig, "GET", "/v1/status", "");
    CHECK(refused.status == 401);
    CHECK(refused.field("WWW-Authenticate") == "Bearer realm=\"booth\"");
    CHECK(ask_loopback(rig, "GET", "/v1/status", "Authorization: Bearer 0123456789abcdef-guesT\r\n")
              .status == 401);
    CHECK(ask_loopback(rig, "GET", "/v1/status", "Authorization: Bearer \r\n").status == 401);
  }

  TEST_CASE("a picture and an event source may carry the token in the address, a change may not") {
    ApiRig rig(with_loopback());
    const std::string query = std::string("?access_token=") + kToken;
    CHECK(ask_loopback(rig, "GET", "/v1/live.jpg" + query, "").status == 200);
    CHECK(ask_loopback(rig, "POST", "/v1/shots" + query, "").status == 401);
  }

  TEST_CASE("a web site that points its name at the booth is turned away") {
    ApiRig rig(with_loopback());
    for (const char* host : {"evil.example", "evil.example:8080", "127.0.0.1.evil.example", ""}) {
      CAPTURE(host);
      CHECK(ask_loopback(rig, "GET", "/v1/status", kAuthorized, host).status == 421);
    }
    CHECK(ask_loopback(rig, "GET", "/v1/status", kAuthorized,
                       "localhost:" + std::to_string(rig.port()))
              .status == 200);
  }

  TEST_CASE("a page of another site cannot press the button") {
    ApiRig rig(with_loopback());
    for (const char* origin : {"https://evil.example", "http://localhost.evil.example", "null"}) {
      CAPTURE(origin);
      CHECK(ask_loopback(rig, "POST", "/v1/sessions", kAuthorized + "Origin: " + origin + "\r\n")
                .status == 403);
    }
    CHECK(
        ask_loopback(rig, "POST", "/v1/sessions", kAuthorized + "Origin: http://localhost:3000\r\n")
            .status == 201);
    CHECK(rig.with_booth([](FakeBooth& booth) { return booth.calls; }) == 1);
  }

  TEST_CASE("the guest screen hears of sessions, not of what the technician does") {
    ApiRig rig(with_loopback());
    PlainClient client(rig.port());
    client.send("GET /v1/feed?after=0 HTTP/1.1\r\nHost: localhost\r\n" + kAuthorized + "\r\n");
    client.read_head();
    client.read_chunk();
    rig.with_booth([](FakeBooth& booth) {
      booth.add_fact("camera.setting_changed", "iso");
      booth.add_fact("session.started", "s");
    });
    std::string heard;
    while (heard.find("session.started") == std::string::npos) heard += client.read_chunk();
    CHECK(heard.find("camera.setting_changed") == std::string::npos);
  }

  TEST_CASE("a loopback port without a proper token is not opened") {
    FakeBooth booth;
    TemporaryFolder folder;
    boost::asio::io_context loop;
    api::ApiOptions options;
    options.socket_path = (folder.path() / "booth.sock").string();
    options.loopback_port = 0;
    options.loopback_token = "short";
    FakeEvents events;
    FakeMeasures measures;
    FakeCalls calls;
    api::ApiServer server({booth, events, measures, calls}, options);
    CHECK(server.open(loop.get_executor()).error().code == Errc::BadInput);
  }
}

}  // namespace booth::testing

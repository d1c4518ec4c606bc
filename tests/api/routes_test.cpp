#include <fstream>
#include <set>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "tests/support/api_rig.hpp"

namespace booth::testing {
namespace {

namespace json = boost::json;

std::string text(const json::value& value, const char* pointer) {
  return std::string(value.at_pointer(pointer).as_string());
}

}  // namespace

TEST_SUITE("api/routes") {
  TEST_CASE("status tells camera, printers, queues, disk and network") {
    ApiRig rig;
    const auto answer = rig.ask("GET", "/v1/status");
    CHECK(answer.status == 200);
    CHECK(answer.field("Content-Type") == "application/json");
    CHECK(answer.field("Cache-Control") == "no-store");
    const auto status = json::parse(answer.body);
    CHECK(text(status, "/event/title") == "Anna & Ben");
    CHECK(text(status, "/camera/state") == "ready");
    CHECK(text(status, "/now") == "2026-11-22T05:00:00.000Z");
    CHECK(text(status, "/level") == "ok");
    CHECK(status.at_pointer("/session").is_null());
  }

  TEST_CASE("a session is started, shown, listed and cancelled") {
    ApiRig rig;
    const auto started = rig.ask("POST", "/v1/sessions", R"({"copies": 2})");
    REQUIRE(started.status == 201);
    const auto session = json::parse(started.body);
    const auto id = text(session, "/id");
    CHECK(started.field("Location") == "/v1/sessions/" + id);
    CHECK(text(session, "/state") == "counting_down");
    CHECK(session.at_pointer("/copies").as_int64() == 2);
    CHECK(session.at_pointer("/countdown_ms").as_int64() == 4200);

    CHECK(rig.ask("POST", "/v1/sessions").status == 409);
    CHECK(text(json::parse(rig.ask("GET", "/v1/sessions/" + id).body), "/id") == id);
    CHECK(text(json::parse(rig.ask("GET", "/v1/sessions").body), "/items/0/id") == id);

    const auto cancelled = rig.ask("POST", "/v1/sessions/" + id + "/cancel");
    CHECK(cancelled.status == 200);
    CHECK(text(json::parse(cancelled.body), "/state") == "cancelled");
    CHECK(rig.ask("POST", "/v1/sessions/" + id + "/cancel").status == 409);
  }

  TEST_CASE("guests choose how their sheet looks, before and during the session") {
    ApiRig rig;
    const auto offered = json::parse(rig.ask("GET", "/v1/looks").body);
    CHECK(text(offered, "/looks/0") == "bw");
    CHECK(text(offered, "/backdrops/0") == "beach.jpg");
    const auto started =
        rig.ask("POST", "/v1/sessions", R"({"look": "warm", "backdrop": "beach.jpg"})");
    REQUIRE(started.status == 201);
    const auto target = "/v1/sessions/" + text(json::parse(started.body), "/id");
    const auto changed = rig.ask("PATCH", target, R"({"look": "bw"})");
    REQUIRE(changed.status == 200);
    CHECK(text(json::parse(changed.body), "/look") == "bw");
    CHECK(text(json::parse(changed.body), "/backdrop") == "beach.jpg");
    CHECK(rig.ask("PATCH", target, R"({"lok": "bw"})").status == 400);
    REQUIRE(rig.ask("POST", target + "/cancel").status == 200);
    CHECK(rig.ask("PATCH", target, R"({"look": "sepia"})").status == 409);
  }

  TEST_CASE("starting twice with the same id is one session") {
    ApiRig rig;
    const std::string body = R"({"id": "019aa9d0-1111-7000-8000-000000000001"})";
    CHECK(rig.ask("POST", "/v1/sessions", body).status == 201);
    CHECK(rig.ask("POST", "/v1/sessions", body).status == 201);
    CHECK(rig.with_booth([](FakeBooth& booth) { return booth.views.size(); }) == 1);
  }

  TEST_CASE("whoever asks is named to the booth") {
    ApiRig rig;
    rig.ask("POST", "/v1/sessions");
    CHECK(rig.with_booth([](FakeBooth& booth) { return booth.last_caller; })
              .starts_with("boothctl:"));
  }

  TEST_CASE("lists come page by page and end with next = null") {
    ApiRig rig;
    rig.with_booth([](FakeBooth& booth) {
      for (int i = 0; i < 5; ++i) booth.add_session();
    });
    std::string target = "/v1/sessions?limit=2";
    std::vector<std::int64_t> numbers;
    for (int pages = 0; pages < 10; ++pages) {
      const auto page = json::parse(rig.ask("GET", target).body);
      for (const auto& session : page.at("items").as_array())
        numbers.push_back(session.at("number").as_int64());
      if (page.at("next").is_null()) break;
      target = "/v1/sessions?limit=2&before=" + std::string(page.at("next").as_string());
    }
    CHECK(numbers == std::vector<std::int64_t>{5, 4, 3, 2, 1});
  }

  TEST_CASE("long lists come page by page, each row once") {
    ApiRig rig;
    const auto session = rig.with_booth([](FakeBooth& booth) {
      auto& view = booth.add_session();
      for (int i = 0; i < 5; ++i) booth.add_print(view, PrintState::Queued);
      return view.session.id.str();
    });
    std::string before;
    std::set<std::string> seen;
    for (const std::size_t size : {2U, 2U, 1U}) {
      const auto page =
          json::parse(rig.ask("GET", "/v1/prints?limit=2&session=" + session + before).body);
      const auto& items = page.at("items").as_array();
      REQUIRE(items.size() == size);
      for (const auto& item : items) seen.insert(text(item, "/id"));
      CHECK(page.at("next").is_null() == (size == 1));
      if (size == 2) before = "&before=" + text(page, "/next");
    }
    CHECK(seen.size() == 5);
    CHECK(rig.ask("GET", "/v1/uploads?before=nonsense").status == 400);
    CHECK(rig.ask("GET", "/v1/uploads?limit=1").status == 200);
  }

  TEST_CASE("further copies are printed, and a person decides about a held one") {
    ApiRig rig;
    const auto session =
        rig.with_booth([](FakeBooth& booth) { return booth.add_session().session.id.str(); });
    const auto added = rig.ask("POST", "/v1/sessions/" + session + "/prints", R"({"copies": 3})");
    CHECK(added.status == 201);
    CHECK(json::parse(added.body).at("items").as_array().size() == 3);

    const auto held = rig.with_booth([](FakeBooth& booth) {
      return booth.add_print(booth.views.front(), PrintState::Held, "paper ran out").id.str();
    });
    CHECK(text(json::parse(rig.ask("GET", "/v1/prints/" + held).body), "/reason") ==
          "paper ran out");
    CHECK(json::parse(rig.ask("GET", "/v1/prints?session=" + session).body)
              .at("items")
              .as_array()
              .size() == 4);
    const auto confirmed = rig.ask("POST", "/v1/prints/" + held + "/confirm");
    CHECK(confirmed.status == 200);
    CHECK(text(json::parse(confirmed.body), "/state") == "printed");
    CHECK(rig.ask("POST", "/v1/prints/" + held + "/retry").status == 409);
  }

  TEST_CASE("a parked upload is tried again") {
    ApiRig rig;
    const auto id = rig.with_booth([](FakeBooth& booth) {
      return booth.add_upload(UploadState::Parked, "403 Forbidden").id.str();
    });
    CHECK(text(json::parse(rig.ask("GET", "/v1/uploads").body), "/items/0/last_error") ==
          "403 Forbidden");
    CHECK(text(json::parse(rig.ask("POST", "/v1/uploads/" + id + "/retry").body), "/state") ==
          "waiting");
    CHECK(rig.ask("POST", "/v1/uploads/" + id + "/retry").status == 409);
  }

  TEST_CASE("a test shot is told at once, a session's shot later") {
    ApiRig rig;
    const auto test_shot = rig.ask("POST", "/v1/shots");
    CHECK(test_shot.status == 201);
    CHECK(json::parse(test_shot.body).at_pointer("/shot/size_bytes").as_int64() == 7'340'032);
    rig.with_booth([](FakeBooth& booth) { booth.is_in_session = true; });
    CHECK(rig.ask("POST", "/v1/shots").status == 202);
  }

  TEST_CASE("facts are read on from a number, and a broken row does not stop them") {
    ApiRig rig;
    rig.with_booth([](FakeBooth& booth) {
      booth.add_fact("a.done", "x", R"({"n": 1})");
      booth.add_fact("b.done", "x", "not json");
    });
    const auto page = json::parse(rig.ask("GET", "/v1/facts?after=1").body);
    REQUIRE(page.at("items").as_array().size() == 1);
    CHECK(text(page, "/items/0/data/text") == "not json");
    CHECK(page.at("next").as_int64() == 2);
    CHECK(json::parse(rig.ask("GET", "/v1/facts?after=2").body).at("next").as_int64() == 2);
  }

  TEST_CASE("every trouble is a problem document with a stable type and the booth's own sentence") {
    ApiRig rig;
    rig.with_booth([](FakeBooth& booth) {
      booth.camera_error = make_error(Errc::CameraClaimed, "gvfs holds the camera");
    });
    const auto answer = rig.ask("POST", "/v1/shots");
    CHECK(answer.status == 503);
    CHECK(answer.field("Content-Type") == "application/problem+json");
    CHECK(answer.field("Retry-After") == "1");
    const auto problem = json::parse(answer.body);
    CHECK(text(problem, "/type") == "/problems/camera_claimed");
    CHECK(text(problem, "/title") == "Service Unavailable");
    CHECK(text(problem, "/detail") == "gvfs holds the camera");
    CHECK(problem.at("status").as_int64() == 503);
  }

  TEST_CASE("what the booth does not understand it names") {
    struct Case {
      const char* method;
      const char* target;
      const char* body;
      int status;
      const char* detail;
    };
    const Case cases[] = {
        {"GET", "/v1/nothing", "", 404, "openapi.yaml"},
        {"DELETE", "/v1/sessions", "", 405, "GET, HEAD, POST"},
        {"POST", "/v1/sessions", "{", 400, "not valid JSON"},
        {"POST", "/v1/sessions", "[]", 400, "must be a JSON object"},
        {"POST", "/v1/sessions", R"({"copeis": 1})", 400, "\"copeis\""},
        {"POST", "/v1/sessions", R"({"copies": 21})", 400, "0 to 20, found 21"},
        {"POST", "/v1/sessions", R"({"copies": "1"})", 400, "found \"1\""},
        {"POST", "/v1/sessions", R"({"template": 7})", 400, "template: expected a text"},
        {"POST", "/v1/sessions", R"({"id": "../../etc"})", 400, "not an id"},
        {"POST", "/v1/sessions", R"({"template": "no-such"})", 404, "no-such"},
        {"GET", "/v1/sessions?limit=0", "", 400, "1 to 500"},
        {"GET", "/v1/sessions?limti=3", "", 400, "\"limti\""},
        {"GET", "/v1/sessions?limit=1&limit=2", "", 400, "twice"},
        {"GET", "/v1/sessions/%zz", "", 400, "%-escape"},
        {"GET", "/v1/sessions/%00", "", 400, "control character"},
        {"GET", "/v1/sessions/x", "", 400, "not an id: x"},
        {"GET", "/v1/sheets/019aa9d0-1111-7000-8000-000000000001.jpg", "", 404, "no sheet"},
    };
    ApiRig rig;
    for (const auto& one : cases) {
      CAPTURE(one.method);
      CAPTURE(one.target);
      CAPTURE(one.body);
      const auto answer = rig.ask(one.method, one.target, one.body);
      CHECK(answer.status == one.status);
      CHECK(text(json::parse(answer.body), "/detail").find(one.detail) != std::string::npos);
    }
  }

  TEST_CASE("a body that is not JSON by its header is not read as JSON") {
    ApiRig rig;
    PlainClient client(rig.socket_path());
    client.send(
        "POST /v1/sessions HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: "
        "2\r\n\r\n{}");
    CHECK(client.read_answer().status == 415);
    CHECK(rig.with_booth([](FakeBooth& booth) { return booth.calls; }) == 0);
  }

  TEST_CASE("HEAD has the head of GET and no body") {
    ApiRig rig;
    const auto head = rig.ask("HEAD", "/v1/templates");
    CHECK(head.status == 200);
    CHECK(head.field("Content-Length") ==
          std::to_string(rig.ask("GET", "/v1/templates").body.size()));
  }

  TEST_CASE("the description of the API is served as it is shipped") {
    ApiRig rig;
    std::ifstream file(BOOTH_SOURCE_DIR "/daemon/api/openapi.yaml");
    const std::string shipped((std::istreambuf_iterator<char>(file)), {});
    CHECK(rig.ask("GET", "/v1/openapi.yaml").body == shipped);
  }
}

}  // namespace booth::testing

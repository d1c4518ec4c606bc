#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include <boost/json.hpp>

#include "daemon/runtime/sha256.hpp"
#include "drivers/demo/check_results.hpp"
#include "drivers/demo/rig/temp_folder.hpp"

namespace booth::demo {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

json::object upload_of(const std::string& kind, const std::string& key,
                       const std::string& content) {
  return {{"class", kind},
          {"key", key},
          {"state", "synced"},
          {"sha256", sha256_hex(content)},
          {"size_bytes", content.size()}};
}

/// A booth with one photo and one sheet, printed once, both in the cloud. Everything is true until
/// a test breaks it.
struct GoodSession {
  TempFolder folder{"test"};
  fs::path state = folder.path() / "state";
  fs::path objects = folder.path() / "objects";
  fs::path printed = folder.path() / "print-1.prn";
  json::object view;

  GoodSession() {
    write(state / "photos/a.jpg", "photo");
    write(state / "sheets/b.jpg", "sheet");
    write(objects / "demo/a.jpg", "photo");
    write(objects / "demo/b.jpg", "sheet");
    write(printed, "printer data");
    view = {
        {"state", "done"},
        {"shots_planned", 1},
        {"copies", 1},
        {"shots", {{{"path", "photos/a.jpg"}, {"sha256", sha256_hex("photo")}}}},
        {"sheet", {{"path", "sheets/b.jpg"}, {"sha256", sha256_hex("sheet")}}},
        {"prints", {{{"id", "print-1"}, {"state", "printed"}, {"proof", "guard_journal"}}}},
        {"uploads",
         {upload_of("original", "demo/a.jpg", "photo"), upload_of("sheet", "demo/b.jpg", "sheet")}},
    };
  }

  bool is_cloud_right() const {
    return check_cloud(compare_with_cloud(view, state, objects), view, state).is_true;
  }
  bool is_print_right() const {
    return check_prints(view, [this](const std::string&) { return printed; }).is_true;
  }
  json::object& print() { return view["prints"].as_array()[0].as_object(); }
};

TEST_SUITE("drivers/demo/check_results") {
  TEST_CASE("a session in which all went well passes every check") {
    const GoodSession good;
    CHECK(check_session(good.view).is_true);
    CHECK(check_stored_files(good.view, good.state).is_true);
    CHECK(good.is_print_right());
    CHECK(good.is_cloud_right());
  }

  TEST_CASE("an unfinished session and a missing photo are seen") {
    GoodSession session;
    session.view["state"] = "interrupted";
    CHECK_FALSE(check_session(session.view).is_true);
    session.view["state"] = "done";
    session.view["shots_planned"] = 2;
    CHECK_FALSE(check_session(session.view).is_true);
  }

  TEST_CASE("a stored file that changed, vanished, or a sheet that was never made is seen") {
    GoodSession session;
    write(session.state / "photos/a.jpg", "phot0");
    CHECK_FALSE(check_stored_files(session.view, session.state).is_true);
    fs::remove(session.state / "photos/a.jpg");
    CHECK_FALSE(check_stored_files(session.view, session.state).is_true);
    write(session.state / "photos/a.jpg", "photo");
    session.view["sheet"] = nullptr;
    CHECK_FALSE(check_stored_files(session.view, session.state).is_true);
  }

  TEST_CASE("a print counts only with a proof and with the bytes that the printer got") {
    GoodSession session;
    for (const auto* const proof : {"none", "spooler_only"}) {
      session.print()["proof"] = proof;
      CHECK_FALSE(session.is_print_right());
    }
    session.print()["proof"] = "ipp_job";
    CHECK(session.is_print_right());
    session.print()["state"] = "unknown";
    CHECK_FALSE(session.is_print_right());
    session.print()["state"] = "printed";
    write(session.printed, "");
    CHECK_FALSE(session.is_print_right());
    fs::remove(session.printed);
    CHECK_FALSE(session.is_print_right());
  }

  TEST_CASE("a second print, or none, is not what was asked for") {
    GoodSession session;
    session.view["copies"] = 2;
    CHECK_FALSE(session.is_print_right());
    session.view["copies"] = 1;
    session.view["prints"] = json::array();
    CHECK_FALSE(session.is_print_right());
  }

  TEST_CASE("one changed byte in the cloud is seen") {
    const GoodSession session;
    write(session.objects / "demo/b.jpg", "sheeT");
    CHECK_FALSE(session.is_cloud_right());
    const auto compared = compare_with_cloud(session.view, session.state, session.objects);
    REQUIRE(compared.size() == 2);
    CHECK(compared[0].is_identical);
    CHECK_FALSE(compared[1].is_identical);
  }

  TEST_CASE("an object that is missing, cut short or not synced is seen") {
    GoodSession session;
    write(session.objects / "demo/a.jpg", "phot");
    CHECK_FALSE(session.is_cloud_right());
    fs::remove(session.objects / "demo/a.jpg");
    CHECK_FALSE(session.is_cloud_right());
    write(session.objects / "demo/a.jpg", "photo");
    session.view["uploads"].as_array()[1].as_object()["state"] = "confirming";
    CHECK_FALSE(session.is_cloud_right());
  }

  TEST_CASE("a stored file that nobody uploaded is seen, and so is a booth that uploads nothing") {
    GoodSession session;
    write(session.state / "photos/forgotten.jpg", "forgotten");
    CHECK_FALSE(session.is_cloud_right());
    fs::remove(session.state / "photos/forgotten.jpg");
    session.view["uploads"] = json::array();
    CHECK_FALSE(session.is_cloud_right());
  }
}

}  // namespace
}  // namespace booth::demo

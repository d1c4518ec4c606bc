#include "drivers/hot_folder/hot_folder_camera.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <span>
#include <string>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "daemon/runtime/system_timer.hpp"
#include "tests/support/must.hpp"
#include "tests/support/run_loop.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth::testing {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

std::string jpeg(const std::string& content) {
  return "\xFF\xD8\xFF\xE0" + content + "\xFF\xD9";
}

Bytes bytes_of(const std::string& text) {
  const auto raw = std::as_bytes(std::span(text));
  return {raw.begin(), raw.end()};
}

class Bench {
 public:
  Bench() {
    const auto when_done = [this](const std::exception_ptr& failure) {
      is_done_ = true;
      if (failure) std::rethrow_exception(failure);
    };
    boost::asio::co_spawn(loop_, camera.run(), when_done);
  }
  ~Bench() {
    camera.stop();
    run_until(loop_, [this] { return is_done_; });
  }

  static HotFolderOptions options(const fs::path& path) {
    HotFolderOptions made;
    made.folder = path.string();
    made.quiet_time = milliseconds(60);
    made.photo_within = milliseconds(1500);
    return made;
  }
  void ready() {
    REQUIRE(run_until(loop_, [this] { return camera.status().state == CameraState::Ready; }));
  }
  void write(const std::string& name, const std::string& content) {
    std::ofstream(path() / name, std::ios::binary) << content;
  }
  void rename_in(const std::string& name, const std::string& content) {
    write(name + ".part", content);
    fs::rename(path() / (name + ".part"), path() / name);
  }
  /// Does `act` shortly after the shot began to wait.
  template <class Act>
  Result<TakenPhoto> shoot_while(Act act, const std::string& shot = "shot-1") {
    boost::asio::steady_timer soon(loop_, milliseconds(30));
    soon.async_wait([act](const boost::system::error_code&) { act(); });
    CaptureRequest request;
    request.shot = ShotId(shot);
    request.expose_at = std::chrono::steady_clock::now();
    return run_until_done(loop_, camera.take_photo(request));
  }
  template <class T>
  T await(boost::asio::awaitable<T> task) {
    return run_until_done(loop_, std::move(task));
  }
  bool until(const std::function<bool()>& condition) { return run_until(loop_, condition); }
  fs::path path() const { return folder_.path() / "photos"; }

 private:
  struct MadeFolder : TemporaryFolder {
    MadeFolder() { fs::create_directory(TemporaryFolder::path() / "photos"); }
  };
  MadeFolder folder_;
  boost::asio::io_context loop_{1};
  SystemTimer timer_;
  bool is_done_ = false;

 public:
  HotFolderCamera camera{loop_.get_executor(), timer_, options(path())};
};

}  // namespace

TEST_SUITE("drivers/hot_folder/hot_folder_camera") {
  TEST_CASE("a photo renamed into the folder is this shot's, and moved aside once it is safe") {
    Bench bench;
    bench.ready();
    const auto photo = must(bench.shoot_while([&] { bench.rename_in("a.jpg", jpeg("one")); }));
    CHECK(photo.shot == ShotId("shot-1"));
    CHECK(photo.jpeg == bytes_of(jpeg("one")));
    CHECK(fs::exists(bench.path() / "a.jpg"));
    must(bench.await(bench.camera.release_photo(photo.shot)));
    CHECK_FALSE(fs::exists(bench.path() / "a.jpg"));
    CHECK(fs::exists(bench.path() / "taken" / "a.jpg"));
    must(bench.await(bench.camera.release_photo(photo.shot)));
  }

  TEST_CASE("a photo written in several goes is taken when it is whole") {
    Bench bench;
    bench.ready();
    const auto whole = jpeg("first half, second half");
    const auto photo = must(bench.shoot_while([&] {
      bench.write("a.jpg", whole.substr(0, 10));
      std::ofstream(bench.path() / "a.jpg", std::ios::binary | std::ios::app) << whole.substr(10);
    }));
    CHECK(photo.jpeg == bytes_of(whole));
  }

  TEST_CASE("what is no photo is set aside, and the shot goes on waiting") {
    Bench bench;
    bench.ready();
    const auto photo = must(bench.shoot_while([&] {
      bench.rename_in("broken.jpg", "this is no picture");
      bench.rename_in("good.jpg", jpeg("good"));
    }));
    CHECK(photo.jpeg == bytes_of(jpeg("good")));
    CHECK(fs::exists(bench.path() / "quarantine" / "broken.jpg"));
  }

  TEST_CASE("links and pipes named like photos are not followed") {
    Bench bench;
    bench.ready();
    bench.write("target.dat", jpeg("secret"));
    const auto photo = must(bench.shoot_while([&] {
      fs::create_symlink(bench.path() / "target.dat", bench.path() / "link.jpg");
      REQUIRE(::mkfifo((bench.path() / "pipe.jpg").c_str(), 0600) == 0);
      bench.rename_in("good.jpg", jpeg("good"));
    }));
    CHECK(photo.jpeg == bytes_of(jpeg("good")));
    CHECK(bench.until([&] { return !fs::exists(fs::symlink_status(bench.path() / "link.jpg")); }));
    CHECK(bench.until([&] { return !fs::exists(fs::symlink_status(bench.path() / "pipe.jpg")); }));
  }

  TEST_CASE("photos that were there before a shot never become that shot") {
    Bench bench;
    bench.write("old.jpg", jpeg("old"));
    bench.ready();
    const auto foreign = must(bench.await(bench.camera.next_foreign_photo()));
    CHECK(is_uuid(foreign.shot.str()));
    CHECK(foreign.jpeg == bytes_of(jpeg("old")));
    const auto photo = must(bench.shoot_while([&] { bench.rename_in("new.jpg", jpeg("new")); }));
    CHECK(photo.jpeg == bytes_of(jpeg("new")));
  }

  TEST_CASE("of two photos at once the first is the shot's and the second nobody's") {
    Bench bench;
    bench.ready();
    const auto photo = must(bench.shoot_while([&] {
      bench.rename_in("1.jpg", jpeg("first"));
      bench.rename_in("2.jpg", jpeg("second"));
    }));
    CHECK(photo.jpeg == bytes_of(jpeg("first")));
    CHECK(must(bench.await(bench.camera.next_foreign_photo())).jpeg == bytes_of(jpeg("second")));
  }

  TEST_CASE("no photo in time is NoPhoto") {
    Bench bench;
    bench.ready();
    const auto none = bench.shoot_while([] {});
    REQUIRE(none.has_error());
    CHECK(none.error().code == Errc::NoPhoto);
  }

  TEST_CASE("the same name twice overwrites nothing") {
    Bench bench;
    bench.ready();
    for (const char* shot : {"a", "b"}) {
      const auto photo =
          must(bench.shoot_while([&] { bench.rename_in("IMG_0001.JPG", jpeg(shot)); }, shot));
      must(bench.await(bench.camera.release_photo(photo.shot)));
    }
    CHECK(fs::exists(bench.path() / "taken" / "IMG_0001.JPG"));
    CHECK(fs::exists(bench.path() / "taken" / "1-IMG_0001.JPG"));
  }

  TEST_CASE("a folder that is gone is named, and found again when it is back") {
    Bench bench;
    bench.ready();
    fs::remove_all(bench.path());
    REQUIRE(bench.until([&] { return bench.camera.status().state == CameraState::Absent; }));
    CHECK(bench.camera.status().message.find("photos") != std::string::npos);
    CHECK_FALSE(bench.camera.status().what_to_do.empty());
    fs::create_directory(bench.path());
    bench.ready();
  }
}

}  // namespace booth::testing

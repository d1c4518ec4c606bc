#include "daemon/app/run_retention.hpp"

#include <filesystem>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/system_timer.hpp"
#include "tests/store/store_rig.hpp"
#include "tests/support/run_loop.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {
namespace {

using namespace booth::testing;

struct Rig {
  TemporaryFolder folder;
  boost::asio::io_context loop;
  StoreTimer timer;
  std::unique_ptr<SqliteStore> store = must(SqliteStore::open(two_targets(folder.path()), timer));
  Shot shot;

  Rig() {
    const auto session = must(await_result(store->add_session(new_session(timer))));
    shot = must(await_result(store->add_shot(new_shot(timer, session, 0, "smile"))));
    must(await_result(
        store->move_session(session.id, SessionState::Preparing, SessionState::Cancelled, "")));
    for (auto upload : must(await_result(store->uploads({}, 10)))) {
      upload.state = UploadState::Synced;
      must(await_result(store->move_upload(UploadState::Waiting, upload, "proof")));
    }
    timer.now += std::chrono::hours(25);
  }
  bool has_photo() { return std::filesystem::exists(store->absolute_path(shot.path)); }

  /// Runs the runner until `condition`, then stops it; it must end.
  template <class Condition>
  bool run(RetentionRunner& runner, Condition condition) {
    bool has_ended = false;
    boost::asio::co_spawn(loop, runner.run(), [&](std::exception_ptr failure) {
      has_ended = true;
      if (failure) std::rethrow_exception(failure);
    });
    const bool is_met = run_until(loop, condition);
    runner.stop();
    return run_until(loop, [&] { return has_ended; }) && is_met;
  }
};

RetentionRunnerOptions a_day() {
  RetentionRunnerOptions options;
  options.pictures = {.keep = std::chrono::hours(24), .sessions_kept = 0};
  return options;
}

}  // namespace

TEST_SUITE("app/run_retention") {
  TEST_CASE_FIXTURE(Rig, "an old picture that the cloud holds is removed by itself") {
    RetentionRunner runner(loop.get_executor(), *store, timer, a_day());
    CHECK(run(runner, [&] { return !has_photo(); }));
  }

  TEST_CASE_FIXTURE(Rig,
                    "the room on the disk is known, and a low disk keeps pictures a shorter time") {
    auto options = a_day();
    options.pictures.keep = std::chrono::days(365);
    options.pictures.keep_when_low = std::chrono::hours(24);
    options.disk.low_bytes = std::int64_t{1} << 60;
    RetentionRunner runner(loop.get_executor(), *store, timer, options);
    CHECK(run(runner, [&] { return !has_photo(); }));
    CHECK(runner.disk_level() >= DiskLevel::Low);
  }

  TEST_CASE_FIXTURE(Rig, "without a period nothing is removed") {
    auto options = a_day();
    options.pictures.keep.reset();
    options.disk.low_bytes = std::int64_t{1} << 60;
    RetentionRunner runner(loop.get_executor(), *store, timer, options);
    CHECK(run(runner, [&] { return runner.disk_level() != DiskLevel::Ok; }));
    CHECK(has_photo());
  }
}

}  // namespace booth

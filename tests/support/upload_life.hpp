#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/app/new_id.hpp"
#include "daemon/app/run_uploads.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "drivers/demo/rig/nginx_dav.hpp"
#include "sync/put/put_target.hpp"
#include "tests/support/run_loop.hpp"

namespace booth {

/// The same decisions as in a booth, with short delays.
inline UploadRunnerOptions quick() {
  using namespace std::chrono_literals;
  UploadRunnerOptions options;
  options.target.retry.first_delay = 5ms;
  options.target.retry.longest_delay = 50ms;
  options.target.retry.refused_rest = 50ms;
  options.target.breaker.first_rest = 10ms;
  options.target.breaker.longest_rest = 50ms;
  options.target.network.first_delay = 10ms;
  options.target.network.captive_delay = 20ms;
  options.target.network.longest_delay = 50ms;
  options.target.network.spread_after_link = 5ms;
  options.target.pace = {5ms, 1ms, 50ms};
  options.target.retries = {1ms, 100ms, 1ms};
  options.idle_look = 1s;
  return options;
}

inline demo::NginxDav prepare_server(const std::filesystem::path& folder,
                                     const std::string& token = "") {
  demo::NginxDavOptions options;
  options.folder = folder;
  options.token = token;
  auto server = demo::NginxDav::prepare(options);
  REQUIRE_MESSAGE(server.has_value(), server.error().context);
  return std::move(*server);
}

inline PutOptions put_options(const demo::NginxDav& server, const std::string& name = "cloud") {
  PutOptions options;
  options.name = name;
  options.url = server.base_url();
  options.curl.ca_file = server.ca_file();
  return options;
}

inline std::string contents(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

using MakeTarget =
    std::function<std::unique_ptr<UploadTarget>(const boost::asio::any_io_executor&, Timer&)>;

/// Any kind of target: Target is PutTarget, S3Target or TusTarget.
template <class Target, class Options>
MakeTarget target_of(Options options) {
  return [options](const boost::asio::any_io_executor& executor, Timer& timer) {
    return std::make_unique<Target>(executor, options, timer);
  };
}

inline std::vector<MakeTarget> put_targets(const std::vector<PutOptions>& wanted) {
  std::vector<MakeTarget> makers;
  for (const auto& options : wanted) makers.push_back(target_of<PutTarget>(options));
  return makers;
}

/// One life of the daemon's upload side on a state directory.
struct UploadLife {
  UploadLife(const std::filesystem::path& folder, const std::vector<PutOptions>& wanted)
      : loop(own_loop) {
    open(folder, put_targets(wanted), quick());
  }
  /// On somebody else's loop, which outlives this.
  UploadLife(const std::filesystem::path& folder, const std::vector<PutOptions>& wanted,
             boost::asio::io_context& its_loop)
      : loop(its_loop) {
    open(folder, put_targets(wanted), quick());
  }
  UploadLife(const std::filesystem::path& folder, const std::vector<MakeTarget>& wanted,
             boost::asio::io_context& its_loop, const UploadRunnerOptions& options)
      : loop(its_loop) {
    open(folder, wanted, options);
  }

  void open(const std::filesystem::path& folder, const std::vector<MakeTarget>& wanted,
            const UploadRunnerOptions& options) {
    SqliteStoreOptions store_options;
    store_options.state_dir = folder;
    store_options.reserve_bytes = 0;
    std::vector<UploadTarget*> pointers;
    for (const auto& make : wanted) {
      targets.push_back(make(loop.get_executor(), timer));
      store_options.targets.push_back({targets.back()->name()});
      pointers.push_back(targets.back().get());
    }
    auto opened = SqliteStore::open(store_options, timer);
    REQUIRE(opened.has_value());
    store = std::move(*opened);
    runner = std::make_unique<UploadRunner>(loop.get_executor(), *store, timer, pointers, options,
                                            store.get());
  }

  void start() {
    is_running = true;
    boost::asio::co_spawn(loop, runner->run(), [this](std::exception_ptr failure) {
      is_running = false;
      REQUIRE_FALSE(failure);
    });
  }

  ~UploadLife() {
    runner->stop();
    CHECK(run_until(loop, [this] { return !is_running; }));
  }

  /// Random, with the beginning of a JPEG.
  Bytes picture(std::size_t size_bytes) {
    Bytes jpeg(size_bytes);
    std::minstd_rand random(timer.random_number());
    for (auto& byte : jpeg) byte = static_cast<std::byte>(random() >> 8);
    jpeg[0] = std::byte{0xFF};
    jpeg[1] = std::byte{0xD8};
    return jpeg;
  }

  Shot add_shot(std::size_t size_bytes) {
    Store::NewShot shot;
    shot.id = new_id<ShotId>(timer);
    shot.event = "wedding";
    shot.jpeg = picture(size_bytes);
    shot.taken_at = timer.utc_now();
    auto stored = run_until_done(loop, store->add_shot(std::move(shot)));
    REQUIRE_MESSAGE(stored.has_value(), stored.error().context);
    return *stored;
  }

  /// A small sheet and its share copy, which a guest waits for.
  Sheet add_sheet(std::size_t share_bytes) {
    Session session;
    session.id = new_id<SessionId>(timer);
    session.plan.event = "wedding";
    REQUIRE(run_until_done(loop, store->add_session(session)).has_value());
    REQUIRE(run_until_done(loop, store->move_session(session.id, SessionState::Preparing,
                                                     SessionState::Composing, ""))
                .has_value());
    Store::NewSheet sheet;
    sheet.id = new_id<SheetId>(timer);
    sheet.session = session.id;
    sheet.jpeg = picture(1000);
    sheet.share_jpeg = picture(share_bytes);
    sheet.size = {1240, 1844};
    sheet.medium = "4x6";
    sheet.recipe = "{}";
    auto stored = run_until_done(loop, store->add_sheet(std::move(sheet)));
    REQUIRE_MESSAGE(stored.has_value(), stored.error().context);
    return *stored;
  }

  Store::UploadCounts counts() { return run_until_done(loop, store->upload_counts()).value(); }
  std::vector<UploadItem> items() {
    return run_until_done(loop, store->uploads(SessionId(), 1000)).value();
  }
  bool drains(std::chrono::seconds patience = std::chrono::seconds(60)) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (counts().waiting > 0) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      loop.restart();
      loop.run_for(std::chrono::milliseconds(20));
    }
    return true;
  }
  bool network_becomes(const std::string& state) {
    return run_until(loop, [this, &state] { return runner->network_view().state == state; });
  }

  boost::asio::io_context own_loop;
  boost::asio::io_context& loop;
  SystemTimer timer;
  std::vector<std::unique_ptr<UploadTarget>> targets;
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<UploadRunner> runner;
  bool is_running = false;
};

inline void check_byte_identical(UploadLife& life, const demo::NginxDav& server) {
  for (const auto& item : life.items()) {
    CAPTURE(item.key);
    CHECK(item.state == UploadState::Synced);
    const auto ours = contents(life.store->absolute_path(item.path));
    CHECK(static_cast<std::int64_t>(ours.size()) == item.size_bytes);
    CHECK((contents(server.objects() / item.key) == ours));
  }
}

inline std::size_t objects_in(const std::filesystem::path& folder) {
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    count += entry.is_regular_file() ? 1 : 0;
  return count;
}

}  // namespace booth

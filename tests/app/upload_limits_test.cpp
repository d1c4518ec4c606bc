// What may be sent, and how fast, on a line that is dear or that guests use themselves.
#include <algorithm>
#include <utility>

#include <doctest/doctest.h>

#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/support/upload_life.hpp"

namespace booth {
namespace {

/// Takes everything; remembers of which class it was, and every limit it was given.
class WatchedTarget final : public UploadTarget {
 public:
  const std::string& name() const override { return name_; }
  boost::asio::awaitable<Result<UploadProof>> send(UploadItem item, std::string) override {
    taken.push_back(item.kind);
    co_return UploadProof{"taken"};
  }
  boost::asio::awaitable<Result<void>> probe() override { co_return Result<void>(); }
  std::optional<std::chrono::milliseconds> last_retry_after() const override { return {}; }
  std::string resume_state(UploadId) const override { return {}; }
  void drop_connections() override {}
  boost::asio::awaitable<Result<UploadProof>> erase(UploadItem) override {
    co_return UploadProof{"was never there"};
  }
  void limit_upload(std::int64_t bytes_per_s) override { limits.push_back(bytes_per_s); }

  std::vector<UploadClass> taken;
  std::vector<std::int64_t> limits;

 private:
  std::string name_ = "cloud";
};

struct Rig {
  explicit Rig(const UploadRunnerOptions& options)
      : folder("upload-limits"), life(folder.path(), {maker()}, loop, options) {}

  MakeTarget maker() {
    return [this](const boost::asio::any_io_executor&, Timer&) {
      auto made = std::make_unique<WatchedTarget>();
      target = made.get();
      return made;
    };
  }

  demo::TempFolder folder;
  boost::asio::io_context loop;
  WatchedTarget* target = nullptr;
  UploadLife life;
};

}  // namespace

TEST_SUITE("app/upload_limits") {
  TEST_CASE("a metered line carries what guests wait for, and nothing else") {
    auto options = quick();
    options.is_metered = true;
    Rig rig(options);
    for (int i = 0; i < 3; ++i) rig.life.add_shot(1000);
    for (int i = 0; i < 3; ++i) rig.life.add_sheet(500);
    rig.life.start();
    REQUIRE(run_until(rig.loop, [&rig] { return rig.life.counts().synced == 3; }));
    rig.life.runner->wake();
    // The last row's turn: whatever else could be sent would have been begun with it.
    rig.life.add_sheet(500);
    rig.life.runner->wake();
    REQUIRE(run_until(rig.loop, [&rig] { return rig.life.counts().synced == 4; }));
    CHECK(rig.target->taken == std::vector<UploadClass>(4, UploadClass::ShareCopy));
    CHECK(rig.life.counts().waiting == 3 + 4);  // originals and printed sheets
  }

  TEST_CASE("while guests are there the event's limit holds, and afterwards it is lifted") {
    auto options = quick();
    options.event_bytes_per_s = 250'000;
    options.event_ends_after = std::chrono::milliseconds(300);
    Rig rig(options);
    rig.life.start();
    rig.life.runner->guests_are_here();
    rig.life.runner->guests_are_here();
    CHECK(rig.target->limits == std::vector<std::int64_t>{250'000});
    const auto is_lifted = [&rig] {
      rig.life.runner->wake();
      return rig.target->limits.size() == 2;
    };
    REQUIRE(run_until(rig.loop, is_lifted));
    CHECK(rig.target->limits.back() == 0);
    rig.life.runner->guests_are_here();
    CHECK(rig.target->limits.back() == 250'000);
  }

  TEST_CASE("an event without a limit of its own changes nothing") {
    Rig rig(quick());
    rig.life.start();
    rig.life.runner->guests_are_here();
    rig.life.add_shot(1000);
    rig.life.runner->wake();
    REQUIRE(rig.life.drains());
    CHECK(rig.target->limits.empty());
  }
}

}  // namespace booth

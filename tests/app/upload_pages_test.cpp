// The table of what waits is not asked before each object; nothing may be missed or sent twice for
// it.
#include <map>
#include <utility>

#include <doctest/doctest.h>

#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/support/upload_life.hpp"

namespace booth {
namespace {

/// Takes everything, each key's first sending only after `failures` refusals of the network.
class CountingTarget final : public UploadTarget {
 public:
  explicit CountingTarget(int failures) : failures_(failures) {}

  const std::string& name() const override { return name_; }
  boost::asio::awaitable<Result<UploadProof>> send(UploadItem item, std::string) override {
    if (tries_[item.key]++ < failures_) co_return make_error(Errc::ServerBusy, "later");
    ++taken_[item.key];
    co_return UploadProof{"taken"};
  }
  boost::asio::awaitable<Result<void>> probe() override { co_return Result<void>(); }
  std::optional<std::chrono::milliseconds> last_retry_after() const override { return {}; }
  std::string resume_state(UploadId) const override { return {}; }
  void drop_connections() override {}
  boost::asio::awaitable<Result<UploadProof>> erase(UploadItem) override {
    co_return UploadProof{"was never there"};
  }
  void limit_upload(std::int64_t) override {}

  const std::map<std::string, int>& taken() const { return taken_; }

 private:
  int failures_;
  std::string name_ = "cloud";
  std::map<std::string, int> tries_;
  std::map<std::string, int> taken_;
};

struct Rig {
  explicit Rig(int failures)
      : folder("upload-pages"), life(folder.path(), {maker(failures)}, loop, patient()) {
    life.start();
  }

  MakeTarget maker(int failures) {
    return [this, failures](const boost::asio::any_io_executor&, Timer&) {
      auto made = std::make_unique<CountingTarget>(failures);
      target = made.get();
      return made;
    };
  }

  /// Nobody looks at the table without being woken: what is missed stays missed.
  static UploadRunnerOptions patient() {
    auto options = quick();
    options.idle_look = std::chrono::hours(1);
    return options;
  }

  void check_each_taken_once(std::size_t count) const {
    CHECK(target->taken().size() == count);
    for (const auto& entry : target->taken()) CHECK(entry.second == 1);
  }

  demo::TempFolder folder;
  boost::asio::io_context loop;
  CountingTarget* target = nullptr;
  UploadLife life;
};

}  // namespace

TEST_SUITE("app/upload_pages") {
  TEST_CASE("a photo is sent at its bell, whatever was known of the table, and each only once") {
    Rig rig(0);
    for (int i = 0; i < 150; ++i) {
      rig.life.add_shot(64);
      rig.life.runner->wake();
      // Some photos come while the runner sleeps, the others at every step of its work.
      if (i % 10 == 0) REQUIRE(rig.life.drains());
    }
    REQUIRE(rig.life.drains());
    rig.check_each_taken_once(150);
  }

  TEST_CASE("more than a page of refused photos: each comes back when its time is there") {
    Rig rig(2);
    for (int i = 0; i < 90; ++i) rig.life.add_shot(64);
    rig.life.runner->wake();
    REQUIRE(rig.life.drains());
    rig.check_each_taken_once(90);
    CHECK(rig.life.counts().parked == 0);
  }
}

}  // namespace booth

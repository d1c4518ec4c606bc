#pragma once

#include <memory>
#include <string>
#include "daemon/store/sqlite_store.hpp"
#include "tests/support/await_result.hpp"
#include "tests/support/must.hpp"

namespace booth::testing {

/// UTC stands still until moved; ids count up.
class StoreTimer final : public Timer {
 public:
  UtcTime now{std::chrono::milliseconds{1'795'323'600'000}};  // 2026-11-22T05:00:00Z

  UtcTime utc_now() const override { return now; }
  SteadyTime steady_now() const override { return {}; }
  boost::asio::awaitable<void> wait_until(SteadyTime) override { co_return; }
  std::array<std::uint8_t, 10> random_bytes() override {
    ++count_;
    std::array<std::uint8_t, 10> bytes{};
    bytes[4] = static_cast<std::uint8_t>(count_ >> 16);
    bytes[5] = static_cast<std::uint8_t>(count_ >> 8);
    bytes[6] = static_cast<std::uint8_t>(count_);
    return bytes;
  }
  std::uint32_t random_number() override { return 4; }

  /// A fresh id, for what the app makes ids for.
  template <class AnyId>
  AnyId make() {
    return AnyId(uuid_v7(now, random_bytes()));
  }

 private:
  std::uint32_t count_ = 0;
};

inline SqliteStoreOptions two_targets(const std::filesystem::path& state_dir) {
  SqliteStoreOptions options;
  options.state_dir = state_dir;
  options.targets = {{"cloud", {UploadClass::ShareCopy, UploadClass::Sheet, UploadClass::Original}},
                     {"archive", {UploadClass::Original}}};
  options.reserve_bytes = 0;
  return options;
}

inline Bytes jpeg_bytes(const std::string& salt) {
  const std::string text = "\xFF\xD8" + salt + "\xFF\xD9";
  const auto* begin = reinterpret_cast<const std::byte*>(text.data());
  return Bytes(begin, begin + text.size());
}

inline Session new_session(StoreTimer& timer, const std::string& event = "anna-und-ben") {
  Session session;
  session.id = timer.make<SessionId>();
  session.plan.event = event;
  session.plan.event_title = "Anna & Ben";
  session.plan.template_name = "classic-4x6";
  session.plan.shots = 4;
  session.plan.copies = 2;
  return session;
}

inline Store::NewShot new_shot(StoreTimer& timer, const Session& session, int slot,
                               const std::string& salt) {
  Store::NewShot shot;
  shot.id = timer.make<ShotId>();
  shot.session = session.id;
  shot.event = session.plan.event;
  shot.slot = slot;
  shot.jpeg = jpeg_bytes(salt);
  shot.taken_at = timer.now;
  return shot;
}

inline Store::NewSheet new_sheet(StoreTimer& timer, const Session& session, int copies,
                                 const std::string& salt = "sheet") {
  Store::NewSheet sheet;
  sheet.id = timer.make<SheetId>();
  sheet.session = session.id;
  sheet.jpeg = jpeg_bytes(salt);
  sheet.share_jpeg = jpeg_bytes(salt + " small");
  sheet.size = {1218, 1836};
  sheet.medium = "4x6";
  sheet.recipe = R"({"template":"classic-4x6"})";
  for (int copy = 0; copy < copies; ++copy) {
    PrintJob print;
    print.id = timer.make<PrintId>();
    print.requested_by = "auto";
    sheet.prints.push_back(print);
  }
  return sheet;
}

/// A session that waits for its sheet.
inline Session composing_session(Store& store, StoreTimer& timer) {
  auto session = must(await_result(store.add_session(new_session(timer))));
  must(await_result(
      store.move_session(session.id, SessionState::Preparing, SessionState::Composing, "")));
  return session;
}

}  // namespace booth::testing

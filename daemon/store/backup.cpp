#include "daemon/store/backup.hpp"

#include "daemon/store/migrate.hpp"
#include "daemon/store/open_database.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_print.hpp"
#include "daemon/store/stamp.hpp"
#include "daemon/store/state_lock.hpp"

namespace booth {
namespace {

namespace fs = std::filesystem;

constexpr int kMany = 100'000;
constexpr const char* kNotSent =
    "the booth was restored from a backup before this was printed: print it again if it is wanted";
constexpr const char* kPerhapsOut =
    "it was on its way to the printer when the backup was made: look whether the sheet is there";

Result<int> hold_prints(Connection& database, Timer& timer) {
  const auto open = rows::open_prints(database, kMany);
  if (!open) return open.error();
  int held = 0;
  for (const auto& print : *open) {
    if (print.state == PrintState::Held || print.state == PrintState::Unknown) continue;
    Stamp stamp(timer);
    auto changed = print;
    const bool is_unsent = print.state == PrintState::Queued;
    changed.state = is_unsent ? PrintState::Held : PrintState::Unknown;
    changed.reason = is_unsent ? kNotSent : kPerhapsOut;
    if (auto moved = rows::move_print(database, stamp, print.state, changed); !moved)
      return moved.error();
    ++held;
  }
  return held;
}

}  // namespace

Result<void> back_up_database(const fs::path& state_dir, const fs::path& copy) {
  const auto file = state_dir / kDatabaseFile;
  if (!fs::exists(file)) return make_error(Errc::NotFound, file.string() + ": no such file");
  auto opened = open_as_it_is(file);
  if (!opened) return opened.error();
  return copy_database(**opened, copy);
}

Result<int> settle_restored_state(const fs::path& state_dir, Timer& timer) {
  auto lock = StateLock::take(state_dir);
  if (!lock) return lock.error();
  const auto file = state_dir / kDatabaseFile;
  if (!fs::exists(file)) return make_error(Errc::NotFound, file.string() + ": no such file");
  auto opened = open_database(file, timer.utc_now(), CheckDepth::Whole);
  if (!opened) return opened.error();
  if (!opened->set_aside.empty()) return make_error(Errc::Corrupt, opened->damage);
  auto& database = *opened->connection;
  auto work = [&]() -> Result<int> {
    auto held = hold_prints(database, timer);
    if (!held) return held;
    Stamp stamp(timer);
    const auto data = "{\"prints_held\":" + std::to_string(*held) + "}";
    if (auto added = rows::add_fact(database, stamp, "store.restored", "booth", data); !added)
      return added.error();
    return held;
  };
  return in_transaction(database, work);
}

}  // namespace booth

#include "daemon/store/check_database.hpp"

#include <chrono>

namespace booth {
namespace {

// A backlog of 100,000 uploads must not delay the start by more than 200 ms (see backlog_bench).
// What the check does not reach is found when it is used, and mended then.
constexpr std::chrono::milliseconds kBudget{100};
// SQLite cannot be interrupted while it reads a table's pages.
constexpr std::int64_t kSmallBytes = 16LL << 20;

constexpr const char* kSize = R"(
    SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size())";
constexpr const char* kCheckAll = "PRAGMA quick_check(1)";
// What a guest or a sheet hangs on comes first. Facts are the bulk and come last of all: only in a
// small database.
constexpr const char* kCheckTables[] = {
    "PRAGMA quick_check(session)",   "PRAGMA quick_check(shot)",   "PRAGMA quick_check(sheet)",
    "PRAGMA quick_check(print_job)", "PRAGMA quick_check(answer)", "PRAGMA quick_check(upload)"};

int is_past(void* deadline) {
  return std::chrono::steady_clock::now() > *static_cast<SteadyTime*>(deadline) ? 1 : 0;
}

Result<void> run_check(Connection& database, const char* check) {
  auto query = database.use(check);
  const auto row = query.step();
  if (!row && row.error().code == Errc::TimedOut) return {};  // as far as we got, all is well
  if (!row) return row.error();
  if (!*row || query.text(0) == "ok") return {};
  return make_error(Errc::Corrupt, query.text(0));
}

Result<void> check_bounded(Connection& database) {
  SteadyTime deadline = std::chrono::steady_clock::now() + kBudget;
  ::sqlite3_progress_handler(database.handle(), 1000, is_past, &deadline);
  Result<void> checked;
  for (const auto* check : kCheckTables)
    if (checked && !is_past(&deadline)) checked = run_check(database, check);
  ::sqlite3_progress_handler(database.handle(), 0, nullptr, nullptr);
  return checked;
}

}  // namespace

Result<void> check_database(Connection& database, CheckDepth depth) {
  if (depth == CheckDepth::Whole) return run_check(database, kCheckAll);
  auto size = database.use(kSize);
  const auto row = size.step();
  if (!row) return row.error();
  return size.number(0) <= kSmallBytes ? run_check(database, kCheckAll) : check_bounded(database);
}

}  // namespace booth

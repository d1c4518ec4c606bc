#include "tests/store/crash_rounds.hpp"

#include <chrono>
#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "tests/store/power_cut.hpp"
#include "tests/store/raw_database.hpp"
#include "tests/store/store_rig.hpp"
#include "tests/store/worker_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {
namespace {

using namespace booth::testing;
namespace fs = std::filesystem;

/// Everything that was ever acknowledged in one state directory.
struct Promises {
  std::map<std::string, std::pair<std::string, std::string>> files;  ///< id -> path, sha256
  std::map<std::string, std::string> prints;                         ///< id -> newest state
  std::vector<std::string> sessions;
  std::vector<std::string> synced;
  std::vector<std::string> copied;  ///< sheets of which three copies were asked for at once

  void add(const std::string& said) {
    std::istringstream lines(said);
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      std::string kind, id, third, fourth;
      words >> kind >> id >> third >> fourth;
      if (kind == "shot" || kind == "sheet") files[id] = {third, fourth};
      if (kind == "print") prints[id] = third;
      if (kind == "copies") copied.push_back(id);
      if (kind == "session") sessions.push_back(id);
      if (kind == "upload") synced.push_back(id);
    }
  }
};

void check_promises(Store& store, const Promises& promises) {
  for (const auto& promise : promises.files) {
    CAPTURE(promise.first);
    const auto digest = sha256_of_file(store.absolute_path(promise.second.first));
    REQUIRE(digest.has_value());
    CHECK(*digest == promise.second.second);
  }
  for (const auto& promise : promises.prints) {
    const auto print = must(await_result(store.print(PrintId(promise.first))));
    CAPTURE(promise.first);
    // What was written but not acknowledged may be one step further.
    const bool is_kept = to_string(print.state) == promise.second ||
                         (promise.second == "submitting" && print.state == PrintState::Printed);
    CHECK(is_kept);
  }
  for (const auto& id : promises.sessions)
    CHECK(await_result(store.session(SessionId(id))).has_value());
  for (const auto& id : promises.synced)
    CHECK(must(await_result(store.upload(UploadId(id)))).state == UploadState::Synced);
}

void check_database(const fs::path& state_dir, const Promises& promises) {
  RawDatabase raw(state_dir / "booth.db");
  CHECK(raw.text("PRAGMA integrity_check") == "ok");
  CHECK(raw.texts("PRAGMA foreign_key_check").empty());
  const auto ids = raw.texts("SELECT id FROM shot UNION ALL SELECT id FROM sheet");
  for (const auto& promise : promises.files)
    CHECK(std::count(ids.begin(), ids.end(), promise.first) == 1);
  // No row without its file, and the file is the one that the row describes.
  for (const auto& path :
       raw.texts("SELECT path FROM shot UNION ALL SELECT path FROM sheet UNION ALL "
                 "SELECT share_path FROM sheet UNION ALL SELECT path FROM upload"))
    CHECK(fs::exists(state_dir / path));
  CHECK(raw.number("SELECT count(*) FROM session WHERE state = 'done' AND id NOT IN "
                   "(SELECT session_id FROM sheet)") == 0);
  CHECK(raw.number("SELECT count(*) FROM sheet JOIN session ON session.id = session_id "
                   "WHERE state <> 'done'") == 0);
  CHECK(raw.number("SELECT count(*) FROM sheet WHERE id NOT IN (SELECT sheet_id FROM print_job)") ==
        0);
  CHECK(raw.number("SELECT count(*) FROM shot WHERE path NOT IN (SELECT path FROM upload)") == 0);
  CHECK(raw.number("SELECT count(*) FROM shot WHERE id NOT IN "
                   "(SELECT subject FROM fact WHERE type = 'shot.stored')") == 0);
  CHECK(raw.number("SELECT sum(items) FROM upload_tally") ==
        raw.number("SELECT count(*) FROM upload"));
  CHECK(raw.number("SELECT items FROM upload_tally WHERE state = 'synced'") ==
        raw.number("SELECT count(*) FROM upload WHERE state = 'synced'"));
  const auto three = raw.texts(
      "SELECT sheet_id FROM print_job WHERE requested_by = 'three copies' GROUP BY sheet_id");
  for (const auto& sheet : promises.copied)
    CHECK(std::count(three.begin(), three.end(), sheet) == 1);
  CHECK(raw.texts("SELECT sheet_id FROM print_job WHERE requested_by = 'three copies' "
                  "GROUP BY sheet_id HAVING count(*) <> 3")
            .empty());
  CHECK(raw.number("SELECT sum(items) FROM print_tally") ==
        raw.number("SELECT count(*) FROM print_job"));
}

/// After the start nothing lies around: every file has a row, or is in quarantine.
void check_files(const fs::path& state_dir) {
  RawDatabase raw(state_dir / "booth.db");
  const auto known = raw.texts(
      "SELECT path FROM shot UNION ALL SELECT path FROM sheet UNION ALL "
      "SELECT share_path FROM sheet");
  const std::set<std::string> paths(known.begin(), known.end());
  for (const auto* folder : {"photos", "sheets"}) {
    if (!fs::exists(state_dir / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(state_dir / folder)) {
      if (!entry.is_regular_file()) continue;
      const auto path = fs::relative(entry.path(), state_dir).string();
      CAPTURE(path);
      CHECK(paths.contains(path));
    }
  }
}

}  // namespace

void testing::kill_again_and_again(Death death, int rounds, unsigned seed) {
  const TemporaryFolder folder;
  const TemporaryFolder logs;
  std::vector<PowerCut> cuts;
  std::mt19937 random(seed);
  Promises promises;
  for (int round = 0; round < rounds; ++round) {
    CAPTURE(round);
    const auto log = logs.path() / std::to_string(round);
    WorkerProcess worker({"crash", folder.path().string(), std::to_string(random())},
                         death == Death::PowerCut ? log : fs::path());
    // By promises and not by time alone: a busy machine must not make the test empty.
    worker.listen_for_lines(std::uniform_int_distribution<long>(1, 40)(random));
    worker.listen(std::chrono::microseconds(std::uniform_int_distribution<int>(0, 5000)(random)));
    REQUIRE(worker.is_running());
    worker.kill();
    if (death == Death::PowerCut) cuts.push_back(cut_power(folder.path(), log));
    promises.add(worker.said());

    SystemTimer timer;
    auto store = must(SqliteStore::open(two_targets(folder.path()), timer));
    check_promises(*store, promises);
    store.reset();
    check_database(folder.path(), promises);
    check_files(folder.path());
  }
  CHECK(promises.files.size() > static_cast<std::size_t>(rounds));
  // The cuts must have taken something away, or the shim was not there.
  std::int64_t lost = 0;
  for (const auto& cut : cuts)
    lost += cut.renames_undone + cut.files_emptied + cut.folders_lost + cut.wal_bytes_lost;
  CHECK((death == Death::Kill || rounds < 10 || lost > 0));
}

}  // namespace booth

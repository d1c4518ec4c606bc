#include <filesystem>

#include <doctest/doctest.h>

#include "daemon/store/open_database.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_print.hpp"
#include "daemon/store/row_session.hpp"
#include "daemon/store/row_sheet.hpp"
#include "daemon/store/row_shot.hpp"
#include "daemon/store/row_upload.hpp"
#include "daemon/store/stray_files.hpp"
#include "tests/store/store_rig.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {
namespace {

using namespace booth::testing;

// Ten busy years in a booth that was offline for the last of them, made by SQL in a second.
constexpr const char* kManyRows = R"(
    BEGIN;
    CREATE TEMP TABLE n (i INTEGER PRIMARY KEY) STRICT;
    WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 20000)
    INSERT INTO n SELECT i FROM c;
    CREATE TEMP TABLE named AS SELECT i, printf('%08x-0000-7000-8000-000000000000', i) AS id,
                                      printf('%064x', i) AS sha256 FROM n;
    INSERT INTO session (id, event, number, event_title, template_name, shots, copies, first_countdown_ms,
                         next_countdown_ms, review_ms, state, reason, started_at_ms, changed_at_ms)
    SELECT id, 'e', i, '', '', 1, 1, 0, 0, 0, iif(i % 5000 = 0, 'capturing', 'done'), '', i, i FROM named;
    INSERT INTO shot (id, session_id, event, slot, path, sha256, size_bytes, taken_at_ms, stored_at_ms)
    SELECT id, id, 'e', 0, 'photos/e/' || id || '/0.jpg', sha256, 1000, i, i FROM named;
    INSERT INTO sheet (id, session_id, path, sha256, size_bytes, share_path, share_sha256, share_size_bytes,
                       width_px, height_px, medium, recipe, made_at_ms)
    SELECT id, id, 'sheets/e/' || id || '.jpg', sha256, 1000, 'sheets/e/' || id || '-share.jpg', sha256, 100,
           1, 1, '4x6', '{}', i FROM named;
    INSERT INTO print_job (id, sheet_id, session_id, state, proof, printer, spool_job, attempts, reason,
                           requested_by, purpose, note, guest, only_printer, requested_at_ms, sent_at_ms,
                           changed_at_ms)
    SELECT id, id, id, iif(i % 5000 = 0, 'queued', 'printed'), 'none', 'dnp', i, 1, '', 'auto', 'order', '',
           '', '', i, i, i FROM named;
    INSERT INTO upload (id, target, kind, state, path, key, content_type, sha256, size_bytes, attempts, resume,
                        last_error, session_id, created_at_ms, changed_at_ms)
    SELECT id, 'cloud', iif(i % 2 = 0, 'original', 'share_copy'), iif(i < 10000, 'synced', 'waiting'),
           'photos/e/' || id || '/0.jpg', 'e/' || id || '.jpg', 'image/jpeg', sha256, 1000, 0, '', '', id, i, i
    FROM named;
    INSERT INTO fact (id, type, subject, data, at_ms) SELECT id, 'print.printed', id, '{}', i FROM named;
    INSERT INTO answer (key, request_hash, status, body, at_ms) SELECT id, sha256, 200, '{}', i FROM named;
    DROP TABLE named;
    DROP TABLE n;
    COMMIT)";

struct Rig {
  TemporaryFolder folder;
  StoreTimer timer;
  OpenedDatabase opened =
      must(open_database(folder.path() / "booth.db", timer.now, CheckDepth::Bounded));
  Connection& database = *opened.connection;
  Stamp stamp{timer};

  Rig() { must(database.execute(kManyRows)); }

  /// A page of a list, a few open rows, a handful of tallies: far below the 20,000 rows of any
  /// table.
  void check_is_cheap(const char* call) {
    CAPTURE(call);
    CHECK(database.rows_scanned() < 100);
  }
};

std::string id_of(int i) {
  char text[40];
  std::snprintf(text, sizeof text, "%08x-0000-7000-8000-000000000000", static_cast<unsigned>(i));
  return text;
}

}  // namespace

TEST_SUITE("store/no_scans") {
  TEST_CASE_FIXTURE(Rig, "reading looks at the rows that it returns and few others") {
    const SessionId session(id_of(10'000));
    CHECK(must(rows::waiting_uploads(database, "cloud", UploadClass::ShareCopy, 5)).size() == 5);
    CHECK(must(rows::waiting_uploads(database, "cloud", UploadClass::Original, 5)).size() == 5);
    CHECK(must(rows::waiting_uploads(database, "nowhere", UploadClass::Original, 5)).empty());
    CHECK(must(rows::upload_counts(database)).waiting == 10'001);
    CHECK(must(rows::upload_counts(database)).oldest_waiting ==
          UtcTime(std::chrono::milliseconds(10'000)));
    check_is_cheap("uploads waiting");
    CHECK(must(rows::uploads(database, session, 5)).size() == 1);
    const auto uploads = must(rows::uploads(database, {}, 5));
    const auto older_uploads = must(rows::uploads(database, {}, 5, uploads.back().id));
    REQUIRE(older_uploads.size() == 5);
    CHECK(older_uploads.front().id.str() < uploads.back().id.str());
    CHECK(must(rows::upload(database, UploadId(id_of(7)))).state == UploadState::Synced);
    check_is_cheap("uploads");
    CHECK(must(rows::open_prints(database, 10)).size() == 4);
    CHECK(must(rows::prints(database, session, 5)).size() == 1);
    const auto prints = must(rows::prints(database, {}, 5));
    const auto older_prints = must(rows::prints(database, {}, 5, prints.back().id));
    REQUIRE(older_prints.size() == 5);
    CHECK(older_prints.front().id.str() < prints.back().id.str());
    CHECK(must(rows::prints(database, session, 5, prints.back().id)).size() <= 1);
    CHECK(rows::prints(database, {}, 5, PrintId("nobody")).error().code == Errc::NotFound);
    CHECK(must(rows::printed_prints(database, 5)).size() == 5);
    CHECK(must(rows::print_counts(database)).printed == 19'996);
    check_is_cheap("prints");
    CHECK(must(rows::sessions(database, 5, session)).size() == 5);
    CHECK(must(rows::open_sessions(database)).size() == 4);
    CHECK(must(rows::shots(database, session)).size() == 1);
    CHECK(must(rows::sheet_of(database, session)).has_value());
    check_is_cheap("sessions");
    CHECK(must(rows::facts(database, 19'990, 100)).size() == 10);
    CHECK(must(rows::facts(database, 0, 5)).size() == 5);
    CHECK(must(rows::recorded_answer(database, id_of(3))).has_value());
    check_is_cheap("facts and answers");
  }

  TEST_CASE_FIXTURE(Rig, "writing looks at the rows that it changes and few others") {
    auto upload = must(rows::upload(database, UploadId(id_of(12'000))));
    upload.state = UploadState::Sending;
    must(rows::move_upload(database, stamp, UploadState::Waiting, upload, ""));
    CHECK(must(rows::reopen_uploads(database, stamp)) == 1);
    auto print = must(rows::open_prints(database, 1)).at(0);
    print.state = PrintState::Submitting;
    must(rows::move_print(database, stamp, PrintState::Queued, print));
    must(rows::add_session(database, stamp, new_session(timer, "e")));
    must(rows::add_fact(database, stamp, "a.b", "c", "{}"));
    check_is_cheap("writing");
  }

  TEST_CASE_FIXTURE(Rig, "the start does not look through the years") {
    SqliteStoreOptions options;
    options.state_dir = folder.path();
    must(settle_stray_files(database, options, stamp));
    check_is_cheap("settle_stray_files");
  }
}

}  // namespace booth

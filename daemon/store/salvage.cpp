#include "daemon/store/salvage.hpp"

#include <chrono>
#include <string>
#include <string_view>

#include "daemon/runtime/log.hpp"
#include "daemon/store/migrate.hpp"

namespace booth {
namespace {

// systemd allows 30 s for the whole start.
constexpr std::chrono::seconds kBudget{10};

struct Table {
  const char* name;
  const char* last;  ///< highest sequence
  const char* copy;  ///< LIMIT, because an upper bound would make SQLite look at the row behind it
  int since = 1;     ///< schema that has it
};

constexpr int kFirstWithEvents = 6;
constexpr int kFirstWithSpans = 7;
constexpr int kFirstWithPrinters = 8;

// clang-format off
constexpr Table kTables[] = {
    {"event_version", "SELECT max(sequence) FROM damaged.event_version",
     "INSERT OR IGNORE INTO main.event_version SELECT * FROM damaged.event_version WHERE sequence >= :first LIMIT :most", kFirstWithEvents},
    {"session",   "SELECT max(sequence) FROM damaged.session",
     "INSERT OR IGNORE INTO main.session SELECT * FROM damaged.session WHERE sequence >= :first LIMIT :most"},
    {"share_link", "SELECT max(sequence) FROM damaged.share_link",
     "INSERT OR IGNORE INTO main.share_link SELECT * FROM damaged.share_link WHERE sequence >= :first LIMIT :most", 3},
    {"shot",      "SELECT max(sequence) FROM damaged.shot",
     "INSERT OR IGNORE INTO main.shot SELECT * FROM damaged.shot WHERE sequence >= :first LIMIT :most"},
    {"sheet",     "SELECT max(sequence) FROM damaged.sheet",
     "INSERT OR IGNORE INTO main.sheet SELECT * FROM damaged.sheet WHERE sequence >= :first LIMIT :most"},
    {"print_job", "SELECT max(sequence) FROM damaged.print_job",
     "INSERT OR IGNORE INTO main.print_job SELECT * FROM damaged.print_job WHERE sequence >= :first LIMIT :most"},
    {"upload",    "SELECT max(sequence) FROM damaged.upload",
     "INSERT OR IGNORE INTO main.upload SELECT * FROM damaged.upload WHERE sequence >= :first LIMIT :most"},
    {"fact_delivery", "SELECT max(sequence) FROM damaged.fact_delivery",
     "INSERT OR REPLACE INTO main.fact_delivery SELECT * FROM damaged.fact_delivery WHERE sequence >= :first LIMIT :most", 4},
    {"fact_set_aside", "SELECT max(sequence) FROM damaged.fact_set_aside",
     "INSERT OR IGNORE INTO main.fact_set_aside SELECT * FROM damaged.fact_set_aside WHERE sequence >= :first LIMIT :most", 4},
    {"erasure",   "SELECT max(sequence) FROM damaged.erasure",
     "INSERT OR IGNORE INTO main.erasure SELECT * FROM damaged.erasure WHERE sequence >= :first LIMIT :most", 5},
    {"contact",   "SELECT max(sequence) FROM damaged.contact",
     "INSERT OR IGNORE INTO main.contact SELECT * FROM damaged.contact WHERE sequence >= :first LIMIT :most", 5},
    {"known_target", "SELECT max(sequence) FROM damaged.known_target",
     "INSERT OR IGNORE INTO main.known_target SELECT * FROM damaged.known_target WHERE sequence >= :first LIMIT :most", 5},
    {"event_retention", "SELECT max(sequence) FROM damaged.event_retention",
     "INSERT OR IGNORE INTO main.event_retention SELECT * FROM damaged.event_retention WHERE sequence >= :first LIMIT :most", 5},
    {"answer",    "SELECT max(sequence) FROM damaged.answer",
     "INSERT OR IGNORE INTO main.answer SELECT * FROM damaged.answer WHERE sequence >= :first LIMIT :most"},
    {"fact",      "SELECT max(sequence) FROM damaged.fact",
     "INSERT OR IGNORE INTO main.fact SELECT * FROM damaged.fact WHERE sequence >= :first LIMIT :most"},
};

// A booth may find the damage right after an upgrade. Each migration that changes one of these tables needs a line here.
constexpr Table kSessionOfVersion1{
    "session", "SELECT max(sequence) FROM damaged.session",
    "INSERT OR IGNORE INTO main.session SELECT *, '', '', 0 FROM damaged.session WHERE sequence >= :first LIMIT :most"};
constexpr Table kSessionBeforeEvents{
    "session", "SELECT max(sequence) FROM damaged.session",
    "INSERT OR IGNORE INTO main.session SELECT *, 0 FROM damaged.session WHERE sequence >= :first LIMIT :most"};
constexpr Table kPrintBeforePrinters{
    "print_job", "SELECT max(sequence) FROM damaged.print_job",
    "INSERT OR IGNORE INTO main.print_job (sequence, id, sheet_id, session_id, state, proof, printer, spool_job, attempts, reason, "
    "requested_by, purpose, note, guest, only_printer, requested_at_ms, sent_at_ms, changed_at_ms) "
    "SELECT sequence, id, sheet_id, session_id, state, CASE WHEN state = 'printed' AND proof = 'none' THEN 'person' ELSE proof END, "
    "printer, spool_job, attempts, reason, requested_by, 'order', '', '', '', requested_at_ms, 0, changed_at_ms "
    "FROM damaged.print_job WHERE sequence >= :first LIMIT :most"};
// clang-format on

// Where the end of a table cannot be read, we look this far.
constexpr std::int64_t kFurthest = 1 << 24;

class Salvaging {
 public:
  explicit Salvaging(Connection& database) : database_(database) {}

  /// @param version  of the damaged database's schema
  Salvaged run(int version) {
    for (const auto& table : kTables) {
      if (version < table.since) continue;
      const bool is_session = std::string_view(table.name) == "session";
      const auto* wanted = &table;
      if (is_session && version == 1) wanted = &kSessionOfVersion1;
      if (is_session && version > 1 && version < kFirstWithEvents) wanted = &kSessionBeforeEvents;
      const bool is_print = std::string_view(table.name) == "print_job";
      if (is_print && version < kFirstWithPrinters) wanted = &kPrintBeforePrinters;
      copy_range(*wanted, 1, last_of(*wanted));
    }
    return result_;
  }

 private:
  std::int64_t last_of(const Table& table) {
    auto query = database_.use(table.last);
    const auto row = query.step();
    if (row && *row) return query.number(0);
    result_.is_complete = false;
    return kFurthest;
  }

  /// A statement that meets a damaged page copies nothing: then each half is tried alone, down to
  /// single rows.
  void copy_range(const Table& table, std::int64_t first, std::int64_t last) {
    if (first > last) return;
    const auto copied =
        database_.use(table.copy).bind(":first", first).bind(":most", last - first + 1).run();
    if (copied) {
      result_.rows += *copied;
      return;
    }
    result_.is_complete = false;
    if (first == last || std::chrono::steady_clock::now() > deadline_) return;
    const auto middle = first + (last - first) / 2;
    copy_range(table, first, middle);
    copy_range(table, middle + 1, last);
  }

  Connection& database_;
  SteadyTime deadline_ = std::chrono::steady_clock::now() + kBudget;
  Salvaged result_;
};

constexpr const char* kAttach = "ATTACH :file AS damaged";
constexpr const char* kDamagedVersion = "PRAGMA damaged.user_version";

// Small tables in one piece: what cannot be read of them is decided or measured again. Without its
// version a choice means nothing.
constexpr const char* kCopyPrinters =
    "INSERT OR IGNORE INTO main.printer SELECT * FROM damaged.printer";
constexpr const char* kCopyWhole[] = {
    "INSERT OR IGNORE INTO main.closed_event SELECT * FROM damaged.closed_event",
    "INSERT OR IGNORE INTO main.event_choice SELECT * FROM damaged.event_choice "
    "WHERE (slug, version) IN (SELECT slug, version FROM main.event_version)",
    "INSERT OR IGNORE INTO main.step_count SELECT * FROM damaged.step_count",
    "INSERT OR IGNORE INTO main.service_count SELECT * FROM damaged.service_count",
    "INSERT OR IGNORE INTO main.span SELECT * FROM damaged.span "
    "WHERE session_id IN (SELECT id FROM main.session)"};

// A session whose own row is lost comes back with what its photos still know of it.
constexpr const char* kReplaceLostSessions = R"(
    INSERT INTO session (id, event, number, event_title, template_name, shots, copies, first_countdown_ms,
                         next_countdown_ms, review_ms, state, reason, started_at_ms, changed_at_ms)
    SELECT session_id, 'recovered', row_number() OVER (ORDER BY session_id), 'recovered', '', 1, 0, 0, 0, 0,
           'interrupted', 'its row was lost when the database was damaged', min(at_ms), max(at_ms)
    FROM (SELECT session_id, taken_at_ms AS at_ms FROM shot
          UNION ALL SELECT session_id, made_at_ms FROM sheet
          UNION ALL SELECT session_id, requested_at_ms FROM print_job
          UNION ALL SELECT session_id, created_at_ms FROM upload)
    WHERE session_id IS NOT NULL AND session_id NOT IN (SELECT id FROM session)
    GROUP BY session_id)";
// Nothing says any more which picture it was.
constexpr const char* kDropPrintsWithoutSheet =
    "DELETE FROM print_job WHERE sheet_id NOT IN (SELECT id FROM sheet)";

Result<void> attach(Connection& database, const std::filesystem::path& damaged) {
  const auto attached = database.use(kAttach).bind(":file", damaged.string()).run();
  if (!attached) return attached.error();
  return {};
}

Result<void> copy_and_mend(Connection& database, Salvaged& result) {
  auto version = database.use(kDamagedVersion);
  const auto row = version.step();
  if (!row) return row.error();
  const int number = version.small_number(0);
  if (number < 1 || number > migrations().back().version)
    return make_error(Errc::Unsupported, "the damaged database has a schema that we do not know");

  result = Salvaging(database).run(number);
  if (number >= kFirstWithSpans)
    for (const auto* copy : kCopyWhole)
      if (const auto copied = database.use(copy).run(); !copied) result.is_complete = false;
  if (number >= kFirstWithPrinters && !database.use(kCopyPrinters).run())
    result.is_complete = false;
  const auto mended = mend_references(database);
  if (!mended) return mended.error();
  if (*mended > 0) result.is_complete = false;
  return {};
}

}  // namespace

Result<std::int64_t> mend_references(Connection& database) {
  const auto replaced = database.use(kReplaceLostSessions).run();
  if (!replaced) return replaced.error();
  const auto dropped = database.use(kDropPrintsWithoutSheet).run();
  if (!dropped) return dropped.error();
  return *replaced + *dropped;
}

Salvaged salvage_rows(Connection& database, const std::filesystem::path& damaged) {
  Salvaged result;
  // One range, one transaction: within a longer one every statement fails after the first damaged
  // page. And without waiting for the disk: a salvage that is cut short begins anew.
  auto done = database.execute("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF");
  if (done) done = attach(database, damaged);
  if (done) done = copy_and_mend(database, result);
  if (done) return result;
  log::error("salvage_failed", {{"cause", done.error().context}});
  result.is_complete = false;
  return result;
}

}  // namespace booth

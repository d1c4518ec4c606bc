#include "daemon/store/row_print.hpp"

#include "daemon/store/check_names.hpp"
#include "daemon/store/json_object.hpp"
#include "daemon/store/read_rows.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_span.hpp"

#define PRINT_COLUMNS                                                                            \
  "id, sheet_id, session_id, state, proof, printer, spool_job, attempts, reason, requested_by, " \
  "requested_at_ms, changed_at_ms, purpose, note, guest, only_printer, sent_at_ms"

namespace booth::rows {
namespace {

std::optional<PrintJob> read_print(const Statement& row) {
  const auto state = print_state_from(row.text(3));
  const auto proof = print_proof_from(row.text(4));
  const auto purpose = print_purpose_from(row.text(12));
  if (!state || !proof || !purpose) return std::nullopt;
  PrintJob print;
  print.id = PrintId(row.text(0));
  print.sheet = SheetId(row.text(1));
  print.session = SessionId(row.text(2));
  print.state = *state;
  print.proof = *proof;
  print.printer = row.text(5);
  print.spool_job = row.small_number(6);
  print.attempts = row.small_number(7);
  print.reason = row.text(8);
  print.requested_by = row.text(9);
  print.requested_at = row.time(10);
  print.changed_at = row.time(11);
  print.purpose = *purpose;
  print.note = row.text(13);
  print.guest = row.text(14);
  print.only_printer = row.text(15);
  print.sent_at = row.time(16);
  return print;
}

// The sheet's own row says which session it belongs to. No sheet, no print.
constexpr const char* kAddPrint = R"(
    INSERT INTO print_job (id, sheet_id, session_id, state, proof, printer, spool_job, attempts, reason,
                           requested_by, purpose, note, guest, only_printer, requested_at_ms,
                           sent_at_ms, changed_at_ms)
    SELECT :id, sheet.id, sheet.session_id, 'queued', 'none', '', 0, 0, '', :requested_by, :purpose,
           :note, :guest, :only_printer, :requested_at_ms, 0, :now_ms
    FROM sheet WHERE sheet.id = :sheet_id
    ON CONFLICT (id) DO NOTHING)";

}  // namespace

Result<PrintJob> add_print(Connection& database, Stamp& stamp, const PrintJob& wanted) {
  if (auto checked = check_id(wanted.id.str()); !checked) return checked.error();
  const bool has_time = wanted.requested_at != UtcTime();
  auto insert = database.use(kAddPrint);
  insert.bind(":id", wanted.id.str()).bind(":sheet_id", wanted.sheet.str());
  insert.bind(":requested_by", wanted.requested_by).bind(":purpose", to_string(wanted.purpose));
  insert.bind(":note", wanted.note).bind(":guest", wanted.guest);
  insert.bind(":only_printer", wanted.only_printer);
  insert.bind(":requested_at_ms", has_time ? wanted.requested_at : stamp.now());
  const auto added = insert.bind(":now_ms", stamp.now()).run();
  if (!added) return added.error();

  auto stored = print(database, wanted.id);
  if (!stored && stored.error().code == Errc::NotFound)
    return make_error(Errc::NotFound, "there is no sheet " + wanted.sheet.str() + " to print");
  if (!stored || *added == 0) return stored;

  JsonObject data;
  data.add("sheet", stored->sheet.str()).add("session", stored->session.str());
  data.add("requested_by", stored->requested_by).add("purpose", to_string(stored->purpose));
  data.add_unless_empty("note", stored->note);
  const auto fact = add_fact(database, stamp, "print.asked", wanted.id.str(), data.text());
  if (!fact) return fact.error();
  return stored;
}

namespace {
constexpr const char* kMovePrint = R"(
    UPDATE print_job SET state = :to, proof = :proof, printer = :printer, spool_job = :spool_job,
                         attempts = :attempts, reason = :reason, sent_at_ms = :sent_at_ms,
                         changed_at_ms = :now_ms
    WHERE id = :id AND state = :from)";
constexpr const char* kPrintExists = "SELECT 1 FROM print_job WHERE id = :id";
}  // namespace

namespace {
/// A sheet is right the first time when it came out without a second try and without a person.
Result<void> measure_print(Connection& database, const Stamp& stamp, PrintState from,
                           const PrintJob& changed, const std::optional<BeforeMove>& before) {
  if (!before) return {};
  const auto name = "print." + std::string(to_string(from));
  if (auto added = add_span(database, stamp, before, name, changed.id.str(), changed.reason);
      !added)
    return added;
  const bool was_with_person =
      from == PrintState::Held || from == PrintState::Unknown || from == PrintState::Failed;
  if (was_with_person) return {};  // counted when it got there
  const auto waited = stamp.now() - before->begun;
  if (changed.state == PrintState::Spooled && changed.attempts <= 1)
    if (auto counted = count_step(database, GuestStep::SheetToSent, waited); !counted)
      return counted;
  const bool is_printed = changed.state == PrintState::Printed;
  if (is_printed)
    if (auto counted = count_step(database, GuestStep::SheetToPaper, waited); !counted)
      return counted;
  const bool needs_person = changed.state == PrintState::Held ||
                            changed.state == PrintState::Unknown ||
                            changed.state == PrintState::Failed;
  if (!is_printed && !needs_person) return {};
  return count_service(database, stamp, before->event, ServiceIndicator::Sheet,
                       is_printed && changed.attempts <= 1);
}
}  // namespace

Result<void> move_print(Connection& database, Stamp& stamp, PrintState from,
                        const PrintJob& changed) {
  const auto before = before_print_moves(database, changed.id.str());
  if (!before) return before.error();
  auto update = database.use(kMovePrint);
  update.bind(":to", to_string(changed.state)).bind(":proof", to_string(changed.proof));
  update.bind(":printer", changed.printer).bind(":spool_job", changed.spool_job);
  update.bind(":attempts", changed.attempts).bind(":reason", changed.reason);
  update.bind(":sent_at_ms", changed.sent_at).bind(":now_ms", stamp.now());
  update.bind(":id", changed.id.str()).bind(":from", to_string(from));
  const auto moved = update.run();
  const auto exists = database.use(kPrintExists).bind(":id", changed.id.str()).step();
  if (auto settled = settle_move(moved, exists, "print " + changed.id.str(), to_string(from));
      !settled)
    return settled;

  JsonObject data;
  data.add("from", to_string(from)).add("proof", to_string(changed.proof));
  data.add_unless_empty("printer", changed.printer).add("attempts", changed.attempts);
  data.add_unless_empty("reason", changed.reason);
  const auto type = "print." + std::string(to_string(changed.state));
  const auto fact = add_fact(database, stamp, type, changed.id.str(), data.text());
  if (!fact) return fact.error();
  return measure_print(database, stamp, from, changed, *before);
}

Result<void> replace_print(Connection& database, Stamp& stamp, PrintState from, const PrintJob& old,
                           const PrintJob& again) {
  if (auto moved = move_print(database, stamp, from, old); !moved) return moved;
  const auto earlier = print(database, again.id);
  if (earlier) return make_error(Errc::Conflict, "print " + again.id.str() + " is there already");
  if (earlier.error().code != Errc::NotFound) return earlier.error();
  const auto added = add_print(database, stamp, again);
  if (!added) return added.error();
  return {};
}

namespace {
constexpr const char* kPrint = "SELECT " PRINT_COLUMNS " FROM print_job WHERE id = :id";
constexpr const char* kOpenPrints = "SELECT " PRINT_COLUMNS R"( FROM print_job
    WHERE state IN ('queued', 'submitting', 'spooled', 'sending') ORDER BY sequence LIMIT :limit)";
constexpr const char* kPrintPosition = "SELECT sequence FROM print_job WHERE id = :id";
constexpr const char* kPrints = "SELECT " PRINT_COLUMNS R"( FROM print_job
    WHERE sequence < :before ORDER BY sequence DESC LIMIT :limit)";
constexpr const char* kPrintsOfSession = "SELECT " PRINT_COLUMNS R"( FROM print_job
    WHERE session_id = :session_id AND sequence < :before ORDER BY sequence DESC LIMIT :limit)";
constexpr const char* kPrintedPrints = "SELECT " PRINT_COLUMNS R"( FROM print_job
    WHERE state = 'printed' ORDER BY sequence DESC LIMIT :limit)";
}  // namespace

Result<PrintJob> print(Connection& database, const PrintId& id) {
  auto query = database.use(kPrint);
  return read_row(query.bind(":id", id.str()), read_print, "print " + id.str());
}

Result<std::vector<PrintJob>> open_prints(Connection& database, int limit) {
  auto query = database.use(kOpenPrints);
  return read_rows(query.bind(":limit", limit), read_print);
}

Result<std::vector<PrintJob>> prints(Connection& database, const SessionId& session, int limit,
                                     const PrintId& before) {
  const auto position = position_before(database, kPrintPosition, before.str(), "print");
  if (!position) return position.error();
  auto query = database.use(session.empty() ? kPrints : kPrintsOfSession);
  if (!session.empty()) query.bind(":session_id", session.str());
  return read_rows(query.bind(":before", *position).bind(":limit", limit), read_print);
}

Result<std::vector<PrintJob>> printed_prints(Connection& database, int limit) {
  auto query = database.use(kPrintedPrints);
  return read_rows(query.bind(":limit", limit), read_print);
}

namespace {
constexpr const char* kPrintCounts = R"(
    SELECT coalesce(sum(items) FILTER (WHERE state IN ('queued', 'submitting', 'spooled', 'sending')), 0),
           coalesce(sum(items) FILTER (WHERE state IN ('held', 'unknown')), 0),
           coalesce(sum(items) FILTER (WHERE state = 'printed'), 0)
    FROM print_tally)";
}  // namespace

Result<Store::PrintCounts> print_counts(Connection& database) {
  auto query = database.use(kPrintCounts);
  const auto row = query.step();
  if (!row) return row.error();
  Store::PrintCounts counts;
  counts.waiting = query.small_number(0);
  counts.held = query.small_number(1);
  counts.printed = query.small_number(2);
  return counts;
}

}  // namespace booth::rows

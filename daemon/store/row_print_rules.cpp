#include "daemon/store/row_print_rules.hpp"

#include "daemon/store/json_object.hpp"
#include "daemon/store/read_rows.hpp"
#include "daemon/store/row_event.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_print.hpp"

namespace booth::rows {
namespace {

constexpr const char* kEventOfSheet = R"(
    SELECT session.id, session.event FROM sheet JOIN session ON session.id = sheet.session_id
    WHERE sheet.id = :sheet_id)";

// The event's prints through its sessions: indexes lead the whole way.
constexpr const char* kUsage = R"(
    SELECT coalesce(sum(print_job.session_id = :session_id), 0), count(*),
           coalesce(sum(print_job.guest = :guest AND :guest <> ''), 0)
    FROM session JOIN print_job ON print_job.session_id = session.id
    WHERE session.event = :event AND print_job.purpose = 'order'
      AND print_job.state NOT IN ('failed', 'cancelled'))";

struct Owner {
  std::string session;
  std::string event;
};

Result<Owner> owner_of(Connection& database, const SheetId& sheet) {
  auto query = database.use(kEventOfSheet);
  const auto found = query.bind(":sheet_id", sheet.str()).step();
  if (!found) return found.error();
  if (!*found) return make_error(Errc::NotFound, "there is no sheet " + sheet.str() + " to print");
  return Owner{query.text(0), query.text(1)};
}

Result<PrintUsage> usage_of(Connection& database, const Owner& owner, const std::string& guest) {
  auto query = database.use(kUsage);
  query.bind(":session_id", owner.session).bind(":guest", guest).bind(":event", owner.event);
  if (const auto row = query.step(); !row) return row.error();
  return PrintUsage{query.small_number(0), query.small_number(1), query.small_number(2)};
}

/// What was agreed for the sheet's event counts at this moment: two sessions may have been admitted
/// before either had its sheet.
Result<PrintRules> rules_for(Connection& database, const SheetId& sheet, const PrintRules& house) {
  const auto owner = owner_of(database, sheet);
  if (!owner) return owner.error();
  const auto found = event(database, owner->event);
  // A session that was saved from a damaged database has no event any more.
  if (!found && found.error().code == Errc::NotFound) return house;
  if (!found) return found.error();
  const auto& limits = found->plan.limits;
  return with_agreed(house, limits.prints_per_session, limits.prints.value_or(0));
}

bool has_limits(const PrintRules& rules) {
  return rules.per_session > 0 || rules.per_event > 0 || rules.per_guest > 0;
}

Result<PrintVerdict> judge(Connection& database, Stamp& stamp, const std::vector<PrintJob>& prints,
                           const PrintRules& rules, bool takes_fewer) {
  const PrintAsk ask{.copies = static_cast<int>(prints.size()),
                     .purpose = prints.front().purpose,
                     .has_guest = !prints.front().guest.empty(),
                     .takes_fewer = takes_fewer};
  if (!has_limits(rules)) return decide_prints(ask, {}, rules);
  const auto owner = owner_of(database, prints.front().sheet);
  if (!owner) return owner.error();
  const auto usage = usage_of(database, *owner, prints.front().guest);
  if (!usage) return usage.error();
  auto verdict = decide_prints(ask, *usage, rules);
  if (!verdict.is_told) return verdict;

  JsonObject data;
  data.add("limit", verdict.limit).add("event", owner->event).add("session", owner->session);
  data.add("asked", ask.copies).add("admitted", verdict.admitted);
  data.add("action", to_string(rules.at_limit));
  const auto fact = add_fact(database, stamp, "print.limit_reached", owner->session, data.text());
  if (!fact) return fact.error();
  return verdict;
}

}  // namespace

Result<Store::AdmittedPrints> add_prints(Connection& database, Stamp& stamp,
                                         const std::vector<PrintJob>& prints,
                                         const PrintRules& rules) {
  if (prints.empty()) return make_error(Errc::BadInput, "no print was asked for");
  Store::AdmittedPrints admitted;
  // Repeated: they have been admitted before.
  if (!print(database, prints.front().id)) {
    auto verdict = judge(database, stamp, prints, rules, false);
    if (!verdict) return verdict.error();
    admitted.verdict = std::move(*verdict);
    if (admitted.verdict.admitted == 0) return admitted;
  }
  for (const auto& wanted : prints) {
    auto added = add_print(database, stamp, wanted);
    if (!added) return added.error();
    admitted.prints.push_back(std::move(*added));
  }
  return admitted;
}

Result<void> add_prints_with_sheet(Connection& database, Stamp& stamp,
                                   const std::vector<PrintJob>& prints, const PrintRules& rules) {
  if (prints.empty()) return {};
  const auto agreed = rules_for(database, prints.front().sheet, rules);
  if (!agreed) return agreed.error();
  const auto verdict = judge(database, stamp, prints, *agreed, true);
  if (!verdict) return verdict.error();
  for (int i = 0; i < verdict->admitted; ++i) {
    const auto added = add_print(database, stamp, prints[static_cast<std::size_t>(i)]);
    if (!added) return added.error();
  }
  return {};
}

namespace {

constexpr const char* kLedger = R"(
    SELECT print_job.state, print_job.proof, print_job.purpose, count(*)
    FROM session JOIN print_job ON print_job.session_id = session.id
    WHERE session.event = :event GROUP BY 1, 2, 3)";

std::optional<LedgerLine> read_line(const Statement& row) {
  const auto state = print_state_from(row.text(0));
  const auto proof = print_proof_from(row.text(1));
  const auto purpose = print_purpose_from(row.text(2));
  if (!state || !proof || !purpose) return std::nullopt;
  return LedgerLine{*state, *proof, *purpose, row.small_number(3)};
}

}  // namespace

Result<PrintLedger> print_ledger(Connection& database, const std::string& event) {
  auto query = database.use(kLedger);
  const auto lines = read_rows(query.bind(":event", event), read_line);
  if (!lines) return lines.error();
  return add_up(event, *lines);
}

}  // namespace booth::rows

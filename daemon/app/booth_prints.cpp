// What people may ask and decide about prints. The queue itself is run by app/run_print_queue.
#include "daemon/app/booth.hpp"

#include <algorithm>

#include "daemon/app/new_id.hpp"

namespace booth {

using boost::asio::awaitable;

/// Copies of one sheet as they are asked for, each with an id of its own.
std::vector<PrintJob> Booth::copies_of(const Sheet& sheet, const PrintRequest& request) {
  std::vector<PrintJob> prints;
  for (int copy = 0; copy < request.copies; ++copy) {
    PrintJob print;
    print.id = new_id<PrintId>(parts_.timer);
    print.sheet = sheet.id;
    print.session = sheet.session;
    print.requested_by = request.requested_by;
    print.purpose = request.purpose;
    print.note = request.note;
    print.guest = request.guest;
    print.only_printer = request.printer;
    print.requested_at = parts_.timer.utc_now();
    prints.push_back(std::move(print));
  }
  return prints;
}

awaitable<Result<std::vector<PrintJob>>> Booth::print_session(PrintRequest request) {
  if (request.copies < 1 || request.copies > 20)
    co_return make_error(Errc::BadInput, "copies must be 1 to 20");
  if (!request.printer.empty() && !has_printer(request.printer))
    co_return make_error(Errc::NotFound, "there is no printer " + request.printer);
  const auto found = co_await parts_.store.session(request.session);
  if (!found) co_return found.error();
  const auto sheet = co_await parts_.store.sheet_of(request.session);
  if (!sheet) co_return sheet.error();
  if (!*sheet)
    co_return make_error(Errc::Conflict,
                         "session " + request.session.str() + " has no sheet to print");

  auto rules = Result<PrintRules>(PrintRules());
  if (request.purpose == PrintPurpose::Order) rules = co_await rules_for(*found);
  if (!rules) co_return rules.error();
  auto asked = co_await parts_.store.add_prints(copies_of(**sheet, request), *rules);
  if (!asked) co_return asked.error();
  if (asked->prints.empty()) co_return make_error(Errc::Conflict, asked->verdict.sentence);
  parts_.prints.wake();
  co_return std::move(asked->prints);
}

awaitable<Result<std::vector<PrintJob>>> Booth::prints(SessionId session, PrintId before,
                                                       int limit) {
  auto found = co_await parts_.browse.print_page(std::move(session), std::move(before), limit);
  if (found)
    for (auto& print : *found) print.expected_in = parts_.prints.expected_in(print.id);
  co_return found;
}

awaitable<Result<PrintJob>> Booth::print(PrintId id) {
  auto found = co_await parts_.store.print(std::move(id));
  if (found) found->expected_in = parts_.prints.expected_in(found->id);
  co_return found;
}

awaitable<Result<PrintJob>> Booth::decide_print(PrintId id, PrintDecision decision,
                                                std::string requested_by) {
  auto found = co_await parts_.store.print(id);
  if (!found) co_return found;
  const auto from = found->state;
  auto changed = decide(std::move(*found), decision, requested_by);
  if (!changed) co_return changed;
  const auto moved = co_await parts_.store.move_print(from, std::move(*changed));
  if (!moved) co_return moved.error();
  parts_.prints.wake();
  co_return co_await parts_.store.print(std::move(id));
}

awaitable<Result<PrintJob>> Booth::retry_print(PrintId id, std::string requested_by) {
  const auto found = co_await parts_.store.print(id);
  if (!found) co_return found;
  // The guard and the spooler remember the old id as begun: a person's "again" is a new print.
  auto again = *found;
  again.id = new_id<PrintId>(parts_.timer);
  const auto old = decide(*found, PrintDecision::Retry, again.id.str() + " by " + requested_by);
  if (!old) co_return old;
  again.state = PrintState::Queued;
  again.proof = PrintProof::None;
  again.printer.clear();
  again.spool_job = 0;
  again.attempts = 0;
  again.reason.clear();
  again.sent_at = UtcTime();
  again.requested_by = requested_by;
  again.requested_at = parts_.timer.utc_now();
  const auto replaced = co_await parts_.store.replace_print(found->state, *old, again);
  if (!replaced) co_return replaced.error();
  parts_.prints.wake();
  co_return co_await parts_.store.print(again.id);
}

awaitable<Result<PrintJob>> Booth::confirm_print(PrintId id, std::string requested_by) {
  return decide_print(std::move(id), PrintDecision::Confirm, std::move(requested_by));
}
awaitable<Result<PrintJob>> Booth::cancel_print(PrintId id, std::string requested_by) {
  return decide_print(std::move(id), PrintDecision::Cancel, std::move(requested_by));
}
awaitable<Result<PrintJob>> Booth::hold_print(PrintId id, std::string requested_by) {
  return decide_print(std::move(id), PrintDecision::Hold, std::move(requested_by));
}
awaitable<Result<PrintJob>> Booth::void_print(PrintId id, std::string requested_by) {
  return decide_print(std::move(id), PrintDecision::Void, std::move(requested_by));
}

awaitable<Result<PrintLedger>> Booth::print_ledger(std::string event) {
  if (event.empty()) event = parts_.events.active().slug;
  co_return co_await parts_.store.print_ledger(std::move(event));
}

std::vector<PrinterView> Booth::printers() {
  return parts_.prints.printer_views();
}

bool Booth::has_printer(const std::string& name) const {
  const auto views = parts_.prints.printer_views();
  return std::any_of(views.begin(), views.end(),
                     [&name](const PrinterView& view) { return view.name == name; });
}

awaitable<Result<PrinterView>> Booth::set_printer_mode(std::string name, PrinterMode mode,
                                                       std::string requested_by) {
  return parts_.prints.set_mode(std::move(name), mode, std::move(requested_by));
}

awaitable<Result<PrinterView>> Booth::set_printer_media(std::string name, int sheets,
                                                        std::string requested_by) {
  return parts_.prints.set_media(std::move(name), sheets, std::move(requested_by));
}

/// The newest sheet is the best test picture: it is what the event's guests get.
awaitable<Result<PrintJob>> Booth::test_printer(std::string name, std::string requested_by) {
  constexpr int kFarEnough = 100;
  const auto sessions = co_await parts_.store.sessions(kFarEnough, SessionId());
  if (!sessions) co_return sessions.error();
  const auto done = std::find_if(sessions->begin(), sessions->end(), [](const Session& session) {
    return session.state == SessionState::Done;
  });
  if (done == sessions->end())
    co_return make_error(Errc::Conflict,
                         "no sheet has been made yet: run a session first (`boothctl session "
                         "start`)");
  PrintRequest request;
  request.session = done->id;
  request.requested_by = std::move(requested_by);
  request.purpose = PrintPurpose::Test;
  request.note = "test of printer " + name;
  request.printer = std::move(name);
  auto asked = co_await print_session(std::move(request));
  if (!asked) co_return asked.error();
  co_return std::move(asked->front());
}

}  // namespace booth

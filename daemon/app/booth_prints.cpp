// What people may ask and decide about prints. The queue itself is run by app/run_print_queue.
#include "daemon/app/booth.hpp"

#include "daemon/app/new_id.hpp"

namespace booth {

using boost::asio::awaitable;

awaitable<Result<std::vector<PrintJob>>> Booth::print_session(SessionId id, int copies,
                                                              std::string requested_by) {
  if (copies < 1 || copies > 20) co_return make_error(Errc::BadInput, "copies must be 1 to 20");
  const auto found = co_await parts_.store.session(id);
  if (!found) co_return found.error();
  const auto allowed = co_await check_prints(*found, copies);
  if (!allowed) co_return allowed.error();
  const auto sheet = co_await parts_.store.sheet_of(id);
  if (!sheet) co_return sheet.error();
  if (!*sheet)
    co_return make_error(Errc::Conflict, "session " + id.str() + " has no sheet to print");

  std::vector<PrintJob> asked;
  for (int copy = 0; copy < copies; ++copy) {
    PrintJob print;
    print.id = new_id<PrintId>(parts_.timer);
    print.sheet = (*sheet)->id;
    print.session = id;
    print.requested_by = requested_by;
    print.requested_at = parts_.timer.utc_now();
    auto added = co_await parts_.store.add_print(std::move(print));
    if (!added) co_return added.error();
    asked.push_back(std::move(*added));
  }
  parts_.prints.wake();
  co_return asked;
}

awaitable<Result<std::vector<PrintJob>>> Booth::prints(SessionId session, int limit) {
  co_return co_await parts_.store.prints(std::move(session), limit);
}

awaitable<Result<PrintJob>> Booth::print(PrintId id) {
  co_return co_await parts_.store.print(std::move(id));
}

awaitable<Result<PrintJob>> Booth::decide_print(PrintId id, PrintJob changed, PrintState from) {
  const auto moved = co_await parts_.store.move_print(from, std::move(changed));
  if (!moved) co_return moved.error();
  parts_.prints.wake();
  co_return co_await parts_.store.print(std::move(id));
}

awaitable<Result<PrintJob>> Booth::retry_print(PrintId id, std::string requested_by) {
  auto found = co_await parts_.store.print(id);
  if (!found) co_return found;
  const auto from = found->state;
  if (from != PrintState::Held && from != PrintState::Unknown && from != PrintState::Failed)
    co_return make_error(
        Errc::Conflict, "print is " + std::string(to_string(from)) + ", there is nothing to retry");

  // The guard and the spooler remember the old id as begun: a person's "again" is a new print.
  auto again = *found;
  again.id = new_id<PrintId>(parts_.timer);
  again.state = PrintState::Queued;
  again.proof = PrintProof::None;
  again.printer.clear();
  again.spool_job = 0;
  again.attempts = 0;
  again.reason.clear();
  again.requested_by = requested_by;
  again.requested_at = parts_.timer.utc_now();
  found->state = PrintState::Cancelled;
  found->reason = "printed again as " + again.id.str() + " by " + requested_by;
  const auto replaced = co_await parts_.store.replace_print(from, *found, again);
  if (!replaced) co_return replaced.error();
  parts_.prints.wake();
  co_return co_await parts_.store.print(again.id);
}

awaitable<Result<PrintJob>> Booth::confirm_print(PrintId id, std::string requested_by) {
  auto found = co_await parts_.store.print(id);
  if (!found) co_return found;
  const auto from = found->state;
  if (from != PrintState::Held && from != PrintState::Unknown)
    co_return make_error(Errc::Conflict, "print is " + std::string(to_string(from)) +
                                             ", not waiting for a decision");
  found->state = PrintState::Printed;
  found->reason = "seen by " + requested_by;
  co_return co_await decide_print(std::move(id), *found, from);
}

awaitable<Result<PrintJob>> Booth::cancel_print(PrintId id, std::string requested_by) {
  auto found = co_await parts_.store.print(id);
  if (!found) co_return found;
  const auto from = found->state;
  if (from != PrintState::Queued && from != PrintState::Held && from != PrintState::Unknown)
    co_return make_error(Errc::Conflict,
                         "print is " + std::string(to_string(from)) + " and cannot be cancelled");
  found->state = PrintState::Cancelled;
  found->reason = "cancelled by " + requested_by;
  co_return co_await decide_print(std::move(id), *found, from);
}

}  // namespace booth

#include "daemon/store/row_print.hpp"
#include "daemon/store/row_print_rules.hpp"
#include "daemon/store/row_printer.hpp"
#include "daemon/store/sqlite_store_calls.hpp"
#include "daemon/store/stamp.hpp"

namespace booth {

using boost::asio::awaitable;

awaitable<Result<PrintJob>> SqliteStore::add_print(PrintJob print) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::add_print(*database_, stamp, print); };
  co_return co_await write(work);
}

awaitable<Result<Store::AdmittedPrints>> SqliteStore::add_prints(std::vector<PrintJob> prints,
                                                                 PrintRules rules) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::add_prints(*database_, stamp, prints, rules); };
  co_return co_await write(work);
}

awaitable<Result<void>> SqliteStore::replace_print(PrintState from, PrintJob old, PrintJob again) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::replace_print(*database_, stamp, from, old, again); };
  co_return co_await write(work);
}

awaitable<Result<void>> SqliteStore::move_print(PrintState from, PrintJob changed) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::move_print(*database_, stamp, from, changed); };
  co_return co_await write(work);
}

awaitable<Result<PrintJob>> SqliteStore::print(PrintId id) {
  auto work = [&](Connection& database) { return rows::print(database, id); };
  co_return co_await look(work);
}

awaitable<Result<std::vector<PrintJob>>> SqliteStore::open_prints(int limit) {
  auto work = [&](Connection& database) { return rows::open_prints(database, limit); };
  co_return co_await look(work);
}

awaitable<Result<std::vector<PrintJob>>> SqliteStore::prints(SessionId session, int limit) {
  auto work = [&](Connection& database) { return rows::prints(database, session, limit); };
  co_return co_await look(work);
}

awaitable<Result<Store::PrintCounts>> SqliteStore::print_counts() {
  auto work = [&](Connection& database) { return rows::print_counts(database); };
  co_return co_await look(work);
}

awaitable<Result<std::vector<PrintJob>>> SqliteStore::printed_prints(int limit) {
  auto work = [&](Connection& database) { return rows::printed_prints(database, limit); };
  co_return co_await look(work);
}

awaitable<Result<PrintLedger>> SqliteStore::print_ledger(std::string event) {
  auto work = [&](Connection& database) { return rows::print_ledger(database, event); };
  co_return co_await look(work);
}

awaitable<Result<std::vector<PrinterMemory>>> SqliteStore::printers() {
  auto work = [&](Connection& database) { return rows::printers(database); };
  co_return co_await look(work);
}

awaitable<Result<void>> SqliteStore::save_printer(PrinterMemory printer, std::string fact,
                                                  std::string data) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::save_printer(*database_, stamp, printer, fact, data); };
  co_return co_await write(work);
}

}  // namespace booth

// The part of boothd that prints, alone: the real store, the real queue runner, the real CUPS
// adapter. Tests kill it.
//
//   booth-print-daemon STATE_DIR SERVER GUARD_JOURNAL QUEUE...
//
// BOOTH_PROFILE names the model of all its printers (otherwise dnp-ds620). Each has one sheet at a
// time; with BOOTH_TWO_BUFFERS as many as its model takes.
// Ends with 0 when no print is open any more. BOOTH_DIE_AT=N: kills itself at the N-th call to a
// printer (odd numbers before the call, even ones after it), which is between any two durable steps
// of a print.
#include <csignal>
#include <cstdlib>
#include <memory>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "daemon/app/run_print_queue.hpp"
#include "daemon/runtime/log.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "drivers/cups/cups_printer.hpp"
#include "tests/support/fake_renderer.hpp"

namespace booth {
namespace {

using boost::asio::awaitable;
using namespace std::chrono_literals;

int moments_left = 0;

void pass_moment() {
  if (moments_left > 0 && --moments_left == 0) ::raise(SIGKILL);
}

bool has_two_buffers() {
  return std::getenv("BOOTH_TWO_BUFFERS") != nullptr;
}

/// A printer whose calls are the moments at which the daemon may die.
class MortalPrinter final : public Printer {
 public:
  explicit MortalPrinter(CupsPrinterOptions options) : real_(std::move(options)) {}

  const std::string& name() const override { return real_.name(); }
  Result<PrintFormat> format_for(const std::string& medium) const override {
    return real_.format_for(medium);
  }
  PrintProof best_proof() const override { return real_.best_proof(); }
  int sheets_at_once() const override { return has_two_buffers() ? real_.sheets_at_once() : 1; }
  awaitable<Result<void>> refresh_levels() override { return real_.refresh_levels(); }
  awaitable<Result<int>> submit(SheetToPrint sheet) override {
    return around(real_.submit(std::move(sheet)));
  }
  awaitable<Result<std::optional<SpoolJob>>> find_job(PrintId print) override {
    return around(real_.find_job(std::move(print)));
  }
  awaitable<Result<GuardRecord>> guard_record(PrintId print) override {
    return around(real_.guard_record(std::move(print)));
  }
  awaitable<Result<PrinterReport>> report() override { return around(real_.report()); }
  awaitable<Result<void>> cancel(PrintId print) override {
    return around(real_.cancel(std::move(print)));
  }
  awaitable<Result<void>> resume_queue() override { return around(real_.resume_queue()); }

 private:
  template <class T>
  static awaitable<T> around(awaitable<T> call) {
    pass_moment();
    auto answer = co_await std::move(call);
    pass_moment();
    co_return answer;
  }

  CupsPrinter real_;
};

PrintQueueOptions quick() {
  PrintQueueOptions options;
  options.busy_look = 20ms;
  options.idle_look = 50ms;
  options.stuck_patience = 3s;
  options.submit = {.first_delay = 50ms, .longest_delay = 500ms};
  options.levels_every = 0ms;  // a question to the printer is no moment of a print
  options.resume = {.first_delay = 100ms, .longest_delay = 500ms};
  return options;
}

awaitable<void> stop_when_settled(Store& store, PrintQueueRunner& runner, Timer& timer) {
  for (;;) {
    co_await timer.wait_until(timer.steady_now() + 20ms);
    const auto open = co_await store.open_prints(1);
    if (open && open->empty()) break;
  }
  runner.stop();
}

void rethrow(std::exception_ptr failure) {
  if (failure) std::rethrow_exception(failure);
}

int run(int argc, char** argv) {
  if (argc < 5) return 2;
  if (const char* const moment = std::getenv("BOOTH_DIE_AT")) moments_left = std::atoi(moment);
  SystemTimer timer;
  FakeRenderer renderer;
  const char* const named = std::getenv("BOOTH_PROFILE");
  const std::string profile = named != nullptr ? named : "dnp-ds620";
  if (profile == "driverless") renderer.sheet_size = {1200, 1800};
  SqliteStoreOptions store_options;
  store_options.state_dir = argv[1];
  store_options.reserve_bytes = 0;
  auto store = SqliteStore::open(store_options, timer);
  if (!store) {
    log::error("store_not_opened", {{"error", store.error().context}});
    return 1;
  }
  std::vector<std::unique_ptr<Printer>> printers;
  std::vector<Printer*> pool;
  for (int i = 4; i < argc; ++i) {
    printers.push_back(std::make_unique<MortalPrinter>(
        CupsPrinterOptions{.name = argv[i],
                           .profile = profile,
                           .address = {.server = argv[2], .queue = argv[i], .patience = 1s},
                           .guard_journal = argv[3]}));
    pool.push_back(printers.back().get());
  }
  boost::asio::io_context loop;
  PrintQueueRunner runner(loop.get_executor(), **store, renderer, timer, pool, quick());
  boost::asio::co_spawn(loop, runner.run(), rethrow);
  boost::asio::co_spawn(loop, stop_when_settled(**store, runner, timer), rethrow);
  loop.run();
  return 0;
}

}  // namespace
}  // namespace booth

int main(int argc, char** argv) {
  return booth::run(argc, argv);
}

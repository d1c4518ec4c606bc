// How long a sheet waits for us, what our guard adds to the driver's time, what watching costs;
// first with an empty database, then with 10,000 finished and 500 waiting prints.
#include <sqlite3.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "daemon/app/new_id.hpp"
#include "daemon/app/run_print_queue.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "drivers/cups/cups_printer.hpp"
#include "drivers/demo/rig/private_cups.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "tests/bench/figures.hpp"
#include "tests/drivers/cups/test_sheet.hpp"
#include "tests/support/await_result.hpp"
#include "tests/support/fake_renderer.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

namespace fs = std::filesystem;
using boost::asio::awaitable;
using namespace std::chrono_literals;

Verdicts verdicts;

constexpr int kSheets = 40;
constexpr int kTurns = 9;
constexpr double kWatchSeconds = 20;

demo::PrivateCups start_cups() {
  auto cups = must(demo::PrivateCups::start({.guard_program = BOOTH_BIN_DIR "/booth-guard"}));
  must(cups.add_backend("boothsim", BOOTH_BIN_DIR "/booth-simulated-backend"));
  return cups;
}

/// A booth that only prints, with its loop in our hands.
class Bench {
 public:
  Bench() : folder_("bench"), cups_(start_cups()) {
    const auto device = cups_.scratch() / "raw";
    fs::create_directory(device);
    fs::permissions(device, fs::perms(0777));
    must(cups_.add_raw_queue("raw", "booth-guard:/boothsim:" + device.string()));
    SqliteStoreOptions options;
    options.state_dir = folder_.path();
    options.reserve_bytes = 0;
    store_ = must(SqliteStore::open(options, timer_));
    printer_ = std::make_unique<CupsPrinter>(
        CupsPrinterOptions{.name = "raw",
                           .profile = "dnp-ds620",
                           .address = {.server = cups_.server(), .queue = "raw"},
                           .guard_journal = cups_.guard_journal().string()});
    // Only an unreachable one prints these, so the 500 of them wait for ever.
    other_ = std::make_unique<CupsPrinter>(
        CupsPrinterOptions{.name = "large",
                           .profile = "canon-cp1300",
                           .address = {.server = "/nowhere", .queue = "large"}});
    add_sheet(sheet_, {1240, 1844});
    add_sheet(large_sheet_, {1248, 1872});
  }

  demo::PrivateCups& cups() { return cups_; }

  /// From the print's row to the job in `processing`, in milliseconds.
  std::vector<double> print_sheets(int count) {
    std::vector<double> times;
    auto work = [&](PrintQueueRunner& runner) { return print_all(runner, count, times); };
    run(work);
    return times;
  }

  struct Load {
    double ours = 0;  ///< CPU seconds per second
    double cupsd = 0;
  };
  /// What watching costs while nothing moves; with a job that waits at the printer, when asked for.
  Load watch(bool is_busy) {
    Load load;
    auto work = [&](PrintQueueRunner& runner) { return look_on(runner, is_busy, load); };
    run(work);
    return load;
  }

  /// Copies of a finished row and of a waiting one, as years of use leave them.
  void fill(int finished, int waiting) {
    must(await_result(store_->add_print(print_of(large_sheet_))));
    store_.reset();
    copy_rows("printed", finished);
    copy_rows("queued", waiting);
    SqliteStoreOptions options;
    options.state_dir = folder_.path();
    options.reserve_bytes = 0;
    store_ = must(SqliteStore::open(options, timer_));
  }

 private:
  static void check(int code, sqlite3* database) {
    if (code != SQLITE_OK) std::printf("sqlite: %s\n", sqlite3_errmsg(database));
    REQUIRE(code == SQLITE_OK);
  }

  void copy_rows(const std::string& state, int count) {
    sqlite3* database = nullptr;
    check(sqlite3_open((folder_.path() / "booth.db").c_str(), &database), database);
    std::string columns;
    auto take = [](void* into, int, char** row, char**) {
      *static_cast<std::string*>(into) += std::string(",") + row[0];
      return 0;
    };
    check(sqlite3_exec(database,
                       "SELECT name FROM pragma_table_info('print_job') WHERE name NOT IN "
                       "('id', 'sequence')",
                       take, &columns, nullptr),
          database);
    const auto copy = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " +
                      std::to_string(count) + ") INSERT INTO print_job (id" + columns +
                      ") SELECT printf('00000000-0000-7000-%s-%012x', '" +
                      (state == "queued" ? "8000" : "9000") + "', i)" + columns +
                      " FROM n, (SELECT * FROM print_job WHERE state = '" + state + "' LIMIT 1)";
    check(sqlite3_exec(database, copy.c_str(), nullptr, nullptr, nullptr), database);
    sqlite3_close(database);
  }

  void add_sheet(SheetId& id, PixelSize size) {
    Session session;
    session.id = new_id<SessionId>(timer_);
    session.plan.event = "bench";
    must(await_result(store_->add_session(session)));
    must(await_result(
        store_->move_session(session.id, SessionState::Preparing, SessionState::Composing, "")));
    Store::NewSheet sheet;
    id = sheet.id = new_id<SheetId>(timer_);
    sheet.session = session.id;
    sheet.jpeg = {std::byte{1}};
    sheet.share_jpeg = {std::byte{2}};
    sheet.size = size;
    sheet.medium = "4x6";
    sheet.recipe = "{}";
    must(await_result(store_->add_sheet(std::move(sheet))));
  }

  PrintJob print_of(const SheetId& sheet) {
    PrintJob print;
    print.id = new_id<PrintId>(timer_);
    print.sheet = sheet;
    print.requested_by = "bench";
    return print;
  }

  template <class Work>
  void run(Work& work) {
    boost::asio::io_context loop;
    FakeRenderer renderer;
    PrintQueueRunner runner(loop.get_executor(), *store_, renderer, timer_,
                            {printer_.get(), other_.get()});
    const auto rethrow = [](std::exception_ptr failure) {
      if (failure) std::rethrow_exception(failure);
    };
    boost::asio::co_spawn(loop, runner.run(), rethrow);
    boost::asio::co_spawn(loop, work(runner), rethrow);
    loop.run();
  }

  /// The simulated driver writes down when it was started, which is after cupsd said "processing".
  std::optional<std::int64_t> started_at_ns(const PrintId& print) {
    std::ifstream file(cups_.scratch() / "raw/starts");
    std::string title;
    std::int64_t at = 0;
    std::optional<std::int64_t> found;
    while (file >> title >> at)
      if (title == print.str()) found = at;
    return found;
  }

  awaitable<void> print_all(PrintQueueRunner& runner, int count, std::vector<double>& times) {
    std::ofstream(cups_.scratch() / "raw/starts", std::ios::trunc);
    fs::permissions(cups_.scratch() / "raw/starts", fs::perms(0666));
    for (int i = 0; i < count; ++i) {
      auto print = print_of(sheet_);
      auto asked = co_await store_->add_print(print);
      must(asked);
      const auto start = std::chrono::system_clock::now();
      runner.wake();
      for (;;) {
        co_await timer_.wait_until(timer_.steady_now() + 20ms);
        auto row = co_await store_->print(print.id);
        if (must(row).state == PrintState::Printed) break;
      }
      const auto at = started_at_ns(print.id);
      const auto from =
          std::chrono::duration_cast<std::chrono::nanoseconds>(start.time_since_epoch());
      if (at) times.push_back(static_cast<double>(*at - from.count()) / 1e6);
    }
    runner.stop();
  }

  awaitable<void> look_on(PrintQueueRunner& runner, bool is_busy, Load& load) {
    const auto device = cups_.scratch() / "raw";
    if (is_busy) {
      std::ofstream(device / "script")
          << "slow " << static_cast<int>(kWatchSeconds * 1000) + 3000 << "\n";
      auto print = print_of(sheet_);
      auto asked = co_await store_->add_print(print);
      must(asked);
      runner.wake();
    }
    co_await timer_.wait_until(timer_.steady_now() + 2s);
    const auto start = std::chrono::steady_clock::now();
    const double own = own_cpu_s();
    const double cupsd = cpu_s_of(cups_.cupsd().pid());
    co_await timer_.wait_until(timer_.steady_now() +
                               std::chrono::milliseconds(static_cast<int>(kWatchSeconds * 1000)));
    const double seconds = ms_since(start) / 1000;
    load = {(own_cpu_s() - own) / seconds, (cpu_s_of(cups_.cupsd().pid()) - cupsd) / seconds};
    runner.stop();
  }

  demo::TempFolder folder_;
  demo::PrivateCups cups_;
  SystemTimer timer_;
  std::unique_ptr<SqliteStore> store_;
  std::unique_ptr<CupsPrinter> printer_;
  std::unique_ptr<CupsPrinter> other_;
  SheetId sheet_;
  SheetId large_sheet_;
};

/// One sheet for a DS620 from Create-Job to the end of its driver.
double time_ds620(demo::PrivateCups& cups, const std::string& queue) {
  CupsPrinter printer({.name = queue,
                       .profile = "dnp-ds620",
                       .address = {.server = cups.server(), .queue = queue},
                       .guard_journal = cups.guard_journal().string()});
  SheetToPrint sheet{new_print_id(), "4x6", coordinate_picture(1240, 1844)};
  const auto print = sheet.print;
  const auto start = std::chrono::steady_clock::now();
  must(await_result(printer.submit(std::move(sheet))));
  for (;;) {
    const auto job = must(await_result(printer.find_job(print)));
    if (job && job->state == SpoolState::Completed) return ms_since(start);
  }
}

void compare_ds620() {
  auto cups = must(demo::PrivateCups::start(
      {.guard_program = BOOTH_BIN_DIR "/booth-guard", .environment = {{"BOOTH_GUARD_KEEP", ""}}}));
  must(cups.add_gutenprint_queue("guarded", "dnp-ds620"));
  must(cups.add_gutenprint_queue("plain", "dnp-ds620"));
  must(cups.run_tool({"lpadmin", "-p", "plain", "-v", "gutenprint53+usb://dnp-ds620/ANY"}));
  std::vector<double> guarded;
  std::vector<double> plain;
  for (int turn = 0; turn <= kTurns; ++turn) {
    const double ours = time_ds620(cups, "guarded");
    const double bare = time_ds620(cups, "plain");
    if (turn == 0) continue;  // the first one loads programs from the disk
    guarded.push_back(ours);
    plain.push_back(bare);
  }
  std::printf(
      "  DS620, ready raster to printer data: guarded %.0f ms, bare %.0f ms (medians of %d)\n",
      median(guarded), median(plain), kTurns);
  verdicts.say("DS620 with guard beside ready raster alone", median(guarded) / median(plain),
               "times", 1.2);
}

void measure(Bench& bench, const char* title) {
  std::printf("%s\n", title);
  const auto times = bench.print_sheets(kSheets);
  verdicts.say("print-ready to driver started, median", median(times), "ms", 50);
  const auto idle = bench.watch(false);
  verdicts.say("watching, nothing to print: we", idle.ours * 100, "% core", 1);
  verdicts.say("watching, nothing to print: cupsd", idle.cupsd * 100, "% core", 1);
  const auto busy = bench.watch(true);
  verdicts.say("watching a sheet being printed: we", busy.ours * 100, "% core", 1);
  verdicts.say("watching a sheet being printed: cupsd", busy.cupsd * 100, "% core", 1);
}

TEST_CASE("printing") {
  compare_ds620();
  Bench bench;
  measure(bench, "An empty booth");
  bench.fill(10'000, 500);
  measure(bench, "A booth with 10,000 finished and 500 waiting prints");
  CHECK(verdicts.are_all_kept());
}

}  // namespace
}  // namespace booth

int main(int argc, char** argv) {
  return doctest::Context(argc, argv).run();
}

#include "tests/bench/printing_desk.hpp"

#include <fstream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <sqlite3.h>
#include <turbojpeg.h>

#include "daemon/app/new_id.hpp"
#include "tests/bench/measure.hpp"
#include "tests/drivers/cups/test_sheet.hpp"
#include "tests/support/await_result.hpp"
#include "tests/support/must.hpp"

namespace booth::bench {
namespace {

namespace fs = std::filesystem;
using boost::asio::awaitable;
using namespace std::chrono_literals;

constexpr PixelSize kDs620Page{1240, 1844};
constexpr PixelSize kSelphyPage{1248, 1872};

demo::PrivateCups start_cups() {
  auto cups = must(demo::PrivateCups::start({.guard_program = BOOTH_BIN_DIR "/booth-guard"}));
  must(cups.add_backend("boothsim", BOOTH_BIN_DIR "/booth-simulated-backend"));
  return cups;
}

void make_public(const fs::path& path) {
  fs::permissions(path, fs::perms(0777));  // cupsd's backends run as another user
}

/// A sheet as the renderer leaves it: print-ready, as a JPEG of quality 95.
Bytes sheet_jpeg(PixelSize size) {
  const auto picture = coordinate_picture(size.width, size.height);
  unsigned char* made = nullptr;
  unsigned long length = 0;
  const tjhandle compressor = tjInitCompress();
  const int status =
      tjCompress2(compressor, reinterpret_cast<const unsigned char*>(picture.rgb.data()),
                  size.width, 0, size.height, TJPF_RGB, &made, &length, TJSAMP_444, 95, 0);
  REQUIRE(status == 0);
  const auto* const bytes = reinterpret_cast<const std::byte*>(made);
  Bytes jpeg(bytes, bytes + length);
  tjFree(made);
  tjDestroy(compressor);
  return jpeg;
}

constexpr const char* kCopyRows = R"(WITH RECURSIVE copy (number) AS
      (SELECT 1 UNION ALL SELECT number + 1 FROM copy WHERE number < :count)
    INSERT INTO print_job (id, sheet_id, session_id, state, proof, printer, spool_job, attempts,
        reason, requested_by, purpose, note, guest, only_printer, requested_at_ms, sent_at_ms,
        changed_at_ms)
      SELECT substr(id, 1, 24) || printf('%012x', number), sheet_id, session_id, state, proof,
        printer, spool_job, attempts, reason, requested_by, purpose, note, guest, only_printer,
        requested_at_ms, sent_at_ms, changed_at_ms
      FROM copy, (SELECT * FROM print_job WHERE state = :state LIMIT 1))";

void copy_rows(const fs::path& file, const char* state, int count) {
  sqlite3* database = nullptr;
  sqlite3_stmt* insert = nullptr;
  REQUIRE(sqlite3_open(file.c_str(), &database) == SQLITE_OK);
  const int prepared = sqlite3_prepare_v2(database, kCopyRows, -1, &insert, nullptr);
  CAPTURE(sqlite3_errmsg(database));
  REQUIRE(prepared == SQLITE_OK);
  sqlite3_bind_int(insert, sqlite3_bind_parameter_index(insert, ":count"), count);
  sqlite3_bind_text(insert, sqlite3_bind_parameter_index(insert, ":state"), state, -1, nullptr);
  REQUIRE(sqlite3_step(insert) == SQLITE_DONE);
  CHECK(sqlite3_changes(database) == count);
  sqlite3_finalize(insert);
  sqlite3_close(database);
}

}  // namespace

PrintingDesk::PrintingDesk()
    : folder_("desk"), cups_(start_cups()), renderer_({.template_directory = "/nowhere"}) {
  fs::create_directory(device());
  make_public(device());
  std::ofstream(device() / "starts").close();
  make_public(device() / "starts");
  must(cups_.add_raw_queue("raw", "booth-guard:/boothsim:" + device().string()));
  printer_ = std::make_unique<CupsPrinter>(
      CupsPrinterOptions{.name = "raw",
                         .profile = "dnp-ds620",
                         .address = {.server = cups_.server(), .queue = "raw"},
                         .guard_journal = cups_.guard_journal().string()});
  switched_off_ = std::make_unique<CupsPrinter>(
      CupsPrinterOptions{.name = "elsewhere",
                         .profile = "canon-cp1300",
                         .address = {.server = "/nowhere", .queue = "elsewhere"}});
  store_ = open_store();
  sheet_ = add_sheet(kDs620Page);
  sheet_elsewhere_ = add_sheet(kSelphyPage);
}

std::unique_ptr<SqliteStore> PrintingDesk::open_store() {
  SqliteStoreOptions options;
  options.state_dir = folder_.path();
  options.reserve_bytes = 0;
  return must(SqliteStore::open(options, timer_));
}

SheetId PrintingDesk::add_sheet(PixelSize size) {
  Session session;
  session.id = new_id<SessionId>(timer_);
  session.plan.event = "bench";
  must(await_result(store_->add_session(session)));
  must(await_result(
      store_->move_session(session.id, SessionState::Preparing, SessionState::Composing, "")));
  Store::NewSheet sheet;
  sheet.id = new_id<SheetId>(timer_);
  sheet.session = session.id;
  sheet.jpeg = sheet_jpeg(size);
  sheet.share_jpeg = {std::byte{1}};
  sheet.size = size;
  sheet.medium = "4x6";
  sheet.recipe = "{}";
  const auto id = sheet.id;
  must(await_result(store_->add_sheet(std::move(sheet))));
  return id;
}

PrintJob PrintingDesk::print_of(const SheetId& sheet) {
  PrintJob print;
  print.id = new_id<PrintId>(timer_);
  print.sheet = sheet;
  print.requested_by = "bench";
  return print;
}

void PrintingDesk::fill_queue(int printed, int waiting) {
  must(await_result(store_->add_print(print_of(sheet_elsewhere_))));
  store_.reset();
  copy_rows(folder_.path() / "booth.db", "printed", printed);
  copy_rows(folder_.path() / "booth.db", "queued", waiting - 1);
  store_ = open_store();
}

/// Runs the booth until `work` has ended.
template <class Work>
void PrintingDesk::run(Work work) {
  boost::asio::io_context loop;
  PrintQueueRunner runner(loop.get_executor(), *store_, renderer_, timer_,
                          {printer_.get(), switched_off_.get()});
  const auto rethrow = [](std::exception_ptr failure) {
    if (failure) std::rethrow_exception(failure);
  };
  auto whole = [&]() -> awaitable<void> {
    co_await work(runner);
    runner.stop();
  };
  boost::asio::co_spawn(loop, runner.run(), rethrow);
  boost::asio::co_spawn(loop, whole(), rethrow);
  loop.run();
}

awaitable<double> PrintingDesk::sheet_to_driver_ms(PrintQueueRunner& runner) {
  auto print = print_of(sheet_);
  const auto asked_at = std::chrono::system_clock::now().time_since_epoch();
  auto added = co_await store_->add_print(print);
  must(std::move(added));
  runner.wake();
  for (auto state = PrintState::Queued; state != PrintState::Printed;) {
    co_await timer_.wait_until(timer_.steady_now() + 20ms);
    auto row = co_await store_->print(print.id);
    state = must(std::move(row)).state;
  }
  const auto at = noted_time(device() / "starts", print.id.str());
  REQUIRE(at.has_value());
  co_return std::chrono::duration<double, std::milli>(*at - asked_at).count();
}

std::vector<double> PrintingDesk::sheets_to_driver_ms(int sheets) {
  std::vector<double> times;
  run([&](PrintQueueRunner& runner) -> awaitable<void> {
    for (int i = 0; i < sheets; ++i) {
      const double taken = co_await sheet_to_driver_ms(runner);
      times.push_back(taken);
    }
  });
  return times;
}

awaitable<PrintingDesk::Load> PrintingDesk::load(std::chrono::milliseconds period) {
  co_await timer_.wait_until(timer_.steady_now() + 2s);  // what begins or ends is no watching
  const auto start = std::chrono::steady_clock::now();
  const double daemon = cpu_seconds();
  const double cupsd = cpu_seconds_of(cups_.cupsd().pid());
  co_await timer_.wait_until(timer_.steady_now() + period);
  const double seconds = seconds_since(start);
  Load seen;
  seen.daemon = (cpu_seconds() - daemon) / seconds;
  seen.cupsd = (cpu_seconds_of(cups_.cupsd().pid()) - cupsd) / seconds;
  co_return seen;
}

PrintingDesk::Load PrintingDesk::idle_load(std::chrono::milliseconds period) {
  Load seen;
  run([&](PrintQueueRunner&) -> awaitable<void> { seen = co_await load(period); });
  return seen;
}

PrintingDesk::Load PrintingDesk::busy_load(std::chrono::milliseconds period) {
  std::ofstream(device() / "script") << "slow " << (period + 4s).count() << "\n";
  make_public(device() / "script");
  Load seen;
  run([&](PrintQueueRunner& runner) -> awaitable<void> {
    auto print = print_of(sheet_);
    auto added = co_await store_->add_print(print);
    must(std::move(added));
    runner.wake();
    seen = co_await load(period);
    for (auto state = PrintState::Queued; state != PrintState::Printed;) {
      co_await timer_.wait_until(timer_.steady_now() + 100ms);
      auto row = co_await store_->print(print.id);
      state = must(std::move(row)).state;
    }
  });
  return seen;
}

}  // namespace booth::bench

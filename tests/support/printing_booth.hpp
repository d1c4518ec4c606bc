#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include "daemon/app/new_id.hpp"
#include "daemon/app/run_print_queue.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "tests/support/fake_printer.hpp"
#include "tests/support/fake_renderer.hpp"
#include "tests/support/must.hpp"
#include "tests/support/run_loop.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {

inline PrintQueueOptions quick_print_queue() {
  using namespace std::chrono_literals;
  PrintQueueOptions options;
  options.busy_look = 2ms;
  options.idle_look = 5ms;
  options.stuck_patience = 100ms;
  options.submit = {.first_delay = 5ms, .longest_delay = 20ms};
  options.resume = {.first_delay = 20ms, .longest_delay = 50ms};
  options.wrong_media_look = 10ms;
  return options;
}

/// A booth that prints, with printers in memory. `restart` is a new life on the same state
/// directory.
struct PrintingBooth {
  explicit PrintingBooth(std::vector<std::string> names = {"dnp"}) {
    for (auto& name : names) printers.push_back(std::make_unique<FakePrinter>(std::move(name)));
    open();
  }
  ~PrintingBooth() { stop(); }

  void open() {
    SqliteStoreOptions options;
    options.state_dir = folder.path();
    options.reserve_bytes = 0;
    store = must(SqliteStore::open(options, timer));
  }

  void start() {
    std::vector<Printer*> pool;
    for (const auto& printer : printers) pool.push_back(printer.get());
    runner = std::make_unique<PrintQueueRunner>(loop.get_executor(), *store, renderer, timer, pool,
                                                quick_print_queue());
    is_running = true;
    auto when_ended = [this](std::exception_ptr failure) {
      is_running = false;
      REQUIRE_FALSE(failure);
    };
    boost::asio::co_spawn(loop, runner->run(), when_ended);
  }

  void stop() {
    if (!runner) return;
    runner->stop();
    run_until(loop, [this] { return !is_running; });
    runner.reset();
  }

  FakePrinter& printer() { return *printers.front(); }

  std::vector<PrintId> ask(int copies, const std::string& medium = "4x6") {
    Session session;
    session.id = new_id<SessionId>(timer);
    session.plan.event = "wedding";
    must(run_until_done(loop, store->add_session(session)));
    must(run_until_done(loop, store->move_session(session.id, SessionState::Preparing,
                                                  SessionState::Composing, "")));
    Store::NewSheet sheet;
    sheet.id = new_id<SheetId>(timer);
    sheet.session = session.id;
    sheet.jpeg = {std::byte{1}};
    sheet.share_jpeg = {std::byte{2}};
    sheet.size = {1240, 1844};
    sheet.medium = medium;
    sheet.recipe = "{}";
    std::vector<PrintId> ids;
    for (int i = 0; i < copies; ++i) {
      PrintJob print;
      print.id = new_id<PrintId>(timer);
      print.requested_by = "guest";
      ids.push_back(print.id);
      sheet.prints.push_back(std::move(print));
    }
    must(run_until_done(loop, store->add_sheet(std::move(sheet))));
    return ids;
  }

  PrintJob row(const PrintId& print) { return must(run_until_done(loop, store->print(print))); }

  void move(const PrintId& print, PrintState to) {
    auto changed = row(print);
    const auto from = changed.state;
    changed.state = to;
    changed.printer = printer().name();
    changed.attempts = 1;
    must(run_until_done(loop, store->move_print(from, changed)));
  }

  bool becomes(const PrintId& print, PrintState state) {
    for (int i = 0; i < 2000; ++i) {
      if (row(print).state == state) return true;
      loop.restart();
      loop.run_for(std::chrono::milliseconds(5));
    }
    return false;
  }

  bool comes(const std::function<bool()>& condition) { return run_until(loop, condition); }

  testing::TemporaryFolder folder;
  SystemTimer timer;
  boost::asio::io_context loop;
  FakeRenderer renderer;
  std::vector<std::unique_ptr<FakePrinter>> printers;
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<PrintQueueRunner> runner;
  bool is_running = false;
};

}  // namespace booth

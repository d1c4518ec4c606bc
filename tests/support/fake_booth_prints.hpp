#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "daemon/app/booth_control.hpp"
#include "tests/support/fake_booth_rows.hpp"

namespace booth::testing {

/// The part of FakeBooth that prints: nothing comes out by itself, prints wait to be decided about.
class FakeBoothPrints : public BoothControl, public FakeBoothRows {
 public:
  template <class T>
  using Answer = boost::asio::awaitable<Result<T>>;

  Answer<std::vector<PrintJob>> print_session(PrintRequest request) override {
    note_call(request.requested_by);
    auto* view = find_session(request.session);
    if (!view) co_return make_error(Errc::NotFound, "no session " + request.session.str());
    if (!view->sheet) co_return make_error(Errc::Conflict, "the session has no sheet to print");
    std::vector<PrintJob> added;
    for (int i = 0; i < request.copies; ++i) {
      auto& job = add_print(*view, PrintState::Queued);
      job.purpose = request.purpose;
      job.note = request.note;
      job.guest = request.guest;
      job.only_printer = request.printer;
      added.push_back(job);
    }
    co_return added;
  }

  Answer<std::vector<PrintJob>> prints(SessionId session, PrintId before, int limit) override {
    co_return newest_of(jobs, session, before.str(), limit);
  }

  Answer<PrintJob> print(PrintId id) override {
    for (const auto& job : jobs)
      if (job.id == id) co_return job;
    co_return make_error(Errc::NotFound, "no print " + id.str());
  }

  Answer<PrintJob> retry_print(PrintId id, std::string by) override {
    return decide(id, by, PrintState::Queued);
  }
  Answer<PrintJob> confirm_print(PrintId id, std::string by) override {
    return decide(id, by, PrintState::Printed);
  }
  Answer<PrintJob> cancel_print(PrintId id, std::string by) override {
    return decide(id, by, PrintState::Cancelled);
  }

  Answer<PrintJob> hold_print(PrintId id, std::string by) override {
    return move_from(id, by, PrintState::Queued, PrintState::Held);
  }
  Answer<PrintJob> void_print(PrintId id, std::string by) override {
    return move_from(id, by, PrintState::Printed, PrintState::Failed);
  }
  Answer<PrintLedger> print_ledger(std::string event) override {
    std::vector<LedgerLine> lines;
    for (const auto& job : jobs) lines.push_back({job.state, job.proof, job.purpose, 1});
    co_return add_up(event.empty() ? shown.event : event, lines);
  }

  std::vector<PrinterView> printers() override { return shown.printers; }
  Answer<PrinterView> set_printer_mode(std::string name, PrinterMode mode,
                                       std::string by) override {
    note_call(by);
    auto* const printer = find_printer(name);
    if (printer == nullptr) co_return make_error(Errc::NotFound, "no printer " + name);
    printer->mode = mode;
    printer->mode_by = by;
    printer->mode_since = now;
    co_return *printer;
  }
  Answer<PrinterView> set_printer_media(std::string name, int sheets, std::string by) override {
    note_call(by);
    auto* const printer = find_printer(name);
    if (printer == nullptr) co_return make_error(Errc::NotFound, "no printer " + name);
    printer->media_left = sheets;
    co_return *printer;
  }
  Answer<PrintJob> test_printer(std::string name, std::string by) override {
    note_call(by);
    if (find_printer(name) == nullptr) co_return make_error(Errc::NotFound, "no printer " + name);
    if (views.empty()) co_return make_error(Errc::Conflict, "no sheet has been made yet");
    auto& job = add_print(views.back(), PrintState::Queued);
    job.purpose = PrintPurpose::Test;
    job.only_printer = name;
    co_return job;
  }

 protected:
  template <class Thing>
  static std::vector<Thing> newest_of(const std::vector<Thing>& all, const SessionId& session,
                                      const std::string& before, int limit) {
    std::vector<Thing> newest_first;
    auto at = all.rbegin();
    if (!before.empty()) {
      at = std::find_if(at, all.rend(), [&](const Thing& one) { return one.id.str() == before; });
      if (at != all.rend()) ++at;
    }
    for (; at != all.rend(); ++at)
      if (session.empty() || at->session == session) newest_first.push_back(*at);
    if (newest_first.size() > static_cast<std::size_t>(limit))
      newest_first.resize(static_cast<std::size_t>(limit));
    return newest_first;
  }

  void note_call(const std::string& requested_by) {
    ++calls;
    last_caller = requested_by;
  }

  SessionView* find_session(const SessionId& id) {
    for (auto& view : views)
      if (view.session.id == id) return &view;
    return nullptr;
  }

 private:
  PrinterView* find_printer(const std::string& name) {
    for (auto& printer : shown.printers)
      if (printer.name == name) return &printer;
    return nullptr;
  }

  Answer<PrintJob> move_from(PrintId id, std::string by, PrintState from, PrintState to) {
    note_call(by);
    for (auto& job : jobs) {
      if (job.id != id) continue;
      if (job.state != from) co_return make_error(Errc::Conflict, "not at this moment");
      job.state = to;
      co_return job;
    }
    co_return make_error(Errc::NotFound, "no print " + id.str());
  }

  Answer<PrintJob> decide(PrintId id, std::string by, PrintState next) {
    note_call(by);
    for (auto& job : jobs) {
      if (job.id != id) continue;
      if (job.state != PrintState::Held && job.state != PrintState::Unknown)
        co_return make_error(Errc::Conflict, "the print does not wait for a decision");
      job.state = next;
      co_return job;
    }
    co_return make_error(Errc::NotFound, "no print " + id.str());
  }
};

}  // namespace booth::testing

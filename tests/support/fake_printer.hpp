#pragma once

#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/ports/printer.hpp"

namespace booth {

/// A printer with its spooler and its guard, all in memory. Nothing happens by itself: tests move
/// the jobs.
class FakePrinter final : public Printer {
 public:
  template <class T>
  using Awaitable = boost::asio::awaitable<Result<T>>;

  explicit FakePrinter(std::string name) : name_(std::move(name)) {}

  /// How the next submissions end; empty = accepted.
  enum class Fate { Accepted, AcceptedButAnswerLost, LostBeforeSpooler, Rejected, NoSuchQueue };
  std::deque<Fate> fates;

  std::map<PrintId, SpoolJob> jobs;  ///< the spooler's memory, finished jobs included
  std::map<PrintId, GuardRecord> records;
  PrinterReport next_report{.condition = PrinterCondition::Ready};
  bool is_unreachable = false;
  std::function<void(const PrintId&)> when_submitted;  ///< called inside submit

  std::vector<PrintId> submitted;
  std::vector<PrintId> cancelled;
  int resumes = 0;
  int refreshes = 0;
  int at_once = 1;

  /// The sheet comes out: job and guard agree.
  void finish(const PrintId& print) {
    jobs[print].state = SpoolState::Completed;
    records[print] = GuardRecord::Done;
  }

  const std::string& name() const override { return name_; }

  Result<PrintFormat> format_for(const std::string& medium) const override {
    if (medium == "4x6") return PrintFormat{.medium = medium};
    return make_error(Errc::Unsupported, name_ + " cannot print " + medium);
  }

  PrintProof best_proof() const override { return PrintProof::GuardJournal; }
  int sheets_at_once() const override { return at_once; }

  Awaitable<void> refresh_levels() override {
    ++refreshes;
    co_return Result<void>();
  }

  Awaitable<int> submit(SheetToPrint sheet) override {
    if (when_submitted) when_submitted(sheet.print);
    submitted.push_back(sheet.print);
    auto fate = Fate::Accepted;
    if (!fates.empty()) {
      fate = fates.front();
      fates.pop_front();
    }
    if (fate == Fate::Rejected)
      co_return make_error(Errc::JobRejected, "the spooler wants no such document");
    if (fate == Fate::NoSuchQueue) co_return make_error(Errc::NotFound, "there is no such queue");
    if (fate == Fate::LostBeforeSpooler) co_return make_error(Errc::TimedOut, "no answer");
    const int number = static_cast<int>(jobs.size()) + 1;
    jobs[sheet.print] = {sheet.print, number, SpoolState::Processing, ""};
    if (fate == Fate::AcceptedButAnswerLost) co_return make_error(Errc::TimedOut, "no answer");
    co_return number;
  }

  Awaitable<std::optional<SpoolJob>> find_job(PrintId print) override {
    if (is_unreachable) co_return make_error(Errc::PrinterUnreachable, "cupsd does not answer");
    const auto found = jobs.find(print);
    if (found == jobs.end()) co_return std::optional<SpoolJob>();
    co_return std::optional<SpoolJob>(found->second);
  }

  Awaitable<GuardRecord> guard_record(PrintId print) override {
    const auto found = records.find(print);
    co_return found == records.end() ? GuardRecord::None : found->second;
  }

  Awaitable<PrinterReport> report() override {
    if (is_unreachable) co_return make_error(Errc::PrinterUnreachable, "cupsd does not answer");
    auto report = next_report;
    for (const auto& entry : jobs) {
      const auto state = entry.second.state;
      const bool is_over = state == SpoolState::Completed || state == SpoolState::Cancelled ||
                           state == SpoolState::Aborted;
      if (!is_over) report.active_jobs.push_back(entry.second);
    }
    co_return report;
  }

  Awaitable<void> cancel(PrintId print) override {
    cancelled.push_back(print);
    const auto found = jobs.find(print);
    if (found != jobs.end()) found->second.state = SpoolState::Cancelled;
    co_return Result<void>();
  }

  Awaitable<void> resume_queue() override {
    ++resumes;
    co_return Result<void>();
  }

 private:
  std::string name_;
};

}  // namespace booth

// How a print that was handed to the spooler is followed to its end.
#include <algorithm>

#include "daemon/app/run_print_queue.hpp"
#include "daemon/runtime/log.hpp"

namespace booth {
namespace {

using boost::asio::awaitable;

}  // namespace

awaitable<void> PrintQueueRunner::follow(PrintJob print) {
  auto* const lane = lane_of(print);
  if (lane == nullptr) {
    const auto from = print.state;
    print.state = PrintState::Unknown;
    print.reason =
        "printer " + print.printer + " is no longer configured: look whether the sheet came out";
    (void)co_await move(from, std::move(print));
    co_return;
  }
  if (!lane->is_reachable) co_return;
  auto evidence = co_await gather(print, *lane);
  if (!evidence) {
    log::warn("print_not_followed",
              {{"print", print.id.str()}, {"error", evidence.error().context}});
    co_return;
  }
  auto step = reconcile(*evidence, options_.reconcile);
  if (std::holds_alternative<RecallJob>(step)) {
    const bool is_gone = co_await recall(print, *lane);
    if (!is_gone) co_return;
    // Back in the queue at once, before a younger sheet takes its place.
    evidence = co_await gather(print, *lane);
    if (!evidence) co_return;
    step = reconcile(*evidence, options_.reconcile);
    // A crash of cupsd may leave a job that cannot be cancelled and is never run. Should it wake up
    // all the same: the guard lets nothing through twice.
    if (std::holds_alternative<RecallJob>(step)) step = QueueAgain{};
  }
  co_await carry_out(std::move(print), *lane, std::move(*evidence), std::move(step));
}

/// Asks the spooler first and the guard second: when the job has ended, the guard's record is
/// complete.
awaitable<Result<PrintEvidence>> PrintQueueRunner::gather(const PrintJob& print, Lane& lane) {
  PrintEvidence evidence{.row = print.state, .attempts = print.attempts};
  const auto& active = lane.view.report.active_jobs;
  const auto listed = std::find_if(active.begin(), active.end(),
                                   [&](const SpoolJob& job) { return job.print == print.id; });
  if (listed != active.end()) {
    evidence.job = listed->state;
    evidence.job_message = listed->message;
  } else {
    auto found = co_await lane.printer->find_job(print.id);
    if (!found) co_return found.error();
    if (*found) {
      evidence.job = (*found)->state;
      evidence.job_message = (*found)->message;
      evidence.at_printer = (*found)->at_printer;
    }
  }
  const auto guard = co_await lane.printer->guard_record(print.id);
  if (!guard) co_return guard.error();
  evidence.guard = *guard;
  if (lanes_.size() > 1) (void)co_await sheet_of(print);  // is_stuck asks who else could print it
  evidence.is_stuck = is_stuck(print, lane, evidence.job);
  co_return evidence;
}

bool PrintQueueRunner::is_stuck(const PrintJob& print, const Lane& lane,
                                const std::optional<SpoolState>& job) {
  auto& since = watches_[print.id].waiting_since;
  const bool is_waiting =
      job == SpoolState::Held || job == SpoolState::Pending || job == SpoolState::Stopped;
  if (!is_waiting) {
    since.reset();
    return false;
  }
  // A person wants the printer empty.
  if (lane.memory.mode == PrinterMode::Draining || lane.memory.mode == PrinterMode::Maintenance)
    return print.purpose != PrintPurpose::Test;
  const auto now = timer_.steady_now();
  if (!since) since = now;
  // At a printer in trouble a job waits as long as it takes, unless another printer is free.
  if (!lane.trouble.is_in_trouble()) return now - *since > options_.stuck_patience;
  const auto sheet = sheets_.find(print.sheet);
  if (sheet == sheets_.end()) return false;
  auto pool = candidates();
  const auto fits = printers_for(print, sheet->second);
  for (std::size_t i = 0; i < pool.size(); ++i) pool[i].fits_sheet = fits[i];
  return is_better_elsewhere(pool, static_cast<std::size_t>(&lane - lanes_.data()));
}

awaitable<void> PrintQueueRunner::carry_out(PrintJob print, Lane& lane, PrintEvidence evidence,
                                            PrintStep step) {
  const auto from = print.state;
  if (const auto* const wait = std::get_if<WaitForPrinter>(&step)) {
    if (print.state == wait->shown) co_return;
    print.state = wait->shown;
    (void)co_await move(from, std::move(print));
    co_return;
  }
  if (const auto* const printed = std::get_if<MarkPrinted>(&step)) {
    print.state = PrintState::Printed;
    print.proof = printed->proof;
    print.reason.clear();
    if (printed->proof == PrintProof::SpoolerOnly)
      print.reason = "the spooler says so; nothing else proves it";
  } else if (auto* const held = std::get_if<HoldPrint>(&step)) {
    print.state = PrintState::Held;
    print.reason = std::move(held->reason);
  } else if (auto* const doubted = std::get_if<DoubtPrint>(&step)) {
    print.state = PrintState::Unknown;
    print.reason = std::move(doubted->reason);
  } else {
    const bool came_back =
        evidence.job == SpoolState::Completed || evidence.job == SpoolState::Aborted;
    const auto delay = doubling_delay(std::max(print.attempts, 1), options_.submit.first_delay,
                                      options_.submit.longest_delay);
    watches_[print.id] = {.not_before = came_back ? timer_.steady_now() + delay : SteadyTime{}};
    print.state = PrintState::Queued;
    print.printer.clear();
    print.spool_job = 0;
  }
  const bool is_moved = co_await move(from, print);
  if (!is_moved) co_return;
  --lane.sheets_under_way;
  if (print.state == PrintState::Printed || print.state == PrintState::Unknown)
    keep_in_history(std::move(print));
}

/// The row says Submitting before the job is cancelled: after a crash in between, reconcile knows
/// that it was us.
///
/// @returns true when the job is gone and `print` can be looked at again
awaitable<bool> PrintQueueRunner::recall(PrintJob& print, Lane& lane) {
  if (print.state != PrintState::Submitting) {
    const auto from = print.state;
    print.state = PrintState::Submitting;
    print.reason = "recalled from printer " + lane.view.name;
    const bool is_moved = co_await move(from, print);
    if (!is_moved) co_return false;
  }
  const auto cancelled = co_await lane.printer->cancel(print.id);
  if (!cancelled) {
    log::warn("print_not_recalled",
              {{"print", print.id.str()}, {"error", cancelled.error().context}});
    co_return false;
  }
  std::erase_if(lane.view.report.active_jobs,
                [&print](const SpoolJob& job) { return job.print == print.id; });
  co_return true;
}

}  // namespace booth

#include "daemon/app/run_print_queue.hpp"

#include <algorithm>
#include <set>

#include "daemon/runtime/log.hpp"

namespace booth {
namespace {

using boost::asio::awaitable;

constexpr int kRowsPerLook =
    2'000;  // what waits for one printer must not hide what another can print

void log_error(std::string_view event, const Error& error) {
  log::warn(event, {{"error", error.context}});
}

bool is_under_way(const PrintJob& print) {
  return !is_settled(print.state) && print.state != PrintState::Queued;
}

}  // namespace

PrintQueueRunner::PrintQueueRunner(boost::asio::any_io_executor executor, Store& store,
                                   SheetRenderer& renderer, Timer& timer,
                                   std::vector<Printer*> printers, PrintQueueOptions options)
    : store_(store),
      renderer_(renderer),
      timer_(timer),
      options_(options),
      bell_(std::move(executor)) {
  for (auto* const printer : printers) {
    Lane lane{.printer = printer, .trouble = ResumePlan(options_.resume)};
    lane.view = {.name = printer->name(), .since = timer_.utc_now()};
    lane.view.report.message = "not asked yet";
    lane.view.best_proof = printer->best_proof();
    lane.memory.name = printer->name();
    lanes_.push_back(std::move(lane));
  }
}

void PrintQueueRunner::stop() {
  is_stopped_ = true;
  bell_.ring();
}

std::vector<PrinterView> PrintQueueRunner::printer_views() const {
  std::vector<PrinterView> views;
  for (const auto& lane : lanes_) views.push_back(lane.view);
  return views;
}

awaitable<void> PrintQueueRunner::run() {
  co_await recall_history();
  while (!is_stopped_) {
    const bool is_busy = co_await look_once();
    if (is_stopped_) co_return;
    const auto pause = is_busy ? options_.busy_look : options_.idle_look;
    co_await bell_.wait_until(timer_.steady_now() + pause);
  }
}

/// @returns true while something is on its way to a printer
awaitable<bool> PrintQueueRunner::look_once() {
  for (auto& lane : lanes_) co_await look_at(lane);

  auto open = co_await store_.open_prints(kRowsPerLook);
  if (!open) {
    log_error("print_queue_unreadable", open.error());
    co_return false;
  }
  std::set<PrintId> known;
  for (const auto& print : *open) known.insert(print.id);
  std::erase_if(watches_, [&known](const auto& entry) { return !known.contains(entry.first); });
  count_sheets(*open);
  for (auto& print : *open)
    if (is_under_way(print)) co_await follow(std::move(print));
  for (auto& lane : lanes_) {
    co_await sweep(lane);
    co_await cure(lane);
  }
  while (!is_stopped_ && co_await send_next()) {
  }
  for (auto& lane : lanes_) co_await ask_levels(lane);
  forecast(*open);
  co_return std::any_of(lanes_.begin(), lanes_.end(),
                        [](const Lane& lane) { return lane.sheets_under_way > 0; });
}

void PrintQueueRunner::count_sheets(const std::vector<PrintJob>& open) {
  for (auto& lane : lanes_) {
    lane.sheets_under_way =
        static_cast<int>(std::count_if(open.begin(), open.end(), [&lane](const PrintJob& print) {
          return is_under_way(print) && print.printer == lane.view.name;
        }));
  }
}

PrintQueueRunner::Lane* PrintQueueRunner::lane_of(const PrintJob& print) {
  return lane_named(print.printer);
}

PrintQueueRunner::Lane* PrintQueueRunner::lane_named(const std::string& name) {
  const auto found = std::find_if(lanes_.begin(), lanes_.end(),
                                  [&](const Lane& lane) { return lane.view.name == name; });
  return found == lanes_.end() ? nullptr : &*found;
}

/// @returns false when the row was moved by somebody else, or could not be written: then nothing
/// may be done
awaitable<bool> PrintQueueRunner::move(PrintState from, PrintJob print) {
  const auto moved = co_await store_.move_print(from, print);
  if (!moved) {
    log::warn("print_not_moved", {{"print", print.id.str()}, {"error", moved.error().context}});
    co_return false;
  }
  log::note("print_" + std::string(to_string(print.state)), {{"print", print.id.str()},
                                                             {"printer", print.printer},
                                                             {"proof", to_string(print.proof)},
                                                             {"reason", print.reason}});
  co_return true;
}

/// A paused queue goes on, and a job that the spooler wants to try again in five minutes is tried
/// now.
awaitable<void> PrintQueueRunner::cure(Lane& lane) {
  const bool is_given_up =
      lane.memory.mode == PrinterMode::Draining || lane.memory.mode == PrinterMode::Maintenance;
  if (is_given_up) co_return;
  const bool is_needed = lane.view.report.is_queue_paused || lane.sheets_under_way > 0;
  if (!lane.is_reachable || !is_needed || !lane.trouble.is_due(timer_.steady_now())) co_return;
  const bool is_first = lane.trouble.tries() == 0;
  lane.trouble.count_try(timer_.steady_now());
  const auto resumed = co_await lane.printer->resume_queue();
  if (!resumed) {
    log_error("printer_resume_failed", resumed.error());
    co_return;
  }
  log::note("printer_resumed", {{"printer", lane.view.name}, {"try", lane.trouble.tries()}});
  // One fact per episode: a printer that is empty all night is tried six hundred times.
  if (!is_first) co_return;
  const auto why = "{\"condition\":\"" + std::string(to_string(lane.view.report.condition)) + "\"}";
  const auto noted = co_await store_.add_fact("printer.resumed", lane.view.name, why);
  if (!noted) log_error("fact_not_stored", noted.error());
}

/// Cancels jobs of ours that the spooler still holds although their fate is settled, so that
/// nothing comes out later.
awaitable<void> PrintQueueRunner::sweep(Lane& lane) {
  for (const auto& job : lane.view.report.active_jobs) {
    if (job.state == SpoolState::Processing) continue;
    const auto print = co_await store_.print(job.print);
    if (!print || !is_settled(print->state)) continue;
    const auto cancelled = co_await lane.printer->cancel(job.print);
    if (!cancelled) log_error("spool_job_not_cancelled", cancelled.error());
  }
}

std::vector<PrinterCandidate> PrintQueueRunner::candidates() const {
  std::vector<PrinterCandidate> all;
  const auto now = timer_.steady_now();
  for (const auto& lane : lanes_) {
    all.push_back(
        {.name = lane.view.name,
         .condition = lane.condition,
         .is_queue_paused = lane.view.report.is_queue_paused,
         .is_free = lane.is_reachable && lane.sheets_under_way < lane.printer->sheets_at_once(),
         .may_try_anyway = lane.trouble.is_due(now),
         .media_remaining = lane.view.report.media_remaining,
         .last_used = lane.last_used});
  }
  return all;
}

awaitable<Result<Sheet>> PrintQueueRunner::sheet_of(const PrintJob& print) {
  const auto known = sheets_.find(print.sheet);
  if (known != sheets_.end()) co_return known->second;
  auto sheet = co_await store_.sheet(print.sheet);
  if (!sheet) co_return sheet.error();
  if (sheets_.size() > kRowsPerLook) sheets_.clear();
  co_return sheets_.emplace(print.sheet, std::move(*sheet)).first->second;
}

}  // namespace booth

// How the next waiting print is given to a printer.
#include <algorithm>
#include <utility>

#include "daemon/app/run_print_queue.hpp"
#include "daemon/runtime/log.hpp"

namespace booth {
namespace {

using boost::asio::awaitable;

constexpr int kRowsPerLook =
    2'000;  // what waits for one printer must not hide what another can print

}  // namespace

/// @returns true when a sheet was sent or a row moved, so that another one may follow
awaitable<bool> PrintQueueRunner::send_next() {
  const auto pool = candidates();
  if (!choose_printer(pool))
    co_return false;  // nobody can take anything: no need to read the queue
  auto open = co_await store_.open_prints(kRowsPerLook);
  if (!open) co_return false;

  for (auto& lane : lanes_) lane.missing_medium.clear();
  std::vector<WaitingPrint> waiting;
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < open->size(); ++i) {
    auto& print = (*open)[i];
    if (print.state != PrintState::Queued) continue;
    const auto sheet = co_await sheet_of(print);
    if (!sheet) {
      log::warn("print_without_sheet",
                {{"print", print.id.str()}, {"error", sheet.error().context}});
      continue;
    }
    const bool is_held = co_await hold_unprintable(print, *sheet);
    if (is_held) co_return true;
    auto fits = printers_for(print, *sheet);
    note_missing_medium(print, *sheet);
    waiting.push_back({print.id, std::move(fits), watches_[print.id].not_before});
    rows.push_back(i);
  }
  const auto chosen = next_to_send(waiting, pool, timer_.steady_now());
  if (!chosen) co_return false;
  auto& print = (*open)[rows[chosen->print]];
  auto sheet = co_await sheet_of(print);
  if (!sheet) co_return false;
  co_return co_await send(std::move(print), std::move(*sheet), lanes_[chosen->printer]);
}

/// What no printer here could ever print waits for a person.
/// @returns true when the row was moved
awaitable<bool> PrintQueueRunner::hold_unprintable(PrintJob print, const Sheet& sheet) {
  const auto fits = fitting_printers(sheet);
  const auto* const wanted = lane_named(print.only_printer);
  bool is_possible = std::find(fits.begin(), fits.end(), true) != fits.end();
  std::string who = "no printer here";
  if (!print.only_printer.empty()) {
    is_possible = wanted != nullptr && fits[static_cast<std::size_t>(wanted - lanes_.data())];
    who = "printer " + print.only_printer + " is not here, or not one that";
  }
  if (is_possible) co_return false;
  print.state = PrintState::Held;
  print.reason = who + " prints " + sheet.medium + " at " + std::to_string(sheet.size.width) +
                 " x " + std::to_string(sheet.size.height) + " pixels";
  co_return co_await move(PrintState::Queued, std::move(print));
}

/// @returns false when the row could not be moved: the next look sees what is the matter
awaitable<bool> PrintQueueRunner::send(PrintJob print, Sheet sheet, Lane& lane) {
  auto image =
      co_await renderer_.read_sheet(store_.absolute_path(sheet.path), lane.printer->icc_profile());
  if (!image) {
    print.state = PrintState::Held;
    print.reason = "the sheet's picture cannot be read: " + image.error().context;
    co_return co_await move(PrintState::Queued, std::move(print));
  }
  const auto now = timer_.steady_now();
  if (lane.trouble.is_in_trouble()) lane.trouble.count_try(now);
  lane.last_used = now;

  print.state = PrintState::Submitting;
  print.printer = lane.view.name;
  print.attempts += 1;
  print.sent_at = timer_.utc_now();
  print.reason.clear();
  const bool is_moved = co_await move(PrintState::Queued, print);
  if (!is_moved) co_return false;
  ++lane.sheets_under_way;

  // A power cut here is settled at start-up by reconcile: the job's name is our print id.
  SheetToPrint page{.print = print.id, .medium = sheet.medium, .image = std::move(*image)};
  // The file is in sRGB: not for a printer whose own colours the pixels have been turned into.
  if (lane.printer->icc_profile().empty()) page.jpeg_path = store_.absolute_path(sheet.path);
  const auto number = co_await lane.printer->submit(std::move(page));
  if (!number) {
    co_await after_refusal(std::move(print), number.error());
    co_return true;
  }
  print.state = PrintState::Spooled;
  print.spool_job = *number;
  co_return co_await move(PrintState::Submitting, std::move(print));
}

awaitable<void> PrintQueueRunner::after_refusal(PrintJob print, Error error) {
  log::warn("print_not_accepted", {{"print", print.id.str()}, {"error", error.context}});
  const auto decision = decide_after_failure(error.code, print.attempts, options_.submit);
  // The answer was lost: the next look asks the spooler.
  if (std::holds_alternative<LookForJob>(decision)) co_return;
  auto* const lane = lane_of(print);
  if (const auto* const retry = std::get_if<RetryAfter>(&decision)) {
    watches_[print.id].not_before = timer_.steady_now() + retry->delay;
    print.state = PrintState::Queued;
    print.printer.clear();
  } else {
    print.state = PrintState::Held;
    print.reason = error.context;
  }
  const bool is_moved = co_await move(PrintState::Submitting, std::move(print));
  if (is_moved && lane != nullptr) --lane->sheets_under_way;
}

}  // namespace booth

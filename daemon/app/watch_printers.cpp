// What is known about each printer: its condition, its paper, and what people have decided about
// it.
#include <algorithm>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/app/run_print_queue.hpp"
#include "daemon/core/print/print_forecast.hpp"
#include "daemon/runtime/log.hpp"

namespace booth {
namespace {

using boost::asio::awaitable;

constexpr std::size_t kHistory = 300;

PrinterReport unreachable(const Error& error) {
  PrinterReport report;
  report.condition =
      error.code == Errc::AuthRefused ? PrinterCondition::Misconfigured : PrinterCondition::Offline;
  report.message = error.context;
  return report;
}

/// Only a name that we know refuses.
bool is_loaded_for(const PrinterReport& report, const std::string& medium) {
  if (!report.loaded || !report.loaded->prints) return true;
  const auto& prints = *report.loaded->prints;
  return std::find(prints.begin(), prints.end(), medium) != prints.end();
}

MediaReading reading_of(const PrinterReport& report) {
  return {.remaining = report.media_remaining,
          .medium = report.loaded ? report.loaded->name : std::string()};
}

}  // namespace

/// What must be known from the life before this one.
awaitable<void> PrintQueueRunner::recall_history() {
  auto memories = co_await store_.printers();
  if (!memories) log::warn("printers_not_remembered", {{"error", memories.error().context}});
  if (memories)
    for (auto& memory : *memories)
      if (auto* const lane = lane_named(memory.name)) lane->memory = std::move(memory);
  auto printed = co_await store_.printed_prints(static_cast<int>(kHistory));
  if (printed) printed_.assign(printed->begin(), printed->end());
}

awaitable<void> PrintQueueRunner::look_at(Lane& lane) {
  auto report = co_await lane.printer->report();
  lane.is_reachable = report.has_value();
  auto seen = report ? std::move(*report) : unreachable(report.error());
  // Trouble that the queue has is tried away; a wrong medium waits for a person.
  if (can_print(seen.condition) && !seen.is_queue_paused)
    lane.trouble.see_health();
  else
    lane.trouble.see_trouble(timer_.steady_now());
  lane.condition = seen.condition;
  const bool is_wrong = !lane.missing_medium.empty() && can_print(seen.condition) &&
                        !is_loaded_for(seen, lane.missing_medium);
  if (is_wrong) {
    seen.condition = PrinterCondition::WrongMedia;
    seen.message =
        "loaded is " + seen.loaded->name + ", the next sheet needs " + lane.missing_medium;
  }
  const auto condition = seen.condition;
  if (condition != lane.view.report.condition) {
    lane.view.since = timer_.utc_now();
    log::note("printer_condition", {{"printer", lane.view.name},
                                    {"condition", to_string(condition)},
                                    {"message", seen.message}});
  }
  lane.view.report = std::move(seen);
  lane.view.what_to_do = what_to_do(condition);
  co_await watch_paper(lane);
  describe(lane);
}

awaitable<void> PrintQueueRunner::watch_paper(Lane& lane) {
  if (!lane.is_reachable) co_return;
  const auto reading = reading_of(lane.view.report);
  auto step = watch_media(lane.memory, reading, options_.media);
  if (!step.is_worth_saving) co_return;
  std::string fact;
  boost::json::object data;
  if (step.news != MediaNews::None) {
    fact = step.news == MediaNews::Changed ? "printer.media_changed" : "printer.media_low";
    data["medium"] = reading.medium;
    if (const auto left = media_left(step.memory, reading)) data["left"] = *left;
    if (step.news == MediaNews::Changed && lane.memory.media_seen)
      data["left_before"] = *lane.memory.media_seen;
    log::note(step.news == MediaNews::Changed ? "media_changed" : "media_low",
              {{"printer", lane.view.name}, {"medium", reading.medium}});
  }
  auto text = boost::json::serialize(data);
  const auto saved = co_await save(lane, std::move(step.memory), std::move(fact), std::move(text));
  if (!saved) log::warn("printer_not_saved", {{"error", saved.error().context}});
}

/// In the table first: what the lane believes must survive a restart.
awaitable<Result<void>> PrintQueueRunner::save(Lane& lane, PrinterMemory memory, std::string fact,
                                               std::string data) {
  const auto saved = co_await store_.save_printer(memory, std::move(fact), std::move(data));
  if (!saved) co_return saved;
  lane.memory = std::move(memory);
  co_return saved;
}

/// What people are told beyond the printer's own words.
void PrintQueueRunner::describe(Lane& lane) {
  auto& view = lane.view;
  view.mode = lane.memory.mode;
  view.mode_by = lane.memory.mode_by;
  view.mode_since = lane.memory.mode_since;
  view.sheets_under_way = lane.sheets_under_way;
  view.media_left = media_left(lane.memory, reading_of(view.report));
  view.is_media_low = view.report.condition == PrinterCondition::MediaLow ||
                      (view.media_left && *view.media_left <= options_.media.low_sheets);
  std::vector<PrintJob> own;
  for (const auto& print : printed_)
    if (print.printer == view.name) own.push_back(print);
  const auto now = timer_.utc_now();
  view.print_time = usual_print_time(own);
  view.prints_per_hour = pace_per_hour(own, now);
  view.lasts_until =
      view.media_left ? lasts_until(*view.media_left, view.prints_per_hour, now) : std::nullopt;
}

/// While it is idle, and soon when a sheet waits for another medium than it has.
awaitable<void> PrintQueueRunner::ask_levels(Lane& lane) {
  const bool is_wrong = lane.view.report.condition == PrinterCondition::WrongMedia;
  const auto pause = is_wrong ? options_.wrong_media_look : options_.levels_every;
  const bool is_idle = lane.is_reachable && lane.sheets_under_way == 0 &&
                       lane.memory.mode != PrinterMode::Maintenance && can_print(lane.condition) &&
                       !lane.view.report.is_queue_paused;
  const auto now = timer_.steady_now();
  if (!is_idle || options_.levels_every.count() == 0) co_return;
  if (lane.levels_asked_at && now - *lane.levels_asked_at < pause) co_return;
  lane.levels_asked_at = now;
  const auto asked = co_await lane.printer->refresh_levels();
  if (!asked)
    log::warn("levels_not_asked", {{"printer", lane.view.name}, {"error", asked.error().context}});
}

awaitable<Result<PrinterView>> PrintQueueRunner::set_mode(std::string name, PrinterMode mode,
                                                          std::string requested_by) {
  auto* const lane = lane_named(name);
  if (lane == nullptr) co_return make_error(Errc::NotFound, "there is no printer " + name);
  auto memory = lane->memory;
  memory.mode = mode;
  memory.mode_by = requested_by;
  memory.mode_since = timer_.utc_now();
  boost::json::object data{{"mode", to_string(mode)}, {"by", requested_by}};
  auto text = boost::json::serialize(data);
  const auto saved =
      co_await save(*lane, std::move(memory), "printer.mode_changed", std::move(text));
  if (!saved) co_return saved.error();
  log::note("printer_mode", {{"printer", name}, {"mode", to_string(mode)}, {"by", requested_by}});
  describe(*lane);
  if (mode == PrinterMode::Active) {
    const auto resumed = co_await lane->printer->resume_queue();
    if (!resumed) co_return resumed.error();
  }
  wake();
  co_return lane->view;
}

awaitable<Result<PrinterView>> PrintQueueRunner::set_media(std::string name, int sheets,
                                                           std::string requested_by) {
  auto* const lane = lane_named(name);
  if (lane == nullptr) co_return make_error(Errc::NotFound, "there is no printer " + name);
  auto memory = lane->memory;
  memory.media_set = sheets;
  memory.media_used = 0;
  // Two new rolls within a millisecond are one.
  memory.media_set_at = timer_.utc_now();
  memory.is_low_told = false;
  boost::json::object data{{"left", sheets}, {"by", requested_by}};
  auto text = boost::json::serialize(data);
  const auto saved =
      co_await save(*lane, std::move(memory), "printer.media_changed", std::move(text));
  if (!saved) co_return saved.error();
  describe(*lane);
  wake();
  co_return lane->view;
}

void PrintQueueRunner::keep_in_history(PrintJob print) {
  auto* const lane = lane_of(print);
  if (lane != nullptr) ++lane->memory.media_used;  // as the store has counted it
  if (print.state != PrintState::Printed) return;
  print.changed_at = timer_.utc_now();
  printed_.push_front(std::move(print));
  if (printed_.size() > kHistory) printed_.pop_back();
}

void PrintQueueRunner::forecast(const std::vector<PrintJob>& open) {
  std::vector<ForecastPrinter> pool;
  for (const auto& lane : lanes_) {
    const auto& view = lane.view;
    const bool can = can_print(lane.condition) && !view.report.is_queue_paused &&
                     view.mode == PrinterMode::Active && view.print_time;
    pool.push_back({.can_print = can,
                    .sheets_under_way = lane.sheets_under_way,
                    .print_time = view.print_time.value_or(std::chrono::milliseconds(0))});
  }
  std::vector<ForecastPrint> waiting;
  std::vector<PrintId> ids;
  for (const auto& print : open) {
    const auto sheet = sheets_.find(print.sheet);
    if (print.state != PrintState::Queued || sheet == sheets_.end()) continue;
    waiting.push_back({printers_for(print, sheet->second)});
    ids.push_back(print.id);
  }
  const auto times = waiting_times(waiting, pool);
  for (std::size_t i = 0; i < ids.size(); ++i) watches_[ids[i]].expected_in = times[i];
}

std::optional<std::chrono::milliseconds> PrintQueueRunner::expected_in(const PrintId& print) const {
  const auto watch = watches_.find(print);
  return watch == watches_.end() ? std::nullopt : watch->second.expected_in;
}

std::vector<bool> PrintQueueRunner::fitting_printers(const Sheet& sheet) const {
  std::vector<bool> fits;
  for (const auto& lane : lanes_) {
    const auto format = lane.printer->format_for(sheet.medium);
    fits.push_back(format && sheet.size == PixelSize{format->width_px, format->height_px});
  }
  return fits;
}

/// Who may have it at this moment: modes and loaded media count, too. A technician's test goes to
/// the printer that it is for, whatever its mode.
std::vector<bool> PrintQueueRunner::printers_for(const PrintJob& print, const Sheet& sheet) const {
  auto fits = fitting_printers(sheet);
  for (std::size_t i = 0; i < fits.size(); ++i) {
    const auto& lane = lanes_[i];
    const bool is_wanted = print.only_printer.empty() || print.only_printer == lane.view.name;
    const bool is_test_of_it = print.purpose == PrintPurpose::Test && !print.only_printer.empty();
    const bool is_open = lane.memory.mode == PrinterMode::Active || is_test_of_it;
    fits[i] = fits[i] && is_wanted && is_open && is_loaded_for(lane.view.report, sheet.medium);
  }
  return fits;
}

/// Tells the printers that could print it, were another roll in one of them.
void PrintQueueRunner::note_missing_medium(const PrintJob& print, const Sheet& sheet) {
  auto able = fitting_printers(sheet);
  for (std::size_t i = 0; i < able.size(); ++i) {
    const auto& name = lanes_[i].view.name;
    able[i] = able[i] && (print.only_printer.empty() || print.only_printer == name);
    if (able[i] && is_loaded_for(lanes_[i].view.report, sheet.medium)) return;
  }
  for (std::size_t i = 0; i < able.size(); ++i)
    if (able[i] && lanes_[i].missing_medium.empty()) lanes_[i].missing_medium = sheet.medium;
}

}  // namespace booth

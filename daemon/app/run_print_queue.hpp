#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "daemon/app/bell.hpp"
#include "daemon/app/booth_control.hpp"
#include "daemon/core/backoff.hpp"
#include "daemon/core/print/media_watch.hpp"
#include "daemon/core/print/print_queue.hpp"
#include "daemon/core/print/print_reconcile.hpp"
#include "daemon/core/print/print_retry.hpp"
#include "daemon/core/print/queue_resume.hpp"
#include "daemon/ports/printer.hpp"
#include "daemon/ports/sheet_renderer.hpp"
#include "daemon/ports/store.hpp"
#include "daemon/ports/timer.hpp"

namespace booth {

struct PrintQueueOptions {
  std::chrono::milliseconds busy_look{300};  ///< between two looks while a sheet is on its way
  std::chrono::milliseconds idle_look{3'000};
  /// How long the spooler may keep a job waiting at a printer that works, before the job is
  /// recalled.
  std::chrono::milliseconds stuck_patience{30'000};
  /// An idle printer is asked so often what is left in it; 0 = never.
  std::chrono::milliseconds levels_every{600'000};
  /// The same while a sheet waits for another medium: a roll change is seen soon.
  std::chrono::milliseconds wrong_media_look{15'000};
  MediaLimits media;
  ReconcileLimits reconcile;
  SubmitLimits submit;
  ResumeLimits resume;
};

/// Brings every print to paper exactly once, or holds it with its reason. The table in the store is
/// the queue; the spooler has one sheet per printer at most. Insert first, act second, mark third:
/// the row says Submitting before the spooler hears of a sheet, and a restart asks spooler and
/// guard what became of it. Lives on the main loop.
class PrintQueueRunner {
 public:
  /// @param printers  may be empty (digital only); they, store, renderer and timer outlive the
  /// runner
  PrintQueueRunner(boost::asio::any_io_executor executor, Store& store, SheetRenderer& renderer,
                   Timer& timer, std::vector<Printer*> printers, PrintQueueOptions options = {});

  /// Settles what a restart left open, then prints, until `stop`.
  boost::asio::awaitable<void> run();
  void stop();

  /// New rows may wait, or a person has decided something.
  void wake() { bell_.ring(); }

  /// Newest knowledge about every printer, in the order of the configuration.
  std::vector<PrinterView> printer_views() const;

  /// Until the paper of a waiting print is out; nullopt when nobody can tell.
  std::optional<std::chrono::milliseconds> expected_in(const PrintId& print) const;

  /// A person decides about a printer, see PrinterMode. Active also resumes the spooler's queue.
  /// @returns NotFound; or the spooler's error, when the queue cannot be resumed
  boost::asio::awaitable<Result<PrinterView>> set_mode(std::string name, PrinterMode mode,
                                                       std::string requested_by);
  /// A person has loaded so many sheets.
  boost::asio::awaitable<Result<PrinterView>> set_media(std::string name, int sheets,
                                                        std::string requested_by);

 private:
  struct Lane {
    Printer* printer = nullptr;
    PrinterView view;
    PrinterCondition condition = PrinterCondition::Unknown;  ///< without regard to what waits
    PrinterMemory memory;
    std::optional<SteadyTime> levels_asked_at;
    std::string missing_medium;  ///< a sheet waits for this one, which no printer has loaded
    bool is_reachable = false;
    ResumePlan trouble;
    SteadyTime last_used{};
    int sheets_under_way = 0;
  };
  /// What is remembered about one print between two looks; nothing that a restart would miss.
  struct Watch {
    SteadyTime not_before{};
    std::optional<SteadyTime> waiting_since;
    std::optional<std::chrono::milliseconds> expected_in;
  };

  boost::asio::awaitable<bool> look_once();
  boost::asio::awaitable<void> look_at(Lane& lane);
  boost::asio::awaitable<void> recall_history();
  boost::asio::awaitable<void> watch_paper(Lane& lane);
  boost::asio::awaitable<void> ask_levels(Lane& lane);
  boost::asio::awaitable<Result<void>> save(Lane& lane, PrinterMemory memory, std::string fact,
                                            std::string data);
  void describe(Lane& lane);
  void forecast(const std::vector<PrintJob>& open);
  void keep_in_history(PrintJob print);
  void count_sheets(const std::vector<PrintJob>& open);

  boost::asio::awaitable<void> follow(PrintJob print);
  boost::asio::awaitable<Result<PrintEvidence>> gather(const PrintJob& print, Lane& lane);
  bool is_stuck(const PrintJob& print, const Lane& lane, const std::optional<SpoolState>& job);
  boost::asio::awaitable<void> carry_out(PrintJob print, Lane& lane, PrintEvidence evidence,
                                         PrintStep step);
  boost::asio::awaitable<bool> recall(PrintJob& print, Lane& lane);

  boost::asio::awaitable<void> cure(Lane& lane);
  boost::asio::awaitable<void> sweep(Lane& lane);
  boost::asio::awaitable<bool> send_next();
  boost::asio::awaitable<bool> send(PrintJob print, Sheet sheet, Lane& lane);
  boost::asio::awaitable<void> after_refusal(PrintJob print, Error error);
  boost::asio::awaitable<Result<Sheet>> sheet_of(const PrintJob& print);
  std::vector<bool> fitting_printers(const Sheet& sheet) const;
  std::vector<bool> printers_for(const PrintJob& print, const Sheet& sheet) const;
  boost::asio::awaitable<bool> hold_unprintable(PrintJob print, const Sheet& sheet);
  void note_missing_medium(const PrintJob& print, const Sheet& sheet);
  std::vector<PrinterCandidate> candidates() const;

  boost::asio::awaitable<bool> move(PrintState from, PrintJob print);
  Lane* lane_of(const PrintJob& print);
  Lane* lane_named(const std::string& name);

  Store& store_;
  SheetRenderer& renderer_;
  Timer& timer_;
  PrintQueueOptions options_;
  std::vector<Lane> lanes_;
  std::map<PrintId, Watch> watches_;
  std::map<SheetId, Sheet> sheets_;  ///< of waiting prints: rows never change
  std::deque<PrintJob> printed_;     ///< newest first
  Bell bell_;
  bool is_stopped_ = false;
};

}  // namespace booth

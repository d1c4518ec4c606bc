#pragma once

#include <chrono>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "daemon/app/bell.hpp"
#include "daemon/core/session/session_step.hpp"
#include "daemon/ports/camera.hpp"
#include "daemon/ports/printer.hpp"
#include "daemon/ports/sheet_renderer.hpp"
#include "daemon/ports/store.hpp"
#include "daemon/ports/timer.hpp"

namespace booth {

struct SessionRunnerOptions {
  SessionLimits limits;
  /// How long guests wait in front of a camera that is being replaced or plugged in again.
  std::chrono::milliseconds camera_patience{45'000};
  /// A session this young still has its guests in front of the booth after a restart.
  std::chrono::milliseconds resume_window{180'000};
  /// The camera is asked this long before zero, so that live view has stopped and the mirror is up
  /// in time.
  std::chrono::milliseconds capture_lead{700};
  /// Path of the PNG for {logo} of a template; empty: none.
  std::string logo;
  PrintRules rules;  ///< how many prints the guests may have
};

/// Runs one session at a time, from the guest's press to the stored sheet; after a restart it first
/// finishes what was begun. Lives on the main loop. What to do is decided in
/// core/session/session_step.
class SessionRunner {
 public:
  /// @param printers  decide the pixels of the sheet; may be empty (digital only); they outlive the
  /// runner
  SessionRunner(boost::asio::any_io_executor executor, Store& store, Camera& camera,
                SheetRenderer& renderer, Timer& timer, std::vector<Printer*> printers,
                SessionRunnerOptions options);

  /// Called after a shot and its uploads are stored.
  void when_shot_stored(std::function<void()> call) { shot_stored_ = std::move(call); }
  /// Called when the photo of another place on the sheet (from 0) is the next one.
  void when_slot_begins(std::function<void(int)> call) { slot_begins_ = std::move(call); }
  /// Called after a sheet and its prints and uploads are stored.
  void when_sheet_made(std::function<void()> call) { sheet_made_ = std::move(call); }

  boost::asio::awaitable<void> run();
  void stop();

  /// Makes the row and begins. @returns Conflict while another session runs
  boost::asio::awaitable<Result<Session>> start(Session session);

  /// The session that is running, with its state of this moment.
  std::optional<Session> current() const;
  bool is_idle() const { return !current_ && !is_starting_; }

  /// Time until the exposure; nullopt unless counting down.
  std::optional<std::chrono::milliseconds> countdown() const;

  /// Exposes now. @returns Conflict unless counting down
  Result<void> press_shutter();

  /// Another look or backdrop for the sheet of the running session; what was placed already is
  /// placed anew when the sheet is made.
  /// @returns Conflict when this session is not running, or its sheet is already being made
  boost::asio::awaitable<Result<void>> choose_look(SessionId id, std::string look,
                                                   std::string backdrop);

  /// Takes one of the session's photos again; the one that is there counts until then.
  /// @param slot  one that has a photo
  /// @returns Conflict unless this session runs and shows a photo or counts down
  Result<void> retake(const SessionId& id, int slot);

  /// @returns Conflict when this session is not running, or its sheet is already being made
  Result<void> cancel(const SessionId& id, std::string by);

 private:
  using Event = boost::asio::awaitable<SessionEvent>;

  boost::asio::awaitable<void> finish_open_sessions();
  boost::asio::awaitable<void> resume_or_interrupt(Session session, bool is_newest);
  boost::asio::awaitable<void> run_current();
  boost::asio::awaitable<Result<void>> record(SessionState next, std::string reason);

  Event carry_out(BeginSheet effect);
  Event carry_out(WaitForCamera effect);
  Event carry_out(CountDown effect);
  Event carry_out(TakePhoto effect);
  Event carry_out(ShowPhoto effect);
  Event carry_out(MakeSheet effect);
  Event carry_out(AbandonSheet effect);
  Event carry_out(GoOn effect);

  /// Begins the sheet as the session wants it now, and places what was photographed so far.
  boost::asio::awaitable<Result<void>> lay_out_sheet(std::vector<Shot> shots);
  Event keep_photo(TakenPhoto photo, int slot);
  boost::asio::awaitable<void> tell_failed_shot(int slot, Error error);
  boost::asio::awaitable<Result<std::vector<Shot>>> stored_shots();
  Store::NewSheet new_sheet(RenderedSheet rendered);
  PrintFormat format_for(const std::string& medium) const;

  /// True when somebody pressed something or the runner stops; false when `until` came first.
  boost::asio::awaitable<bool> is_interrupted_before(SteadyTime until);
  SessionEvent take_press();
  void begin_slot(int slot) const;

  Store& store_;
  Camera& camera_;
  SheetRenderer& renderer_;
  Timer& timer_;
  std::vector<Printer*> printers_;
  SessionRunnerOptions options_;
  std::function<void()> shot_stored_;
  std::function<void(int)> slot_begins_;
  std::function<void()> sheet_made_;

  std::optional<Session> current_;  // state: what the row says
  SessionProgress progress_;
  SheetId sheet_;
  std::string medium_;
  std::string drawn_look_;  // what the sheet was begun with
  std::string drawn_backdrop_;
  std::optional<SteadyTime> deadline_;  // of the countdown or the review under way
  std::deque<SessionEvent> presses_;    // what people asked for meanwhile
  Bell bell_;
  bool is_starting_ = false;
  bool is_stopped_ = false;
};

}  // namespace booth

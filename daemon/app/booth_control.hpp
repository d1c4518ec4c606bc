#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/event/admission.hpp"
#include "daemon/core/health.hpp"
#include "daemon/ports/backlog.hpp"
#include "daemon/ports/camera.hpp"
#include "daemon/ports/fact_outbox.hpp"
#include "daemon/ports/printer.hpp"
#include "daemon/ports/privacy_store.hpp"
#include "daemon/ports/sheet_renderer.hpp"
#include "daemon/ports/store.hpp"

namespace booth {

struct StartRequest {
  SessionId id;                              ///< empty = the booth makes one
  std::optional<std::string> template_name;  ///< empty = the event's default
  std::optional<int> copies;                 ///< empty = the event's default
  std::optional<std::string> look;           ///< empty = the event's default
  std::optional<std::string> backdrop;       ///< empty = the event's default
  bool is_test = false;                      ///< also while the event is closed or full
  std::string requested_by;                  ///< "guest", "boothctl:root"
};

/// Another choice for the sheet of a running session; what is empty stays.
struct LookRequest {
  SessionId session;
  std::optional<std::string> look;
  std::optional<std::string> backdrop;
};

/// Everything a person wants to know about one session.
struct SessionView {
  Session session;
  std::vector<Shot> shots;
  std::optional<Sheet> sheet;
  std::vector<PrintJob> prints;
  std::vector<UploadItem> uploads;
  /// Only while counting down: time until the exposure.
  std::optional<std::chrono::milliseconds> countdown;
};

struct PrinterView {
  std::string name;
  PrinterReport report;
  UtcTime since;           ///< when the condition began
  std::string what_to_do;  ///< empty when it can print
  PrinterMode mode = PrinterMode::Active;
  std::string mode_by;  ///< who decided; empty = nobody ever did
  UtcTime mode_since;
  PrintProof best_proof = PrintProof::None;  ///< how well it can prove that a sheet came out
  int sheets_under_way = 0;
  std::optional<int> media_left;  ///< sheets: its own count, else a person's less what was printed
  bool is_media_low = false;
  std::optional<double> prints_per_hour;                ///< of the last hour
  std::optional<UtcTime> lasts_until;                   ///< at this pace
  std::optional<std::chrono::milliseconds> print_time;  ///< usual, from the queue to the paper
};

/// One of several cameras.
struct CameraView {
  CameraStatus status;
  std::string replaced_by;  ///< this one is out, and who takes its photos meanwhile; empty = nobody
};

/// Paper for the whole event.
struct PaperView {
  int expected = 0;           ///< sheets that the event needs in all; 0 = nobody said
  int used = 0;               ///< sheets that it has used
  std::optional<int> loaded;  ///< in all printers together
  int missing = 0;            ///< more than is loaded
};

/// What is asked for when a session's sheet is to be printed (again).
struct PrintRequest {
  SessionId session;
  int copies = 1;
  std::string requested_by;
  PrintPurpose purpose = PrintPurpose::Order;
  std::string note;     ///< why, for reprints and gifts
  std::string guest;    ///< opaque; empty = nobody in particular
  std::string printer;  ///< empty = any
};

struct NetworkView {
  std::string state;  ///< "offline", "probing", "captive", "degraded", "online", "unused" (no
                      ///< target configured)
  std::string message;
  std::string what_to_do;
  UtcTime since;
};

/// One place in the cloud.
struct TargetView {
  std::string name;
  std::string state;  ///< as NetworkView::state
  std::string message;
  std::string what_to_do;
  UtcTime since;
  double bytes_per_s = 0;  ///< over about the last minute
  Backlog::TargetCounts counts;
  std::optional<std::chrono::seconds> time_left;  ///< nullopt while nothing moves
};

/// How the facts get on.
struct FactsView {
  bool is_used = false;
  FactOutbox::Progress progress;
  std::string trouble;  ///< sentence of the newest failure; empty = none
  UtcTime since;        ///< of the trouble, or of the newest success
};

/// What the newest heartbeat told.
struct HeartbeatView {
  bool is_used = false;
  std::string trouble;  ///< empty = the server answered
  std::string probe;    ///< see HeartbeatAnswer
  UtcTime since;        ///< of the trouble, or of the newest answer
};

/// The one screen of `boothctl sync status`.
struct SyncView {
  UtcTime now;
  bool is_paused = false;
  bool is_metered = false;
  std::vector<TargetView> targets;
  FactsView facts;
  HeartbeatView heartbeat;
};

/// An object was stored at a target and deleted again.
struct TargetTest {
  std::string stored;   ///< how it was proved
  std::string erased;   ///< how it was proved; empty = it was not
  std::string trouble;  ///< why not; empty when it was
};

/// What guests agree to before they leave a contact.
struct ConsentView {
  bool is_taking_contacts = false;
  std::string version;
  std::string text;
};

/// The one screen of `boothctl status`.
struct BoothStatus {
  std::string version;
  UtcTime started_at;
  UtcTime now;
  std::string event;
  std::string event_title;
  int event_version = 0;
  std::optional<Refusal> event_refusal;  ///< why guests cannot begin a session
  std::string template_trouble;     ///< why the event's templates cannot be used; empty = they can
  CameraStatus camera;              ///< the one that would take the next photo
  std::vector<CameraView> cameras;  ///< each of them; empty where nobody tells
  std::vector<PrinterView> printers;
  Store::PrintCounts prints;
  PaperView paper;
  Store::UploadCounts uploads;
  NetworkView network;
  Store::DiskSpace disk;
  std::optional<SessionView> session;  ///< the running one
  std::vector<Health> health;          ///< one per subsystem, worst first
};

/// What people and programs outside may ask of the booth. The API calls this; app/booth.cpp is the
/// real one. Errors carry a sentence for the caller: NotFound, Conflict (wrong moment), BadInput,
/// Busy, and those of the ports.
class BoothControl {
 public:
  virtual ~BoothControl() = default;

  virtual boost::asio::awaitable<Result<BoothStatus>> status() = 0;

  /// @returns Conflict when a session is running; repeated with the same id: the session as it
  /// stands
  virtual boost::asio::awaitable<Result<SessionView>> start_session(StartRequest request) = 0;
  virtual boost::asio::awaitable<Result<SessionView>> session(SessionId id) = 0;
  virtual boost::asio::awaitable<Result<std::vector<Session>>> sessions(int limit,
                                                                        SessionId before) = 0;
  /// @returns Conflict unless the session is running and its sheet is still to be made
  virtual boost::asio::awaitable<Result<SessionView>> choose_look(LookRequest request) = 0;
  virtual boost::asio::awaitable<Result<OfferedChoices>> choices() = 0;
  /// The session's sheet made again from its recipe; nothing is stored.
  /// @returns Conflict when the template or a photo is not the one of then
  virtual boost::asio::awaitable<Result<RenderedSheet>> remake_sheet(SessionId id) = 0;
  virtual boost::asio::awaitable<Result<SessionView>> cancel_session(SessionId id,
                                                                     std::string requested_by) = 0;

  /// While a session counts down: exposes now. While idle: one shot without a session (a
  /// technician's test).
  /// @returns the shot when it was taken outside a session
  virtual boost::asio::awaitable<Result<std::optional<Shot>>> shoot(std::string requested_by) = 0;

  /// Asks for further copies of a session's sheet: all of them or none.
  /// @returns Conflict with a sentence for the guests when a limit is reached; NotFound for a
  /// printer that is not there
  virtual boost::asio::awaitable<Result<std::vector<PrintJob>>> print_session(
      PrintRequest request) = 0;
  virtual boost::asio::awaitable<Result<std::vector<PrintJob>>> prints(SessionId session,
                                                                       int limit) = 0;
  virtual boost::asio::awaitable<Result<PrintJob>> print(PrintId id) = 0;
  /// A person decides about a held, unknown or failed print: print it (again).
  virtual boost::asio::awaitable<Result<PrintJob>> retry_print(PrintId id,
                                                               std::string requested_by) = 0;
  /// A person saw the sheet come out.
  virtual boost::asio::awaitable<Result<PrintJob>> confirm_print(PrintId id,
                                                                 std::string requested_by) = 0;
  virtual boost::asio::awaitable<Result<PrintJob>> cancel_print(PrintId id,
                                                                std::string requested_by) = 0;
  /// Not yet: a waiting print waits for a person from now on.
  virtual boost::asio::awaitable<Result<PrintJob>> hold_print(PrintId id,
                                                              std::string requested_by) = 0;
  /// The paper is gone and nobody has the sheet: it came out spoiled.
  virtual boost::asio::awaitable<Result<PrintJob>> void_print(PrintId id,
                                                              std::string requested_by) = 0;
  /// @param event  empty = the one that is on
  virtual boost::asio::awaitable<Result<PrintLedger>> print_ledger(std::string event) = 0;

  // Printers, by the name of the configuration; NotFound when there is none.
  virtual std::vector<PrinterView> printers() = 0;
  /// Active also resumes the spooler's queue.
  virtual boost::asio::awaitable<Result<PrinterView>> set_printer_mode(
      std::string name, PrinterMode mode, std::string requested_by) = 0;
  /// A person has loaded so many sheets.
  virtual boost::asio::awaitable<Result<PrinterView>> set_printer_media(
      std::string name, int sheets, std::string requested_by) = 0;
  /// Prints the newest sheet once more on this printer, also while it is in maintenance.
  virtual boost::asio::awaitable<Result<PrintJob>> test_printer(std::string name,
                                                                std::string requested_by) = 0;

  virtual boost::asio::awaitable<Result<std::vector<UploadItem>>> uploads(SessionId session,
                                                                          int limit) = 0;
  virtual boost::asio::awaitable<Result<UploadItem>> upload(UploadId id) = 0;
  virtual boost::asio::awaitable<Result<UploadItem>> retry_upload(UploadId id) = 0;
  /// A person does not want it sent. @returns Conflict when it is not waiting
  virtual boost::asio::awaitable<Result<UploadItem>> park_upload(UploadId id,
                                                                 std::string requested_by) = 0;
  virtual boost::asio::awaitable<Result<SyncView>> sync() = 0;
  virtual boost::asio::awaitable<Result<SyncView>> pause_uploads(bool is_paused) = 0;
  /// @returns NotFound, or why the target does not work
  virtual boost::asio::awaitable<Result<TargetTest>> test_target(std::string name) = 0;
  /// Tries the facts again that the back end refused. @returns how many it took
  virtual boost::asio::awaitable<Result<int>> retry_facts() = 0;

  /// Removes what a session left, here and in the cloud. @returns Conflict while it runs or prints
  virtual boost::asio::awaitable<Result<PrivacyStore::Forgotten>> forget_session(
      SessionId id, std::string requested_by) = 0;
  virtual boost::asio::awaitable<Result<std::vector<PrivacyStore::Erasure>>> erasures(
      SessionId session) = 0;
  virtual boost::asio::awaitable<Result<ConsentView>> consent() = 0;
  /// @param contact  `consent_version` is what the guest has read: Conflict when it is another one
  virtual boost::asio::awaitable<Result<Contact>> add_contact(Contact contact) = 0;
  virtual boost::asio::awaitable<Result<std::vector<Contact>>> contacts(SessionId session) = 0;

  virtual boost::asio::awaitable<Result<std::vector<TemplateSummary>>> templates() = 0;

  virtual boost::asio::awaitable<Result<std::vector<Fact>>> facts(std::int64_t after,
                                                                  int limit) = 0;

  /// Starts live view when it is off; it goes off by itself when nobody asks any more.
  virtual boost::asio::awaitable<Result<LiveFrame>> live_frame(
      std::uint64_t after, std::chrono::milliseconds patience) = 0;

  virtual boost::asio::awaitable<Result<std::vector<CameraSetting>>> camera_settings() = 0;
  virtual boost::asio::awaitable<Result<void>> change_camera_setting(std::string name,
                                                                     std::string value) = 0;

  /// Absolute path of a stored sheet or shot, for serving the file.
  virtual boost::asio::awaitable<Result<std::string>> sheet_file(SheetId id) = 0;

  virtual boost::asio::awaitable<Result<std::optional<Store::Answer>>> recorded_answer(
      std::string key) = 0;
  virtual boost::asio::awaitable<Result<void>> record_answer(std::string key,
                                                             Store::Answer answer) = 0;
};

}  // namespace booth

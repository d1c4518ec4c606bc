#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/app/booth_views.hpp"
#include "daemon/ports/privacy_store.hpp"
#include "daemon/ports/sheet_renderer.hpp"

namespace booth {

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
  /// Takes one photo of the running session again. The one that is there stays, and stays on the
  /// sheet, until the new one is stored.
  ///
  /// @param slot  as in Shot
  /// @returns NotFound when there is no photo yet; Conflict when the session does not run, takes a
  /// photo or makes its sheet, or when the event does not offer it
  virtual boost::asio::awaitable<Result<SessionView>> retake_shot(SessionId id, int slot,
                                                                  std::string requested_by) = 0;
  /// @returns Conflict with a sentence when the session has no link
  virtual boost::asio::awaitable<Result<ShareView>> share(SessionId id) = 0;
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
  /// Newest first. @param before  the last one of the page before; empty = from the newest
  virtual boost::asio::awaitable<Result<std::vector<PrintJob>>> prints(SessionId session,
                                                                       PrintId before,
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

  /// As `prints`.
  virtual boost::asio::awaitable<Result<std::vector<UploadItem>>> uploads(SessionId session,
                                                                          UploadId before,
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

  // Of a camera by its name in the configuration; empty = the one in use. NotFound when there is
  // none of that name.
  virtual boost::asio::awaitable<Result<std::vector<CameraSetting>>> camera_settings(
      std::string camera) = 0;
  virtual boost::asio::awaitable<Result<void>> change_camera_setting(std::string camera,
                                                                     std::string name,
                                                                     std::string value) = 0;
  /// As Camera::measure_shutter_lag. @returns Conflict while a session runs
  virtual boost::asio::awaitable<Result<ShutterLag>> measure_shutter_lag(std::string camera) = 0;

  /// Absolute path of a stored sheet or shot, for serving the file.
  virtual boost::asio::awaitable<Result<std::string>> sheet_file(SheetId id) = 0;
  virtual boost::asio::awaitable<Result<std::string>> shot_file(ShotId id) = 0;
  /// One of these files made small. @param longest_px  width or height, whichever is larger
  virtual boost::asio::awaitable<Result<Bytes>> small_picture(std::string path, int longest_px) = 0;

  virtual boost::asio::awaitable<Result<std::optional<Store::Answer>>> recorded_answer(
      std::string key) = 0;
  virtual boost::asio::awaitable<Result<void>> record_answer(std::string key,
                                                             Store::Answer answer) = 0;
};

}  // namespace booth

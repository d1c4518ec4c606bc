#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/fact.hpp"
#include "daemon/core/print/print_job.hpp"
#include "daemon/core/print/print_ledger.hpp"
#include "daemon/core/print/print_rules.hpp"
#include "daemon/core/print/printer_memory.hpp"
#include "daemon/core/result.hpp"
#include "daemon/core/session/session_state.hpp"
#include "daemon/core/storage/retention.hpp"
#include "daemon/core/upload/upload_item.hpp"

namespace booth {

/// Everything that must survive a power cut: rows in SQLite, photo and sheet files beside it.
///
/// Each call is one transaction and returns after it is durable (file: temporary name, write,
/// fsync, rename, fsync folder; then row, facts and upload rows in one commit). A state change
/// names the state it leaves; `Conflict` means that somebody else moved the row first. Runs on the
/// store's own thread; called from the main loop. Errors of every call: Io, DiskFull, Corrupt.
class Store {
 public:
  virtual ~Store() = default;

  // --- sessions ---------------------------------------------------------------------------------
  /// Inserts in state Preparing with the fact session.started; assigns Session::number.
  virtual boost::asio::awaitable<Result<Session>> add_session(Session session) = 0;

  /// @param reason  stored with Cancelled and Interrupted; empty otherwise
  virtual boost::asio::awaitable<Result<void>> move_session(SessionId id, SessionState from,
                                                            SessionState to,
                                                            std::string reason) = 0;
  virtual boost::asio::awaitable<Result<Session>> session(SessionId id) = 0;

  /// Newest first. @param before  empty = from the newest
  virtual boost::asio::awaitable<Result<std::vector<Session>>> sessions(int limit,
                                                                        SessionId before) = 0;

  /// Sessions whose state is not final, oldest first: what a restart must finish.
  virtual boost::asio::awaitable<Result<std::vector<Session>>> open_sessions() = 0;

  // --- shots and sheets
  // ---------------------------------------------------------------------------
  struct NewShot {
    ShotId id;
    SessionId session;  ///< empty for a shot without a session
    std::string event;
    int slot = 0;
    Bytes jpeg;
    UtcTime taken_at;
  };
  /// Stores the photo, its row, the fact shot.stored and one upload row per target. Returning means
  /// acknowledged (P1). A shot in a slot that is taken replaces it (retake): the older row is kept,
  /// marked replaced.
  virtual boost::asio::awaitable<Result<Shot>> add_shot(NewShot shot) = 0;

  /// What the guests chose for their sheet, with the fact session.look_chosen.
  /// @returns Conflict when the sheet is already being made or the session is over
  virtual boost::asio::awaitable<Result<void>> choose_look(SessionId id, std::string look,
                                                           std::string backdrop) = 0;

  /// Moves bytes that are no photo to quarantine/ with the fact shot.quarantined.
  virtual boost::asio::awaitable<Result<void>> quarantine(ShotId id, Bytes bytes,
                                                          std::string reason) = 0;

  /// Current shots of a session by slot, replaced ones left out.
  virtual boost::asio::awaitable<Result<std::vector<Shot>>> shots(SessionId session) = 0;

  struct NewSheet {
    SheetId id;
    SessionId session;
    Bytes jpeg;
    Bytes share_jpeg;
    PixelSize size;
    std::string medium;
    std::string recipe;
    std::vector<PrintJob>
        prints;        ///< asked for together with the sheet; inserted in the same transaction
    PrintRules rules;  ///< as many of `prints` as they still allow are inserted
  };
  /// Stores both pictures, the row, its print rows (Queued), upload rows and the fact sheet.made,
  /// and moves the session from Composing to Done. Conflict when the session already has a sheet or
  /// is not Composing: nothing is added then.
  virtual boost::asio::awaitable<Result<Sheet>> add_sheet(NewSheet sheet) = 0;

  /// @returns nullopt when the session has no sheet yet
  virtual boost::asio::awaitable<Result<std::optional<Sheet>>> sheet_of(SessionId session) = 0;
  virtual boost::asio::awaitable<Result<Sheet>> sheet(SheetId id) = 0;

  // --- prints
  // -------------------------------------------------------------------------------------
  /// Inserts Queued with the fact print.asked. The same id again is not an error and adds nothing
  /// (idempotent).
  virtual boost::asio::awaitable<Result<PrintJob>> add_print(PrintJob print) = 0;

  struct AdmittedPrints {
    std::vector<PrintJob> prints;  ///< empty when the rules refuse them
    PrintVerdict verdict;
  };
  /// All of them or none, in one transaction: Queued, each with the fact print.asked. The rules are
  /// applied to the first one's session, event and guest within that transaction; the fact
  /// print.limit_reached when they are in the way.
  ///
  /// @param prints  at least one, all of one sheet; the same ids again add nothing
  virtual boost::asio::awaitable<Result<AdmittedPrints>> add_prints(std::vector<PrintJob> prints,
                                                                    PrintRules rules) = 0;

  /// A person wants it printed again: moves the old row from `from` to `old.state` and inserts
  /// `again` (Queued) in one transaction, so that a crash in between neither loses nor doubles the
  /// sheet. Facts print.<state> and print.asked.
  virtual boost::asio::awaitable<Result<void>> replace_print(PrintState from, PrintJob old,
                                                             PrintJob again) = 0;

  /// Writes `changed` (state, proof, printer, spool_job, attempts, reason) if the row is still in
  /// state `from`, with the fact print.<state>.
  virtual boost::asio::awaitable<Result<void>> move_print(PrintState from, PrintJob changed) = 0;
  virtual boost::asio::awaitable<Result<PrintJob>> print(PrintId id) = 0;

  /// Prints that are not settled, oldest first.
  virtual boost::asio::awaitable<Result<std::vector<PrintJob>>> open_prints(int limit) = 0;

  /// Newest first; empty session = all.
  virtual boost::asio::awaitable<Result<std::vector<PrintJob>>> prints(SessionId session,
                                                                       int limit) = 0;

  struct PrintCounts {
    int waiting = 0;  ///< queued to sending
    int held = 0;     ///< held and unknown
    int printed = 0;
  };
  virtual boost::asio::awaitable<Result<PrintCounts>> print_counts() = 0;

  /// Printed ones, newest first: how long printers take, how fast guests ask.
  virtual boost::asio::awaitable<Result<std::vector<PrintJob>>> printed_prints(int limit) = 0;

  /// Every print of an event, added up.
  virtual boost::asio::awaitable<Result<PrintLedger>> print_ledger(std::string event) = 0;

  // --- printers
  // -----------------------------------------------------------------------------------
  virtual boost::asio::awaitable<Result<std::vector<PrinterMemory>>> printers() = 0;

  /// Inserts or changes the printer's row, with a fact about it unless `fact` is empty.
  /// `media_used` is the store's own: it becomes 0 when `media_set_at` changes, and is kept
  /// otherwise.
  virtual boost::asio::awaitable<Result<void>> save_printer(PrinterMemory printer, std::string fact,
                                                            std::string data) = 0;

  // --- uploads
  // ------------------------------------------------------------------------------------
  /// Waiting items of one target and class. Share copies newest first, the others oldest first.
  virtual boost::asio::awaitable<Result<std::vector<UploadItem>>> waiting_uploads(
      std::string target, UploadClass kind, int limit) = 0;

  /// Writes `changed` (state, attempts, resume, last_error) if the row is still in state `from`.
  /// Facts only for Synced (upload.synced, with `proof`) and Parked (upload.parked).
  virtual boost::asio::awaitable<Result<void>> move_upload(UploadState from, UploadItem changed,
                                                           std::string proof) = 0;

  /// Start-up: what was Sending or Confirming when we died waits again, with a resume state that
  /// makes its target look first. Counts no attempt. @returns how many
  virtual boost::asio::awaitable<Result<int>> reopen_uploads() = 0;

  /// Newest first; empty session = all.
  virtual boost::asio::awaitable<Result<std::vector<UploadItem>>> uploads(SessionId session,
                                                                          int limit) = 0;
  virtual boost::asio::awaitable<Result<UploadItem>> upload(UploadId id) = 0;

  struct UploadCounts {
    std::int64_t waiting = 0;  ///< waiting, sending and confirming
    std::int64_t waiting_bytes = 0;
    std::int64_t synced = 0;
    std::int64_t parked = 0;
    std::optional<UtcTime> oldest_waiting;
  };
  virtual boost::asio::awaitable<Result<UploadCounts>> upload_counts() = 0;

  // --- facts
  // --------------------------------------------------------------------------------------
  virtual boost::asio::awaitable<Result<Fact>> add_fact(std::string type, std::string subject,
                                                        std::string data) = 0;

  /// Oldest first, sequence greater than `after`.
  virtual boost::asio::awaitable<Result<std::vector<Fact>>> facts(std::int64_t after,
                                                                  int limit) = 0;

  // --- repeated requests
  // --------------------------------------------------------------------------
  struct Answer {
    std::string request_hash;  ///< SHA-256 of method, path and body
    int status = 0;
    std::string body;
  };
  /// @returns what was answered to this Idempotency-Key before
  virtual boost::asio::awaitable<Result<std::optional<Answer>>> recorded_answer(
      std::string key) = 0;
  /// The first answer stays. @returns Conflict when there is one
  virtual boost::asio::awaitable<Result<void>> record_answer(std::string key, Answer answer) = 0;

  // --- the disk
  // -----------------------------------------------------------------------------------
  struct DiskSpace {
    std::int64_t free_bytes = 0;
    std::int64_t total_bytes = 0;
  };
  virtual boost::asio::awaitable<Result<DiskSpace>> disk_space() = 0;

  /// Removes the files of pictures that need not be kept any more (core/storage/retention decides);
  /// their rows stay. Looks at some hundred pictures per call and goes on from there the next time:
  /// call it every few minutes. Fact pictures.removed when there were any. @returns how many files
  /// are gone
  virtual boost::asio::awaitable<Result<int>> remove_old_pictures(RetentionLimits limits,
                                                                  DiskLevel level) = 0;

  /// Absolute path of a stored file.
  virtual std::string absolute_path(const std::string& relative) const = 0;
};

}  // namespace booth

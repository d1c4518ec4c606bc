#pragma once

#include <atomic>
#include <memory>

#include "daemon/ports/browse_store.hpp"
#include "daemon/ports/call_record.hpp"
#include "daemon/ports/event_store.hpp"
#include "daemon/ports/measure_store.hpp"
#include "daemon/ports/alarm_memory.hpp"
#include "daemon/ports/backlog.hpp"
#include "daemon/ports/fact_outbox.hpp"
#include "daemon/ports/privacy_store.hpp"
#include "daemon/ports/store.hpp"
#include "daemon/ports/timer.hpp"
#include "daemon/runtime/run_blocking.hpp"
#include "daemon/store/remove_pictures.hpp"
#include "daemon/store/store_options.hpp"
#include "daemon/store/upload_moves.hpp"

namespace booth {

class Connection;
class StateLock;

/// The Store on SQLite and plain files. Rows are in booth.db, pictures below photos/ and sheets/.
///
/// Between `open` and the destructor only the store's own thread changes the database; another one
/// reads it meanwhile.
class SqliteStore final : public Store,
                          public FactOutbox,
                          public PrivacyStore,
                          public Backlog,
                          public EventStore,
                          public MeasureStore,
                          public CallRecord,
                          public AlarmMemory,
                          public BrowseStore {
 public:
  /// Opens or begins the state directory, migrates, and settles what a crash left behind. Blocks;
  /// call before the loop runs. A damaged database does not fail: it is set aside, with the fact
  /// store.damaged.
  ///
  /// @param timer  must outlive the store
  /// @returns Unsupported for a newer schema, Busy when another boothd has the directory, Io,
  /// DiskFull
  static Result<std::unique_ptr<SqliteStore>> open(SqliteStoreOptions options, Timer& timer);
  ~SqliteStore() override;

  boost::asio::awaitable<Result<Session>> add_session(Session session) override;
  boost::asio::awaitable<Result<void>> move_session(SessionId id, SessionState from,
                                                    SessionState to, std::string reason) override;
  boost::asio::awaitable<Result<void>> choose_look(SessionId id, std::string look,
                                                   std::string backdrop) override;
  boost::asio::awaitable<Result<Session>> session(SessionId id) override;
  boost::asio::awaitable<Result<std::vector<Session>>> sessions(int limit,
                                                                SessionId before) override;
  boost::asio::awaitable<Result<std::vector<Session>>> open_sessions() override;

  /// The same shot again, with the same bytes, is answered with the stored one.
  boost::asio::awaitable<Result<Shot>> add_shot(NewShot shot) override;
  boost::asio::awaitable<Result<void>> quarantine(ShotId id, Bytes bytes,
                                                  std::string reason) override;
  boost::asio::awaitable<Result<std::vector<Shot>>> shots(SessionId session) override;
  boost::asio::awaitable<Result<Sheet>> add_sheet(NewSheet sheet) override;
  boost::asio::awaitable<Result<std::optional<Sheet>>> sheet_of(SessionId session) override;
  boost::asio::awaitable<Result<Sheet>> sheet(SheetId id) override;

  boost::asio::awaitable<Result<PrintJob>> add_print(PrintJob print) override;
  boost::asio::awaitable<Result<AdmittedPrints>> add_prints(std::vector<PrintJob> prints,
                                                            PrintRules rules) override;
  boost::asio::awaitable<Result<void>> replace_print(PrintState from, PrintJob old,
                                                     PrintJob again) override;
  boost::asio::awaitable<Result<void>> move_print(PrintState from, PrintJob changed) override;
  boost::asio::awaitable<Result<PrintJob>> print(PrintId id) override;
  boost::asio::awaitable<Result<std::vector<PrintJob>>> open_prints(int limit) override;
  boost::asio::awaitable<Result<std::vector<PrintJob>>> prints(SessionId session,
                                                               int limit) override;
  boost::asio::awaitable<Result<PrintCounts>> print_counts() override;
  boost::asio::awaitable<Result<std::vector<PrintJob>>> printed_prints(int limit) override;
  boost::asio::awaitable<Result<PrintLedger>> print_ledger(std::string event) override;
  boost::asio::awaitable<Result<std::vector<PrinterMemory>>> printers() override;
  boost::asio::awaitable<Result<void>> save_printer(PrinterMemory printer, std::string fact,
                                                    std::string data) override;

  boost::asio::awaitable<Result<std::vector<UploadItem>>> waiting_uploads(std::string target,
                                                                          UploadClass kind,
                                                                          int limit) override;
  boost::asio::awaitable<Result<void>> move_upload(UploadState from, UploadItem changed,
                                                   std::string proof) override;
  boost::asio::awaitable<Result<int>> reopen_uploads() override;
  boost::asio::awaitable<Result<std::vector<UploadItem>>> uploads(SessionId session,
                                                                  int limit) override;
  boost::asio::awaitable<Result<UploadItem>> upload(UploadId id) override;
  boost::asio::awaitable<Result<UploadCounts>> upload_counts() override;

  boost::asio::awaitable<Result<Fact>> add_fact(std::string type, std::string subject,
                                                std::string data) override;
  boost::asio::awaitable<Result<std::vector<Fact>>> facts(std::int64_t after, int limit) override;

  boost::asio::awaitable<Result<std::optional<Answer>>> recorded_answer(std::string key) override;
  boost::asio::awaitable<Result<void>> record_answer(std::string key, Answer answer) override;

  boost::asio::awaitable<Result<DiskSpace>> disk_space() override;
  boost::asio::awaitable<Result<int>> remove_old_pictures(RetentionLimits limits,
                                                          DiskLevel level) override;
  std::string absolute_path(const std::string& relative) const override;

  boost::asio::awaitable<Result<Progress>> fact_progress() override;
  boost::asio::awaitable<Result<void>> advance_facts(std::int64_t from, std::int64_t to) override;
  boost::asio::awaitable<Result<void>> set_fact_aside(std::int64_t from, Fact fact,
                                                      std::string reason) override;
  boost::asio::awaitable<Result<std::vector<SetAside>>> facts_set_aside(int limit) override;
  boost::asio::awaitable<Result<void>> settle_fact(FactId id) override;

  boost::asio::awaitable<Result<Forgotten>> forget_session(SessionId id,
                                                           std::string requested_by) override;
  boost::asio::awaitable<Result<std::vector<UploadItem>>> wanted_erasures(std::string target,
                                                                          int limit) override;
  boost::asio::awaitable<Result<void>> settle_erasure(UploadId upload, std::string proof,
                                                      std::string error) override;
  boost::asio::awaitable<Result<void>> note_late_upload(UploadId upload,
                                                        std::string resume) override;
  boost::asio::awaitable<Result<std::vector<Erasure>>> erasures(SessionId session) override;
  boost::asio::awaitable<Result<std::vector<TargetCounts>>> backlog() override;
  boost::asio::awaitable<Result<UploadItem>> test_object(std::string target) override;
  boost::asio::awaitable<Result<Contact>> add_contact(Contact contact) override;
  boost::asio::awaitable<Result<std::vector<Contact>>> contacts(SessionId session) override;
  // --- EventStore, in sqlite_store_events.cpp
  boost::asio::awaitable<Result<EventPlan>> add_event_version(EventPlan plan) override;
  boost::asio::awaitable<Result<EventPlan>> event_version(std::string slug, int version) override;
  boost::asio::awaitable<Result<EventRecord>> event(std::string slug) override;
  boost::asio::awaitable<Result<std::vector<EventRecord>>> events(int limit,
                                                                  std::string after) override;
  boost::asio::awaitable<Result<std::optional<EventPlan>>> newest_version_by(
      std::string author) override;
  boost::asio::awaitable<Result<void>> close_event(std::string slug, bool is_closed,
                                                   std::string by) override;
  boost::asio::awaitable<Result<EventChoices>> event_choices() override;
  boost::asio::awaitable<Result<void>> want_event(std::optional<EventVersion> wanted,
                                                  std::string by) override;
  boost::asio::awaitable<Result<void>> activate_wanted_event() override;

  // --- MeasureStore, in sqlite_store_measure.cpp
  boost::asio::awaitable<Result<Measurements>> measurements() override;
  boost::asio::awaitable<Result<std::vector<Span>>> spans(SessionId session) override;
  boost::asio::awaitable<Result<std::vector<ServiceTally>>> service(int days) override;

  // --- CallRecord, in sqlite_store_measure.cpp
  boost::asio::awaitable<Result<void>> record_call(ApiCall call) override;

  // --- AlarmMemory, in sqlite_store_measure.cpp
  boost::asio::awaitable<Result<std::vector<Fact>>> open_alarms() override;

  // --- BrowseStore, in sqlite_store_browse.cpp
  boost::asio::awaitable<Result<std::vector<PrintJob>>> print_page(SessionId session,
                                                                   PrintId before,
                                                                   int limit) override;
  boost::asio::awaitable<Result<std::vector<UploadItem>>> upload_page(SessionId session,
                                                                      UploadId before,
                                                                      int limit) override;
  boost::asio::awaitable<Result<Shot>> shot(ShotId id) override;

 private:
  SqliteStore(SqliteStoreOptions options, Timer& timer, std::unique_ptr<StateLock> lock,
              std::unique_ptr<Connection> database);

  /// Runs `work` on the store's thread; `write` within one transaction.
  template <class Work>
  boost::asio::awaitable<std::invoke_result_t<Work&>> read(Work& work);
  template <class Work>
  boost::asio::awaitable<std::invoke_result_t<Work&>> write(Work& work);
  /// Runs `work(database)`, which changes nothing, on the reader's thread: beside a photo that is
  /// still on its way to the disk.
  template <class Work>
  boost::asio::awaitable<std::invoke_result_t<Work&, Connection&>> look(Work& work);
  Result<void> open_reader();
  void heal();

  SqliteStoreOptions options_;
  Timer& timer_;
  std::unique_ptr<StateLock> lock_;
  std::array<std::uint8_t, 10> spare_random_;  // heal() runs where the Timer may not be asked
  std::optional<SteadyTime> healed_at_;
  RemovalPosition removal_position_;
  UploadMoves upload_moves_;
  std::unique_ptr<Connection> database_;
  std::atomic<int> generation_{0};      ///< counts damaged databases that were set aside
  std::unique_ptr<Connection> reader_;  ///< the reader's thread only
  int reader_generation_ = 0;           ///< the one that `reader_` reads
  // Last: joined before what they use goes away.
  BlockingThread reader_thread_;
  BlockingThread thread_;
};

}  // namespace booth

#pragma once

#include <optional>
#include <functional>
#include <string>
#include <vector>

#include "daemon/app/booth_control.hpp"
#include "daemon/app/event_book.hpp"
#include "daemon/app/run_facts.hpp"
#include "daemon/app/run_print_queue.hpp"
#include "daemon/app/run_retention.hpp"
#include "daemon/app/run_session.hpp"
#include "daemon/app/run_uploads.hpp"
#include "daemon/app/watch_health.hpp"
#include "daemon/core/print/print_decision.hpp"
#include "daemon/ports/browse_store.hpp"

namespace booth {

struct BoothOptions {
  std::string version;
  SessionPlan timing;          ///< countdowns and review; the rest comes from the active event
  bool has_printers = true;    ///< without any, sheets are made and shared but not printed
  std::string public_url;      ///< where guests fetch their pictures; empty = no share links
  std::string share_page_key;  ///< of the page at `public_url`
  bool is_metered = false;
  ConsentView consent;
  std::string consent_sha256;  ///< of its text
  PrintRules rules;            ///< how many prints the guests may have
  int expected_sheets = 0;     ///< that the event needs in all; 0 = nobody said
  std::chrono::milliseconds live_view_idle{30'000};  ///< the sensor heats up: off when nobody looks
};

/// What the booth can be asked for, carried out by the runners. References are to objects owned by
/// main.
class Booth final : public BoothControl {
 public:
  struct Parts {
    Store& store;
    Camera& camera;
    SheetRenderer& renderer;
    Timer& timer;
    SessionRunner& sessions;
    PrintQueueRunner& prints;
    UploadRunner& uploads;
    HealthWatcher& health;
    RetentionRunner& retention;
    FactRunner& facts;
    PrivacyStore& privacy;
    BrowseStore& browse;
    PictureMaker& pictures;
    Backlog& backlog;
    EventBook& events;
  };

  Booth(boost::asio::any_io_executor executor, Parts parts, BoothOptions options);

  /// Looks at everybody's health once a second and switches an unwatched live view off, until
  /// `stop`.
  boost::asio::awaitable<void> run();
  void stop();

  /// Until it is known which event is active, and so what a guest's press means; for `patience` at
  /// most, because a booth whose disk is ill must still answer questions.
  boost::asio::awaitable<void> until_ready(std::chrono::milliseconds patience);

  /// Keeps photos that nobody asked for as shots without a session, until the camera stops.
  boost::asio::awaitable<void> keep_foreign_photos();

  /// Until it is told, `sync` shows no heartbeat. @param heartbeat  outlives the booth
  void shows(const HeartbeatView& heartbeat) { heartbeat_ = &heartbeat; }

  /// Until it is told, only the camera in use is shown.
  void shows_cameras(std::function<std::vector<CameraView>()> each) {
    each_camera_ = std::move(each);
  }
  /// Until it is told, there is only the camera in use. @param find  null for a name nobody has
  void finds_cameras(std::function<Camera*(const std::string&)> find) {
    find_camera_ = std::move(find);
  }

  /// The newest measurement in one line: "wedding: ready, 2 sheets and 14 uploads waiting".
  const std::string& summary() const { return summary_; }

  boost::asio::awaitable<Result<BoothStatus>> status() override;
  boost::asio::awaitable<Result<SessionView>> start_session(StartRequest request) override;
  boost::asio::awaitable<Result<SessionView>> session(SessionId id) override;
  boost::asio::awaitable<Result<std::vector<Session>>> sessions(int limit,
                                                                SessionId before) override;
  boost::asio::awaitable<Result<SessionView>> choose_look(LookRequest request) override;
  boost::asio::awaitable<Result<SessionView>> retake_shot(SessionId id, int slot,
                                                          std::string requested_by) override;
  boost::asio::awaitable<Result<ShareView>> share(SessionId id) override;
  boost::asio::awaitable<Result<OfferedChoices>> choices() override;
  boost::asio::awaitable<Result<RenderedSheet>> remake_sheet(SessionId id) override;
  boost::asio::awaitable<Result<SessionView>> cancel_session(SessionId id,
                                                             std::string requested_by) override;
  boost::asio::awaitable<Result<std::optional<Shot>>> shoot(std::string requested_by) override;
  boost::asio::awaitable<Result<std::vector<PrintJob>>> print_session(
      PrintRequest request) override;
  boost::asio::awaitable<Result<std::vector<PrintJob>>> prints(SessionId session, PrintId before,
                                                               int limit) override;
  boost::asio::awaitable<Result<PrintJob>> print(PrintId id) override;
  boost::asio::awaitable<Result<PrintJob>> retry_print(PrintId id,
                                                       std::string requested_by) override;
  boost::asio::awaitable<Result<PrintJob>> confirm_print(PrintId id,
                                                         std::string requested_by) override;
  boost::asio::awaitable<Result<PrintJob>> cancel_print(PrintId id,
                                                        std::string requested_by) override;
  boost::asio::awaitable<Result<PrintJob>> hold_print(PrintId id,
                                                      std::string requested_by) override;
  boost::asio::awaitable<Result<PrintJob>> void_print(PrintId id,
                                                      std::string requested_by) override;
  boost::asio::awaitable<Result<PrintLedger>> print_ledger(std::string event) override;
  std::vector<PrinterView> printers() override;
  boost::asio::awaitable<Result<PrinterView>> set_printer_mode(std::string name, PrinterMode mode,
                                                               std::string requested_by) override;
  boost::asio::awaitable<Result<PrinterView>> set_printer_media(std::string name, int sheets,
                                                                std::string requested_by) override;
  boost::asio::awaitable<Result<PrintJob>> test_printer(std::string name,
                                                        std::string requested_by) override;
  boost::asio::awaitable<Result<std::vector<UploadItem>>> uploads(SessionId session,
                                                                  UploadId before,
                                                                  int limit) override;
  boost::asio::awaitable<Result<UploadItem>> upload(UploadId id) override;
  boost::asio::awaitable<Result<UploadItem>> retry_upload(UploadId id) override;
  boost::asio::awaitable<Result<UploadItem>> park_upload(UploadId id,
                                                         std::string requested_by) override;
  boost::asio::awaitable<Result<SyncView>> sync() override;
  boost::asio::awaitable<Result<SyncView>> pause_uploads(bool is_paused) override;
  boost::asio::awaitable<Result<TargetTest>> test_target(std::string name) override;
  boost::asio::awaitable<Result<int>> retry_facts() override;
  boost::asio::awaitable<Result<PrivacyStore::Forgotten>> forget_session(
      SessionId id, std::string requested_by) override;
  boost::asio::awaitable<Result<std::vector<PrivacyStore::Erasure>>> erasures(
      SessionId session) override;
  boost::asio::awaitable<Result<ConsentView>> consent() override;
  boost::asio::awaitable<Result<Contact>> add_contact(Contact contact) override;
  boost::asio::awaitable<Result<std::vector<Contact>>> contacts(SessionId session) override;
  boost::asio::awaitable<Result<std::vector<TemplateSummary>>> templates() override;
  boost::asio::awaitable<Result<std::vector<Fact>>> facts(std::int64_t after, int limit) override;
  boost::asio::awaitable<Result<LiveFrame>> live_frame(std::uint64_t after,
                                                       std::chrono::milliseconds patience) override;
  boost::asio::awaitable<Result<std::vector<CameraSetting>>> camera_settings(
      std::string camera) override;
  boost::asio::awaitable<Result<void>> change_camera_setting(std::string camera, std::string name,
                                                             std::string value) override;
  boost::asio::awaitable<Result<ShutterLag>> measure_shutter_lag(std::string camera) override;
  boost::asio::awaitable<Result<std::string>> sheet_file(SheetId id) override;
  boost::asio::awaitable<Result<std::string>> shot_file(ShotId id) override;
  boost::asio::awaitable<Result<Bytes>> small_picture(std::string path, int longest_px) override;
  boost::asio::awaitable<Result<std::optional<Store::Answer>>> recorded_answer(
      std::string key) override;
  boost::asio::awaitable<Result<void>> record_answer(std::string key,
                                                     Store::Answer answer) override;

 private:
  boost::asio::awaitable<Result<BoothStatus>> measured_status();
  boost::asio::awaitable<void> rest_live_view();
  Result<Camera*> camera_named(const std::string& name) const;
  boost::asio::awaitable<Result<SessionView>> view(Session session);
  boost::asio::awaitable<Result<Shot>> keep_single_photo(TakenPhoto photo);
  void add_share_link(SessionPlan& plan);
  boost::asio::awaitable<Result<Session>> new_session(StartRequest request);
  boost::asio::awaitable<Result<int>> admit(const StartRequest& request);
  boost::asio::awaitable<Result<PrintRules>> rules_for(const Session& session);
  boost::asio::awaitable<Result<void>> check_offered(const SessionPlan& plan, EventFeature feature,
                                                     std::string refusal);
  boost::asio::awaitable<void> count_paper();
  std::vector<PrintJob> copies_of(const Sheet& sheet, const PrintRequest& request);
  bool has_printer(const std::string& name) const;
  boost::asio::awaitable<Result<PrintJob>> decide_print(PrintId id, PrintDecision decision,
                                                        std::string requested_by);

  Parts parts_;
  BoothOptions options_;
  UtcTime started_at_;
  std::string summary_ = "starting";
  const HeartbeatView* heartbeat_ = nullptr;
  std::function<std::vector<CameraView>()> each_camera_;
  std::function<Camera*(const std::string&)> find_camera_;
  SteadyTime live_view_asked_at_;
  bool is_test_shot_running_ = false;
  int sheets_used_ = 0;  ///< by the event, counted now and then
  SteadyTime paper_counted_at_{};
  Bell bell_;
  Bell ready_bell_;
  bool is_stopped_ = false;
};

}  // namespace booth

#pragma once

#include <cstdio>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "daemon/app/booth_control.hpp"

namespace booth::testing {

/// What a FakeBooth holds, and short ways to put something in.
class FakeBoothRows {
 public:
  UtcTime now{std::chrono::milliseconds{1'795'323'600'000}};  // 2026-11-22T05:00:00Z
  BoothStatus shown;
  SyncView synced;
  std::vector<SessionView> views;  ///< oldest first
  std::vector<PrintJob> jobs;
  std::vector<UploadItem> items;
  std::vector<Fact> log;
  std::vector<CameraSetting> settings;
  std::map<std::string, Store::Answer> answers;
  std::string sheet_path;  ///< file that stands for every sheet
  std::optional<Error> camera_error;
  std::size_t frame_size = 0;  ///< a live frame is padded to this
  bool is_in_session = false;  ///< `shoot` belongs to a session
  int calls = 0;               ///< changing calls that were let through
  std::string last_caller;

  FakeBoothRows() {
    shown.version = "0.1.0";
    shown.event = "anna-und-ben";
    shown.event_title = "Anna & Ben";
    shown.started_at = now - std::chrono::hours(26);
    shown.now = now;
    auto& camera = shown.camera;
    camera.state = CameraState::Ready;
    camera.model = "Nikon Z 30";
    camera.serial = "6001234";
    camera.message = "ready";
    camera.since = now - std::chrono::hours(2);
    camera.battery_percent = 80;
    camera.free_shots = 1200;
    camera.lens = "NIKKOR Z DX 16-50mm f/3.5-6.3 VR";
    camera.mode = "M";
    camera.has_live_view = true;
    camera.driver_restarts = 1;
    shown.cameras = {{camera, ""}};
    shown.network = {"online", "uploads are running", "", now - std::chrono::hours(1)};
    shown.disk = {212'000'000'000, 480'000'000'000};
    synced.now = now;
    TargetView cloud;
    cloud.name = "cloud";
    cloud.state = "online";
    cloud.message = "uploads run";
    cloud.since = now - std::chrono::hours(1);
    cloud.counts = {"cloud", 14, 92'000'000, 1, 0, now - std::chrono::minutes(25)};
    cloud.bytes_per_s = 250'000;
    cloud.time_left = std::chrono::seconds(368);
    synced.targets.push_back(cloud);
    synced.facts = {true, {512, 3, 1, now - std::chrono::minutes(2)}, "", now};
    synced.heartbeat = {true, "", "ok", now};
    settings = {{"iso", "ISO Speed", "400", {"100", "200", "400"}, false},
                {"batterylevel", "Battery Level", "80%", {}, true}};
  }

  /// Ids that rise and are valid.
  std::string new_id() {
    char text[64];
    std::snprintf(text, sizeof text, "019aa9d0-0000-7000-8000-%012d", ++ids_);
    return text;
  }

  SessionView& add_session(SessionState state = SessionState::Done) {
    SessionView view;
    auto& session = view.session;
    session.id = SessionId(new_id());
    session.plan = {"anna-und-ben", "Anna & Ben", "classic-4x6", 4, "", "", 1};
    session.state = state;
    session.number = static_cast<int>(views.size()) + 1;
    session.started_at = now - std::chrono::minutes(3);
    session.changed_at = now;
    if (state == SessionState::Done)
      view.sheet = Sheet{SheetId(new_id()),
                         session.id,
                         "sheets/a.jpg",
                         std::string(64, 'a'),
                         812'345,
                         {1240, 1844},
                         "4x6",
                         "{}",
                         now};
    views.push_back(std::move(view));
    add_fact("session.started", views.back().session.id.str());
    return views.back();
  }

  PrintJob& add_print(const SessionView& view, PrintState state, std::string reason = "") {
    PrintJob job;
    job.id = PrintId(new_id());
    job.session = view.session.id;
    job.sheet = view.sheet ? view.sheet->id : SheetId(new_id());
    job.state = state;
    job.printer = "dnp";
    job.reason = std::move(reason);
    job.requested_by = "guest";
    job.requested_at = now - std::chrono::minutes(2);
    job.changed_at = now - std::chrono::minutes(1);
    jobs.push_back(std::move(job));
    return jobs.back();
  }

  UploadItem& add_upload(UploadState state, std::string error = "") {
    UploadItem item;
    item.id = UploadId(new_id());
    item.target = "cloud";
    item.kind = UploadClass::Sheet;
    item.state = state;
    item.key = "anna-und-ben/1/a.jpg";
    item.content_type = "image/jpeg";
    item.sha256 = std::string(64, 'b');
    item.size_bytes = 812'345;
    item.last_error = std::move(error);
    item.created_at = now - std::chrono::minutes(5);
    item.changed_at = now;
    items.push_back(std::move(item));
    return items.back();
  }

  void add_fact(std::string type, std::string subject, std::string data = "{}") {
    Fact fact;
    fact.sequence = static_cast<std::int64_t>(log.size()) + 1;
    fact.id = FactId(new_id());
    fact.type = std::move(type);
    fact.subject = std::move(subject);
    fact.data = std::move(data);
    fact.at = now;
    log.push_back(std::move(fact));
  }

 private:
  int ids_ = 0;
};

}  // namespace booth::testing

#pragma once

#include <string>
#include <vector>

#include "tests/support/fake_booth_prints.hpp"

namespace booth::testing {

/// A booth in memory: sessions are done at once, prints wait to be decided about. Tests set its
/// fields before they ask. One loop, no thread, no clock of its own.
class FakeBooth : public FakeBoothPrints {
 public:
  RenderedSheet remade;  ///< answer of remake_sheet
  std::optional<Error> remake_error;
  int small_calls = 0;

  // --- BoothControl
  // -------------------------------------------------------------------------------
  Answer<BoothStatus> status() override { co_return shown; }

  Answer<SessionView> start_session(StartRequest request) override {
    note_call(request.requested_by);
    for (const auto& view : views) {
      if (view.session.id == request.id) co_return view;
      if (!is_final(view.session.state))
        co_return make_error(Errc::Conflict, "session 1 is still running");
    }
    if (request.template_name && *request.template_name != "classic-4x6")
      co_return make_error(Errc::NotFound, "no template \"" + *request.template_name + "\"");
    auto& view = add_session(SessionState::CountingDown);
    if (!request.id.empty()) view.session.id = request.id;
    view.session.plan.copies = request.copies.value_or(1);
    view.session.plan.look = request.look.value_or("");
    view.session.plan.backdrop = request.backdrop.value_or("");
    view.countdown = std::chrono::milliseconds(4200);
    co_return view;
  }

  Answer<SessionView> session(SessionId id) override {
    auto* view = find_session(id);
    if (!view) co_return make_error(Errc::NotFound, "no session " + id.str());
    co_return *view;
  }

  Answer<std::vector<Session>> sessions(int limit, SessionId before) override {
    std::vector<Session> newest_first;
    for (auto at = views.rbegin();
         at != views.rend() && static_cast<int>(newest_first.size()) < limit; ++at)
      if (before.empty() || at->session.id < before) newest_first.push_back(at->session);
    co_return newest_first;
  }

  Answer<SessionView> choose_look(LookRequest request) override {
    auto* view = find_session(request.session);
    if (!view) co_return make_error(Errc::NotFound, "no session " + request.session.str());
    if (is_final(view->session.state)) co_return make_error(Errc::Conflict, "the session is over");
    if (request.look) view->session.plan.look = *request.look;
    if (request.backdrop) view->session.plan.backdrop = *request.backdrop;
    co_return *view;
  }

  Answer<SessionView> retake_shot(SessionId id, int slot, std::string requested_by) override {
    note_call(requested_by);
    auto* view = find_session(id);
    if (!view) co_return make_error(Errc::NotFound, "no session " + id.str());
    if (is_final(view->session.state)) co_return make_error(Errc::Conflict, "the session is over");
    if (slot >= view->session.plan.shots)
      co_return make_error(Errc::NotFound, "the session has no such photo yet");
    co_return *view;
  }

  Answer<ShareView> share(SessionId id) override {
    auto* view = find_session(id);
    if (!view) co_return make_error(Errc::NotFound, "no session " + id.str());
    if (view->session.plan.share_url.empty())
      co_return make_error(Errc::Conflict, "the session has no link");
    QrCode code;
    code.rows.assign(21, "101010101010101010101");
    co_return ShareView{view->session.plan.share_url, code, true, true};
  }

  Answer<OfferedChoices> choices() override {
    co_return OfferedChoices{{"bw", "warm"}, {"beach.jpg"}};
  }

  Answer<RenderedSheet> remake_sheet(SessionId id) override {
    auto* view = find_session(id);
    if (!view) co_return make_error(Errc::NotFound, "no session " + id.str());
    if (!view->sheet) co_return make_error(Errc::NotFound, "the session has no sheet");
    if (remake_error) co_return *remake_error;
    co_return remade;
  }

  Answer<SessionView> cancel_session(SessionId id, std::string requested_by) override {
    note_call(requested_by);
    auto* view = find_session(id);
    if (!view) co_return make_error(Errc::NotFound, "no session " + id.str());
    if (is_final(view->session.state)) co_return make_error(Errc::Conflict, "the session is over");
    view->session.state = SessionState::Cancelled;
    view->session.reason = "cancelled by " + requested_by;
    view->countdown.reset();
    co_return *view;
  }

  Answer<std::optional<Shot>> shoot(std::string requested_by) override {
    note_call(requested_by);
    if (camera_error) co_return *camera_error;
    if (is_in_session) co_return std::optional<Shot>();
    co_return std::optional<Shot>(
        Shot{ShotId(new_id()), {}, 0, "photos/test/a.jpg", std::string(64, 'c'), 7'340'032, now});
  }

  Answer<std::vector<UploadItem>> uploads(SessionId session, UploadId before, int limit) override {
    co_return newest_of(items, session, before.str(), limit);
  }

  Answer<UploadItem> retry_upload(UploadId id) override {
    note_call("");
    for (auto& item : items) {
      if (item.id != id) continue;
      if (item.state != UploadState::Parked)
        co_return make_error(Errc::Conflict, "the upload is not parked");
      item.state = UploadState::Waiting;
      co_return item;
    }
    co_return make_error(Errc::NotFound, "no upload " + id.str());
  }

  Answer<UploadItem> upload(UploadId id) override {
    for (const auto& item : items)
      if (item.id == id) co_return item;
    co_return make_error(Errc::NotFound, "no upload " + id.str());
  }

  Answer<UploadItem> park_upload(UploadId id, std::string by) override {
    note_call(by);
    for (auto& item : items) {
      if (item.id != id) continue;
      if (item.state != UploadState::Waiting)
        co_return make_error(Errc::Conflict, "the upload is not waiting");
      item.state = UploadState::Parked;
      co_return item;
    }
    co_return make_error(Errc::NotFound, "no upload " + id.str());
  }

  Answer<SyncView> sync() override { co_return synced; }
  Answer<SyncView> pause_uploads(bool is_paused) override {
    synced.is_paused = is_paused;
    co_return synced;
  }
  Answer<TargetTest> test_target(std::string name) override {
    note_call("");
    for (const auto& target : synced.targets)
      if (target.name == name) co_return TargetTest{"head: size", "delete: then 404", ""};
    co_return make_error(Errc::NotFound, "there is no target " + name);
  }

  Answer<int> retry_facts() override { co_return 2; }

  Answer<PrivacyStore::Forgotten> forget_session(SessionId id, std::string by) override {
    note_call(by);
    if (!find_session(id)) co_return make_error(Errc::NotFound, "no session " + id.str());
    co_return PrivacyStore::Forgotten{6, 1, 6};
  }

  Answer<std::vector<PrivacyStore::Erasure>> erasures(SessionId) override {
    std::vector<PrivacyStore::Erasure> all;
    all.push_back({"cloud", "anna-und-ben/s/a.jpg", true, "delete: then 404", "", now, now});
    all.push_back({"cloud", "anna-und-ben/s/b.jpg", false, "", "no route", now, now});
    co_return all;
  }

  Answer<ConsentView> consent() override {
    co_return ConsentView{true, "2026-1", "We send you your pictures, nothing else."};
  }

  Answer<Contact> add_contact(Contact contact) override {
    note_call("");
    if (contact.consent_version != "2026-1")
      co_return make_error(Errc::Conflict, "another consent text is in force");
    contact.id = ContactId(new_id());
    contact.consent_sha256 = std::string(64, 'e');
    contact.created_at = now;
    contacts_.push_back(contact);
    co_return contact;
  }

  Answer<std::vector<Contact>> contacts(SessionId) override { co_return contacts_; }

  Answer<std::vector<TemplateSummary>> templates() override {
    co_return std::vector<TemplateSummary>(
        1, TemplateSummary{"classic-4x6", "Classic", "4x6", 4, std::string(64, 'd')});
  }

  Answer<std::vector<Fact>> facts(std::int64_t after, int limit) override {
    std::vector<Fact> page;
    for (const auto& fact : log)
      if (fact.sequence > after && static_cast<int>(page.size()) < limit) page.push_back(fact);
    co_return page;
  }

  Answer<LiveFrame> live_frame(std::uint64_t after, std::chrono::milliseconds) override {
    if (camera_error) co_return *camera_error;
    const std::string_view picture = "\xFF\xD8 frame \xFF\xD9";
    LiveFrame frame;
    frame.number = after + 1;
    frame.received_at = std::chrono::steady_clock::now();
    for (const char c : picture) frame.jpeg.push_back(static_cast<std::byte>(c));
    if (frame.jpeg.size() < frame_size) frame.jpeg.resize(frame_size);
    co_return frame;
  }

  Answer<std::vector<CameraSetting>> camera_settings(std::string camera) override {
    if (camera_error) co_return *camera_error;
    if (!camera.empty()) co_return make_error(Errc::NotFound, "there is no camera " + camera);
    co_return settings;
  }

  Answer<ShutterLag> measure_shutter_lag(std::string camera) override {
    note_call("");
    if (camera_error) co_return *camera_error;
    if (!camera.empty()) co_return make_error(Errc::NotFound, "there is no camera " + camera);
    using std::chrono::milliseconds;
    co_return ShutterLag{milliseconds{83}, milliseconds{78}, milliseconds{91}, 5};
  }

  Answer<void> change_camera_setting(std::string camera, std::string name,
                                     std::string value) override {
    note_call("");
    if (!camera.empty()) co_return make_error(Errc::NotFound, "there is no camera " + camera);
    for (auto& setting : settings) {
      if (setting.name != name) continue;
      setting.value = value;
      co_return Result<void>();
    }
    co_return make_error(Errc::NotFound, "the camera has no setting \"" + name + "\"");
  }

  Answer<std::string> sheet_file(SheetId id) override {
    if (sheet_path.empty()) co_return make_error(Errc::NotFound, "no sheet " + id.str());
    co_return sheet_path;
  }

  Answer<std::string> shot_file(ShotId id) override {
    if (sheet_path.empty()) co_return make_error(Errc::NotFound, "no shot " + id.str());
    co_return sheet_path;
  }

  Answer<Bytes> small_picture(std::string, int longest_px) override {
    ++small_calls;
    co_return Bytes(static_cast<std::size_t>(longest_px), std::byte{0xFF});
  }

  Answer<std::optional<Store::Answer>> recorded_answer(std::string key) override {
    const auto found = answers.find(key);
    if (found == answers.end()) co_return std::optional<Store::Answer>();
    co_return std::optional<Store::Answer>(found->second);
  }

  Answer<void> record_answer(std::string key, Store::Answer answer) override {
    answers[key] = std::move(answer);
    co_return Result<void>();
  }

 private:
  std::vector<Contact> contacts_;
};

}  // namespace booth::testing

#include "daemon/api/json_views.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "daemon/api/json_parts.hpp"

namespace booth::api {
namespace {

namespace json = boost::json;

std::string_view word(CameraState state) {
  switch (state) {
    case CameraState::Absent:
      return "absent";
    case CameraState::Connecting:
      return "connecting";
    case CameraState::Ready:
      return "ready";
    case CameraState::Recovering:
      return "recovering";
    case CameraState::Failed:
      return "failed";
  }
  return "failed";
}

template <class Item>
json::array list_of(const std::vector<Item>& items) {
  json::array list;
  list.reserve(items.size());
  for (const auto& item : items) list.emplace_back(to_json(item));
  return list;
}

/// The worst level of all subsystems: one word for a pill or an exit code.
HealthLevel overall(const std::vector<Health>& health) {
  auto worst = HealthLevel::Ok;
  for (const auto& one : health) worst = std::max(worst, one.level);
  return worst;
}

}  // namespace

std::string time_text(UtcTime time) {
  const auto ms = time.time_since_epoch().count();
  auto seconds = static_cast<std::time_t>(ms / 1000);
  auto rest = static_cast<int>(ms % 1000);
  if (rest < 0) {
    rest += 1000;
    --seconds;
  }
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  char text[64];
  const auto length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text + length, sizeof text - length, ".%03dZ", rest);
  return text;
}

json::object to_json(const CameraStatus& camera) {
  json::array recovery;
  for (const auto& rung : camera.recovery)
    recovery.push_back({{"rung", rung.rung},
                        {"tried", rung.tried},
                        {"helped", rung.helped},
                        {"spent_ms", rung.spent.count()}});
  std::optional<int> lag_ms;
  if (camera.shutter_lag) lag_ms = static_cast<int>(camera.shutter_lag->count());
  return {
      {"name", text_or_null(camera.name)},
      {"state", word(camera.state)},
      {"model", text_or_null(camera.model)},
      {"serial", text_or_null(camera.serial)},
      {"message", camera.message},
      {"what_to_do", camera.what_to_do},
      {"since", time_text(camera.since)},
      {"battery_percent", number_or_null(camera.battery_percent)},
      {"free_shots", number_or_null(camera.free_shots)},
      {"lens", text_or_null(camera.lens)},
      {"mode", text_or_null(camera.mode)},
      {"auto_power_off", text_or_null(camera.auto_power_off)},
      {"shutter_lag_ms", number_or_null(lag_ms)},
      {"has_live_view", camera.has_live_view},
      {"driver_restarts", camera.driver_restarts},
      {"failed_photos", camera.failed_photos},
      {"recovery", std::move(recovery)},
  };
}

json::object to_json(const CameraView& camera) {
  auto object = to_json(camera.status);
  object["replaced_by"] = text_or_null(camera.replaced_by);
  return object;
}

json::object to_json(const NetworkView& network) {
  return {
      {"state", network.state},
      {"message", network.message},
      {"what_to_do", network.what_to_do},
      {"since", time_text(network.since)},
  };
}

json::object to_json(const Health& health) {
  return {
      {"subsystem", health.subsystem},    {"level", to_string(health.level)},
      {"since", time_text(health.since)}, {"message", health.message},
      {"what_to_do", health.what_to_do},
  };
}

json::object to_json(const Store::UploadCounts& uploads) {
  json::value oldest = nullptr;
  if (uploads.oldest_waiting) oldest = time_text(*uploads.oldest_waiting);
  return {
      {"waiting", uploads.waiting},
      {"waiting_bytes", uploads.waiting_bytes},
      {"synced", uploads.synced},
      {"parked", uploads.parked},
      {"oldest_waiting_at", std::move(oldest)},
  };
}

json::object to_json(const BoothStatus& status) {
  json::value session = nullptr;
  if (status.session) session = to_json(*status.session);
  return {
      {"version", status.version},
      {"started_at", time_text(status.started_at)},
      {"now", time_text(status.now)},
      {"level", to_string(overall(status.health))},
      {"event",
       {{"slug", status.event}, {"title", status.event_title}, {"version", status.event_version}}},
      {"camera", to_json(CameraView{status.camera, {}})},
      {"cameras", list_of(status.cameras)},
      {"printers", list_of(status.printers)},
      {"prints", to_json(status.prints)},
      {"paper", to_json(status.paper)},
      {"uploads", to_json(status.uploads)},
      {"network", to_json(status.network)},
      {"disk", {{"free_bytes", status.disk.free_bytes}, {"total_bytes", status.disk.total_bytes}}},
      {"session", std::move(session)},
      {"health", list_of(status.health)},
  };
}

json::object to_json(const Session& session) {
  return {
      {"id", session.id.str()},
      {"number", session.number},
      {"state", to_string(session.state)},
      {"is_final", is_final(session.state)},
      {"reason", text_or_null(session.reason)},
      {"event", session.plan.event},
      {"event_version", session.plan.event_version},
      {"event_title", session.plan.event_title},
      {"template", session.plan.template_name},
      {"look", session.plan.look},
      {"backdrop", session.plan.backdrop},
      {"shots_planned", session.plan.shots},
      {"copies", session.plan.copies},
      {"share_url", text_or_null(session.plan.share_url)},
      {"started_at", time_text(session.started_at)},
      {"changed_at", time_text(session.changed_at)},
  };
}

json::object to_json(const OfferedChoices& offered) {
  return {
      {"looks", json::value_from(offered.looks)},
      {"backdrops", json::value_from(offered.backdrops)},
  };
}

json::object to_json(const ShareView& shared) {
  return {
      {"url", shared.url},
      {"qr", json::value_from(shared.qr.rows)},
      {"is_in_cloud", shared.is_in_cloud},
      {"is_taking_contacts", shared.is_taking_contacts},
  };
}

json::object to_json(const SessionView& view) {
  auto object = to_json(view.session);
  json::value countdown = nullptr;
  if (view.countdown) countdown = view.countdown->count();
  json::value sheet = nullptr;
  if (view.sheet) sheet = to_json(*view.sheet);
  object["countdown_ms"] = std::move(countdown);
  object["shots"] = list_of(view.shots);
  object["sheet"] = std::move(sheet);
  object["prints"] = list_of(view.prints);
  object["uploads"] = list_of(view.uploads);
  return object;
}

json::object to_json(const Shot& shot) {
  return {
      {"id", shot.id.str()},
      {"session", text_or_null(shot.session.str())},
      {"slot", shot.slot},
      {"href", "/v1/shots/" + shot.id.str() + ".jpg"},
      {"path", shot.path},
      {"sha256", shot.sha256},
      {"size_bytes", shot.size_bytes},
      {"taken_at", time_text(shot.taken_at)},
  };
}

json::object to_json(const Sheet& sheet) {
  return {
      {"id", sheet.id.str()},
      {"session", sheet.session.str()},
      {"href", "/v1/sheets/" + sheet.id.str() + ".jpg"},
      {"path", sheet.path},
      {"sha256", sheet.sha256},
      {"size_bytes", sheet.size_bytes},
      {"width_px", sheet.size.width},
      {"height_px", sheet.size.height},
      {"medium", sheet.medium},
      {"made_at", time_text(sheet.made_at)},
  };
}

json::object to_json(const UploadItem& upload) {
  return {
      {"id", upload.id.str()},
      {"session", text_or_null(upload.session.str())},
      {"target", upload.target},
      {"class", to_string(upload.kind)},
      {"state", to_string(upload.state)},
      {"key", upload.key},
      {"content_type", upload.content_type},
      {"sha256", upload.sha256},
      {"size_bytes", upload.size_bytes},
      {"attempts", upload.attempts},
      {"last_error", text_or_null(upload.last_error)},
      {"created_at", time_text(upload.created_at)},
      {"changed_at", time_text(upload.changed_at)},
  };
}

json::object to_json(const TemplateSummary& summary) {
  return {
      {"name", summary.name},   {"title", summary.title}, {"medium", summary.medium},
      {"slots", summary.slots}, {"hash", summary.hash},
  };
}

json::object to_json(const CameraSetting& setting) {
  json::value range;
  if (setting.range)
    range = {{"lowest", setting.range->lowest},
             {"highest", setting.range->highest},
             {"step", setting.range->step}};
  return {
      {"name", setting.name},      {"label", setting.label},
      {"value", setting.value},    {"choices", json::value_from(setting.choices)},
      {"range", std::move(range)}, {"is_read_only", setting.is_read_only},
  };
}

json::object to_json(const ShutterLag& lag) {
  return {{"shutter_lag_ms", lag.lag.count()},
          {"shortest_ms", lag.shortest.count()},
          {"longest_ms", lag.longest.count()},
          {"photos", lag.photos}};
}

json::object to_json(const Fact& fact) {
  json::error_code broken;
  auto parsed = json::parse(fact.data, broken);
  // A row that is no JSON is shown as it is: the feed must never stop at one bad row.
  if (broken) parsed = json::object{{"text", fact.data}};
  return {
      {"sequence", fact.sequence}, {"id", fact.id.str()},      {"type", fact.type},
      {"subject", fact.subject},   {"at", time_text(fact.at)}, {"data", std::move(parsed)},
  };
}

}  // namespace booth::api

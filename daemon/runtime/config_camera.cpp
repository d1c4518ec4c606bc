#include "daemon/runtime/config_camera.hpp"

#include <map>
#include <set>
#include <string>

#include "daemon/core/capture/camera_setting.hpp"

namespace booth {
namespace {

using CameraPresets = std::map<std::string, std::vector<std::string>>;

CameraPresets read_camera_presets(ConfigTable& root) {
  CameraPresets presets;
  for (auto& table : root.tables("camera_preset")) {
    const auto name = table.required_text("name");
    const auto wishes = table.list("settings");
    for (const auto& wish : wishes)
      if (!parse_setting_wish(wish)) table.problem("settings", "texts like \"iso=400\"", wish);
    if (!presets.emplace(name, wishes).second)
      table.problem("name", "a name of its own", '"' + name + "\" a second time");
    table.finish();
  }
  return presets;
}

Config::Camera read_camera(ConfigTable& table, const CameraPresets& presets) {
  Config::Camera camera;
  camera.name = table.text("name", "");
  camera.stands_in = table.yes("stands_in", camera.stands_in);
  camera.kind = table.word("kind", camera.kind, {"gphoto2", "hot_folder"});
  camera.model = table.text("model", camera.model);
  camera.port = table.text("port", camera.port);
  camera.serial = table.text("serial", "");
  camera.power_command = table.command("power_command");
  camera.power_deadline = table.seconds("power_deadline_s", camera.power_deadline, 1, 300);
  camera.folder = table.path("folder", "");
  camera.capture_lead = table.seconds("capture_lead_s", camera.capture_lead, 0, 5);
  camera.live_view_idle = table.seconds("live_view_idle_s", camera.live_view_idle, 1, 3600);
  camera.live_view_fps = table.whole("live_view_fps", camera.live_view_fps, 1, 60);
  camera.has_autofocus = table.yes("autofocus", camera.has_autofocus);
  if (const auto preset = table.text("preset", ""); presets.contains(preset))
    camera.settings = presets.at(preset);
  else if (!preset.empty())
    table.problem("preset", "the name of a [[camera_preset]]", '"' + preset + '"');
  camera.is_kept_on_card = table.yes("keep_on_card", camera.is_kept_on_card);
  const auto lag = table.seconds("shutter_lag_s", Config::Time{0}, 0, 5);
  if (table.has("shutter_lag_s")) camera.shutter_lag = lag;
  camera.open_deadline = table.seconds("open_deadline_s", camera.open_deadline, 1, 120);
  camera.photo_deadline = table.seconds("photo_deadline_s", camera.photo_deadline, 1, 120);
  camera.photo_silence = table.seconds("photo_silence_s", camera.photo_silence, 1, 120);
  if (camera.kind == "hot_folder" && camera.folder.empty())
    table.problem("folder", "the folder that photos arrive in, because kind is \"hot_folder\"",
                  "nothing");
  if (camera.kind != "hot_folder" && !camera.folder.empty())
    table.problem("folder", "nothing, because kind is not \"hot_folder\"", camera.folder);
  table.finish();
  return camera;
}

/// Two cameras that may be any would take each other's place at every start.
bool may_be_any(const Config::Camera& camera) {
  return camera.kind == "gphoto2" && camera.port == "auto" && camera.serial.empty();
}

}  // namespace

std::vector<Config::Camera> read_cameras(ConfigTable& root) {
  const auto presets = read_camera_presets(root);
  auto tables = root.tables("camera", true);
  if (tables.empty()) tables.push_back(root.table("camera"));
  std::vector<Config::Camera> cameras;
  std::set<std::string> names;
  for (auto& table : tables) {
    const auto& camera = cameras.emplace_back(read_camera(table, presets));
    if (tables.size() == 1) continue;
    if (camera.name.empty() || !names.insert(camera.name).second)
      table.problem("name", "a name of its own, because there are several cameras",
                    '"' + camera.name + '"');
    if (may_be_any(camera))
      table.problem("serial", "the number of the body, because there are several cameras",
                    "nothing");
  }
  return cameras;
}

}  // namespace booth

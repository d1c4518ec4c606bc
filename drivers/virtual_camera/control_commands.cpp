#include "drivers/virtual_camera/control_commands.hpp"

#include <array>
#include <exception>
#include <stdexcept>

#include <boost/json.hpp>

#include "drivers/virtual_camera/control_faults.hpp"

namespace booth::virtual_camera {
namespace {

namespace json = boost::json;

constexpr std::int64_t kMostOldFiles = 9999;  // a folder's names have four digits

/// What a command works on.
struct Desk {
  PtpEngine& engine;
  const Cable& cable;
  Moment now;
};

std::int64_t microseconds_of(SteadyTime time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time.time_since_epoch()).count();
}

json::object status(const Desk& desk, const json::object&) {
  CameraBody& body = desk.engine.body();
  json::object answer;
  answer["model"] = desk.engine.profile().describe().model;
  answer["session_open"] = desk.engine.is_session_open();
  answer["live_view"] = body.is_live_view_on();
  answer["live_views"] = body.live_views();
  answer["busy"] = body.is_busy(desk.now.steady);
  answer["frames_served"] = body.frames_served();
  answer["shots_taken"] = body.shots().size();
  answer["ram_images"] = body.ram().size();
  answer["unfetched_ram_image"] = body.has_unfetched_ram_image();
  answer["card_files"] = body.card().file_count();
  answer["battery_percent"] = body.battery_percent(desk.now.steady);
  answer["steady_us"] = microseconds_of(desk.now.steady);
  return answer;
}

json::object describe(const Shot& shot) {
  json::object entry;
  entry["number"] = shot.number;
  entry["target"] = shot.target == CaptureTarget::Ram ? "ram" : "card";
  entry["foreign"] = shot.is_foreign;
  entry["finished"] = shot.is_finished;
  entry["lost"] = shot.is_lost;
  entry["exposed_us"] = microseconds_of(shot.identity.taken.steady);
  entry["exposure_end_us"] = microseconds_of(shot.exposure_end);
  entry["ready_us"] = microseconds_of(shot.ready_at);
  entry["utc_ms"] = shot.identity.taken.utc.time_since_epoch().count();
  entry["frames_before"] = shot.identity.frame;
  entry["jpeg_bytes"] = shot.jpeg_bytes;
  entry["jpeg_sha256"] = shot.jpeg_sha256;
  return entry;
}

json::object shots(const Desk& desk, const json::object&) {
  json::array list;
  for (const Shot& shot : desk.engine.body().shots()) list.push_back(describe(shot));
  return json::object{{"shots", std::move(list)}};
}

json::object fault(const Desk& desk, const json::object& command) {
  set_fault(desk.engine.faults(), command, desk.now.steady);
  return {};
}

json::object clear_faults(const Desk& desk, const json::object&) {
  desk.engine.faults() = Faults{};
  return {};
}

json::object press_shutter(const Desk& desk, const json::object&) {
  switch (desk.engine.press_shutter(desk.now)) {
    case Release::Taken:
      return json::object{{"shot", desk.engine.body().shots().size()}};
    case Release::Busy:
      throw std::invalid_argument("the body is busy");
    case Release::CardFull:
      throw std::invalid_argument("the card is full");
  }
  return {};
}

json::object old_files(const Desk& desk, const json::object& command) {
  const std::int64_t count = number_or(command, "count", 5000);
  if (count < 0 || count > kMostOldFiles)
    throw std::invalid_argument("count must be 0 to " + std::to_string(kMostOldFiles));
  desk.engine.body().add_old_files(static_cast<int>(count), desk.now.utc);
  return {};
}

json::object drop_connection(const Desk& desk, const json::object&) {
  desk.cable.drop_client();
  return {};
}

json::object power_cycle(const Desk& desk, const json::object&) {
  desk.engine.body().lose_power();
  return drop_connection(desk, {});
}

json::object change_card(const Desk& desk, const json::object&) {
  desk.engine.body().change_card();
  return drop_connection(desk, {});
}

json::object set(const Desk& desk, const json::object& command) {
  BodySettings& settings = desk.engine.body().settings();
  settings.shutter_lag =
      std::chrono::milliseconds(number_or(command, "shutter_lag_ms", settings.shutter_lag.count()));
  settings.exposure =
      std::chrono::milliseconds(number_or(command, "exposure_ms", settings.exposure.count()));
  settings.processing =
      std::chrono::milliseconds(number_or(command, "processing_ms", settings.processing.count()));
  settings.battery_percent =
      static_cast<int>(number_or(command, "battery_percent", settings.battery_percent));
  return {};
}

struct NamedCommand {
  std::string_view name;
  json::object (*run)(const Desk&, const json::object&);
};

constexpr std::array kCommands{
    NamedCommand{"status", status},
    NamedCommand{"shots", shots},
    NamedCommand{"fault", fault},
    NamedCommand{"clear_faults", clear_faults},
    NamedCommand{"press_shutter", press_shutter},
    NamedCommand{"old_files", old_files},
    NamedCommand{"drop_connection", drop_connection},
    NamedCommand{"power_cycle", power_cycle},
    NamedCommand{"change_card", change_card},
    NamedCommand{"set", set},
};

json::object run(std::string_view line, const Desk& desk) {
  const json::value parsed = json::parse(json::string_view(line.data(), line.size()));
  const json::object& command = parsed.as_object();
  const json::value* wanted = command.if_contains("do");
  for (const NamedCommand& known : kCommands)
    if (wanted != nullptr && *wanted == json::string_view(known.name))
      return known.run(desk, command);
  std::string names;
  for (const NamedCommand& known : kCommands) names.append(" ").append(known.name);
  for (const auto& [name, run_it] : desk.cable.more) {
    if (wanted != nullptr && *wanted == json::string_view(name)) return run_it();
    names.append(" ").append(name);
  }
  throw std::invalid_argument("\"do\" must be one of:" + names);
}

}  // namespace

std::string run_control_command(std::string_view line, PtpEngine& engine, const Cable& cable,
                                Moment now) {
  engine.advance(now);
  json::object answer;
  try {
    answer = run(line, Desk{engine, cable, now});
    answer["ok"] = true;
  } catch (const std::exception& failure) {  // a malformed line is the caller's mistake, not ours
    answer = json::object{{"ok", false}, {"error", failure.what()}};
  }
  return json::serialize(answer);
}

}  // namespace booth::virtual_camera

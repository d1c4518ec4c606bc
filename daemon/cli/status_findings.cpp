#include "daemon/cli/status_findings.hpp"

#include <algorithm>
#include <chrono>

#include "daemon/cli/describe.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

Level level_from(const std::string& word) {
  if (word == "failed") return Level::Broken;
  return word == "degraded" ? Level::Look : Level::Fine;
}

std::string since(const json::value& thing, UtcTime now) {
  const auto time = time_from(text_at(thing, "/since"));
  if (!time || now - *time < std::chrono::seconds(1)) return "";
  return " (for " + duration_text(now - *time) + ")";
}

Finding camera_finding(const json::value& camera, UtcTime now) {
  const auto state = text_at(camera, "/state");
  Finding finding{"Camera", state == "ready" ? Level::Fine : Level::Broken,
                  text_at(camera, "/model"), text_at(camera, "/what_to_do")};
  if (const auto name = text_at(camera, "/name"); !name.empty()) finding.label += " " + name;
  if (state == "connecting" || state == "recovering") finding.level = Level::Look;
  if (state != "ready") {
    const auto message = text_at(camera, "/message");
    if (!finding.text.empty()) finding.text += ": ";
    finding.text += (message.empty() ? words(state) : message) + since(camera, now);
    if (const auto other = text_at(camera, "/replaced_by"); !other.empty()) {
      finding.level = Level::Look;
      finding.text += "; camera " + other + " takes its photos";
    }
    return finding;
  }
  const auto battery = number_at(camera, "/battery_percent", -1);
  if (battery >= 0) finding.text += ", battery " + std::to_string(battery) + " %";
  const auto free_shots = number_at(camera, "/free_shots", -1);
  if (free_shots >= 0) finding.text += ", room for " + count_text(free_shots, "photo", "photos");
  for (const auto* key : {"/lens", "/mode"})
    if (const auto said = text_at(camera, key); !said.empty()) finding.text += ", " + said;
  if (const auto after = text_at(camera, "/auto_power_off"); !after.empty()) {
    finding.level = Level::Look;
    finding.text += ", switches itself off after " + after;
    finding.what_to_do = "Turn auto power off off in the camera's own menu.";
  }
  if (flag_at(camera, "/has_live_view")) finding.text += ", live view on";
  const auto restarts = number_at(camera, "/driver_restarts");
  if (restarts > 0) finding.text += ", driver replaced " + count_text(restarts, "time", "times");
  return finding;
}

Finding printer_finding(const json::value& printer, UtcTime now) {
  const auto condition = text_at(printer, "/condition");
  Finding finding{"Printer", flag_at(printer, "/can_print") ? Level::Fine : Level::Broken,
                  text_at(printer, "/name") + ": " + words(condition),
                  text_at(printer, "/what_to_do")};
  if (condition == "media_low" || condition == "cooling") finding.level = Level::Look;
  if (flag_at(printer, "/is_queue_paused")) finding.text += ", queue paused";
  const auto message = text_at(printer, "/message");
  if (finding.level != Level::Fine && !message.empty()) finding.text += ", \"" + message + "\"";
  if (finding.level != Level::Fine) finding.text += since(printer, now);
  const auto media = number_at(printer, "/media_remaining", -1);
  if (media >= 0) finding.text += ", " + count_text(media, "sheet", "sheets") + " left";
  if (const auto until = time_from(text_at(printer, "/lasts_until")))
    finding.text += ", enough until " + clock_text(*until) + " at this pace";
  const auto mode = text_at(printer, "/mode");
  if (mode != "active" && !mode.empty()) {
    finding.level = Level::Look;
    finding.text += ", " + words(mode) + " by " + text_at(printer, "/mode_by");
    finding.what_to_do =
        "When it may print again: `boothctl printer resume " + text_at(printer, "/name") + "`.";
  }
  return finding;
}

Finding prints_finding(const json::value& status) {
  const auto waiting = number_at(status, "/prints/waiting");
  const auto held = number_at(status, "/prints/held");
  Finding finding{"Prints", Level::Fine,
                  std::to_string(waiting) + " waiting, " +
                      std::to_string(number_at(status, "/prints/printed")) + " printed",
                  ""};
  if (held == 0) return finding;
  finding.level = Level::Look;
  finding.text += ", " + count_text(held, "needs a person's decision", "need a person's decision");
  finding.what_to_do =
      "Run `boothctl prints --held`, look whether the sheet came out, then `boothctl prints "
      "confirm` or "
      "`boothctl prints retry`.";
  return finding;
}

Finding uploads_finding(const json::value& status, UtcTime now) {
  const auto waiting = number_at(status, "/uploads/waiting");
  const auto parked = number_at(status, "/uploads/parked");
  Finding finding{"Uploads", Level::Fine, "", ""};
  finding.text = waiting == 0 ? "nothing waits"
                              : std::to_string(waiting) + " waiting (" +
                                    size_text(number_at(status, "/uploads/waiting_bytes")) + ")";
  if (const auto oldest = time_from(text_at(status, "/uploads/oldest_waiting_at")))
    finding.text += ", the oldest for " + duration_text(now - *oldest);
  finding.text += ", " + std::to_string(number_at(status, "/uploads/synced")) + " synced";
  if (parked == 0) return finding;
  finding.level = Level::Look;
  finding.text += ", " + std::to_string(parked) + " refused by the server";
  finding.what_to_do =
      "Run `boothctl uploads --parked` to see why; `boothctl uploads retry` once it is put right.";
  return finding;
}

Finding network_finding(const json::value& status, UtcTime now) {
  const auto state = text_at(status, "/network/state");
  Finding finding{"Network", Level::Fine, words(state), text_at(status, "/network/what_to_do")};
  if (state == "unused") {
    finding.text = "not used: no upload target is configured";
    return finding;
  }
  if (state != "online") finding.level = Level::Look;  // a booth works without a network
  const auto message = text_at(status, "/network/message");
  if (!message.empty()) finding.text += ": " + message;
  finding.text += since(thing_at(status, "/network"), now);
  return finding;
}

Finding disk_finding(const json::value& status) {
  const auto free = number_at(status, "/disk/free_bytes");
  return {"Disk", Level::Fine,
          size_text(free) + " of " + size_text(number_at(status, "/disk/total_bytes")) + " free",
          ""};
}

Finding session_finding(const json::value& status, UtcTime now) {
  const auto* session = find_at(status, "/session");
  if (!session) return {"Session", Level::Fine, "none running", ""};
  return {"Session", Level::Fine, session_sentence(*session, now), ""};
}

std::string name_in_health(const Finding& finding) {
  auto name = finding.label;
  name.front() = static_cast<char>(name.front() - 'A' + 'a');
  return name == "printer" ? "printer " + finding.text.substr(0, finding.text.find(':')) : name;
}

Finding finding_from(const json::value& health, UtcTime now) {
  auto label = text_at(health, "/subsystem");
  if (label.empty()) label = "?";
  if (label.front() >= 'a' && label.front() <= 'z')
    label.front() = static_cast<char>(label.front() - 'a' + 'A');
  return {label, level_from(text_at(health, "/level")),
          text_at(health, "/message") + since(health, now), text_at(health, "/what_to_do")};
}

/// How bad it is, the daemon knows best: it has the history and the thresholds. This screen adds
/// the numbers.
void apply_health(std::vector<Finding>& findings, const json::value& status, UtcTime now) {
  for (const auto& health : list_at(status, "/health")) {
    auto judged = finding_from(health, now);
    const auto subsystem = text_at(health, "/subsystem");
    const auto same = std::find_if(findings.begin(), findings.end(), [&](const Finding& finding) {
      return name_in_health(finding) == subsystem;
    });
    if (same == findings.end()) {
      if (judged.level != Level::Fine) findings.push_back(std::move(judged));
      continue;
    }
    const auto message = text_at(health, "/message");
    if (judged.level > same->level && same->text.find(message) == std::string::npos)
      same->text += "; " + message;
    same->level = judged.level;
    if (same->what_to_do.empty()) same->what_to_do = judged.what_to_do;
  }
}

}  // namespace

std::vector<Finding> status_findings(const json::value& status, UtcTime now) {
  std::vector<Finding> findings;
  const auto& cameras = list_at(status, "/cameras");
  if (cameras.size() < 2)
    findings.push_back(camera_finding(thing_at(status, "/camera"), now));
  else
    for (const auto& camera : cameras) findings.push_back(camera_finding(camera, now));
  for (const auto& printer : list_at(status, "/printers"))
    findings.push_back(printer_finding(printer, now));
  if (list_at(status, "/printers").empty())
    findings.push_back({"Printer", Level::Fine, "none configured", ""});
  findings.push_back(prints_finding(status));
  findings.push_back(uploads_finding(status, now));
  findings.push_back(network_finding(status, now));
  findings.push_back(disk_finding(status));
  findings.push_back(session_finding(status, now));
  apply_health(findings, status, now);
  return findings;
}

}  // namespace booth::cli

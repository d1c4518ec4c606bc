#include "daemon/app/health_rules.hpp"

#include <string>
#include <utility>

#include "daemon/core/event/admission.hpp"

namespace booth {
namespace {

Health entry(std::string subsystem, HealthLevel level, std::string message,
             std::string what_to_do) {
  Health health;
  health.subsystem = std::move(subsystem);
  health.level = level;
  health.message = std::move(message);
  health.what_to_do = std::move(what_to_do);
  return health;
}

Health fine(std::string subsystem, std::string message) {
  return entry(std::move(subsystem), HealthLevel::Ok, std::move(message), "");
}

Health judge_camera(const CameraStatus& camera, const HealthLimits& limits) {
  switch (camera.state) {
    case CameraState::Absent:
    case CameraState::Failed:
      return entry("camera", HealthLevel::Failed, camera.message, camera.what_to_do);
    case CameraState::Connecting:
    case CameraState::Recovering:
      return entry("camera", HealthLevel::Degraded, camera.message, camera.what_to_do);
    case CameraState::Ready:
      break;
  }
  // Connected, and yet it does not do what guests came for: then all that is wrong is as bad.
  const bool is_out_of_order = camera.failed_photos >= limits.failed_photos;
  const auto level = is_out_of_order ? HealthLevel::Failed : HealthLevel::Degraded;
  if (camera.battery_percent && *camera.battery_percent < limits.low_battery_percent)
    return entry("camera", level,
                 "the battery is at " + std::to_string(*camera.battery_percent) + " %",
                 "Put in a full battery or connect the mains adapter.");
  if (camera.free_shots && *camera.free_shots < limits.low_free_shots)
    return entry("camera", level,
                 "the card has room for " + std::to_string(*camera.free_shots) + " more photos",
                 "Put in an empty card; every photo is in the booth, too.");
  if (camera.failed_photos > 0 || (camera.message != "ready" && !camera.what_to_do.empty()))
    return entry("camera", level, camera.message, camera.what_to_do);
  if (!camera.auto_power_off.empty())
    return entry("camera", HealthLevel::Degraded,
                 "the camera switches itself off after " + camera.auto_power_off,
                 "Turn auto power off off in the camera's own menu.");
  return fine("camera", camera.model + " is ready");
}

/// One of several. @param limits  as for a lone one
Health judge_one_camera(const CameraView& camera, const HealthLimits& limits) {
  auto judged = judge_camera(camera.status, limits);
  judged.subsystem += " " + camera.status.name;
  if (camera.replaced_by.empty()) return judged;
  // Guests do not notice; the technician shall.
  judged.level = HealthLevel::Degraded;
  judged.message += "; camera " + camera.replaced_by + " takes its photos";
  return judged;
}

Health judge_printer(const PrinterView& printer) {
  const auto name = "printer " + printer.name;
  const auto condition = printer.report.condition;
  std::string message(to_string(condition));
  if (!printer.report.message.empty()) message += ": " + printer.report.message;
  if (printer.mode == PrinterMode::Maintenance)
    return fine(name, "in maintenance since " + printer.mode_by + " said so");
  if (printer.mode != PrinterMode::Active)
    return entry(name, HealthLevel::Degraded,
                 std::string(to_string(printer.mode)) + " by " + printer.mode_by,
                 "When it may print again: `boothctl printer resume " + printer.name + "`.");
  if (!can_print(condition)) return entry(name, HealthLevel::Failed, message, printer.what_to_do);
  if (condition == PrinterCondition::MediaLow || condition == PrinterCondition::Cooling)
    return entry(name, HealthLevel::Degraded, message, std::string(what_to_do(condition)));
  if (printer.is_media_low && printer.media_left)
    return entry(name, HealthLevel::Degraded,
                 std::to_string(*printer.media_left) + " sheets are left",
                 std::string(what_to_do(PrinterCondition::MediaLow)));
  return fine(name, message);
}

Health judge_paper(const PaperView& paper) {
  if (paper.missing == 0) return fine("paper", "enough for the event");
  return entry("paper", HealthLevel::Degraded,
               "the event needs about " + std::to_string(paper.missing) + " sheets more than the " +
                   std::to_string(paper.loaded.value_or(0)) + " that are loaded",
               "Have more rolls of paper and ribbon at hand before the guests come.");
}

Health judge_prints(const Store::PrintCounts& prints) {
  if (prints.held > 0)
    return entry("prints", HealthLevel::Degraded,
                 std::to_string(prints.held) + " wait for a person's decision",
                 "See `boothctl prints --held`, look at the paper, then confirm or retry each.");
  return fine("prints", std::to_string(prints.waiting) + " waiting");
}

Health judge_uploads(const BoothStatus& status, const HealthLimits& limits) {
  const auto& uploads = status.uploads;
  if (uploads.parked > 0)
    return entry("uploads", HealthLevel::Degraded,
                 std::to_string(uploads.parked) + " were refused and are parked",
                 "See `boothctl uploads list --parked` for the reason; `boothctl uploads retry ID` "
                 "tries again.");
  if (uploads.oldest_waiting && status.now - *uploads.oldest_waiting > limits.old_upload)
    return entry("uploads", HealthLevel::Degraded,
                 std::to_string(uploads.waiting) + " wait, the oldest for more than an hour",
                 status.network.what_to_do.empty() ? "Check the booth's network."
                                                   : status.network.what_to_do);
  return fine("uploads", std::to_string(uploads.waiting) + " waiting");
}

Health judge_network(const NetworkView& network) {
  if (network.state == "online" || network.state == "unused" || network.state == "probing")
    return fine("network", network.message);
  return entry("network", HealthLevel::Degraded, network.message, network.what_to_do);
}

Health judge_disk(const Store::DiskSpace& disk, const HealthLimits& limits) {
  const auto left = std::to_string(disk.free_bytes / 1'000'000) + " MB free";
  const std::string remedy =
      "Connect the network so that photos can be uploaded, or remove old events.";
  if (disk.free_bytes < limits.critical_disk_bytes)
    return entry("disk", HealthLevel::Failed, left, remedy);
  if (disk.free_bytes < limits.low_disk_bytes)
    return entry("disk", HealthLevel::Degraded, left, remedy);
  return fine("disk", left);
}

Health judge_clock(UtcTime now) {
  // A booth without a battery for its clock boots in the past: certificates then look invalid.
  if (!is_plausible(now))
    return entry("clock", HealthLevel::Degraded, "the date is wrong (in the past)",
                 "Connect the network once, or set it with `timedatectl set-time`.");
  return fine("clock", "plausible");
}

Health judge_event(const BoothStatus& status) {
  if (!status.event_refusal) return fine("event", status.event_title + " is open");
  return entry("event", HealthLevel::Degraded, status.event_refusal->message,
               status.event_refusal->what_to_do);
}

Health judge_templates(const std::string& trouble) {
  if (trouble.empty()) return fine("templates", "can be used");
  return entry("templates", HealthLevel::Failed, trouble,
               "Put the file right, `boothctl template check FOLDER` names every mistake in it; or "
               "give the event another template with `boothctl event edit`.");
}

}  // namespace

std::vector<Health> judge_health(const BoothStatus& status, const HealthLimits& limits) {
  std::vector<Health> all;
  if (status.cameras.size() < 2)
    all.push_back(judge_camera(status.camera, limits));
  else
    for (const auto& camera : status.cameras) all.push_back(judge_one_camera(camera, limits));
  for (const auto& printer : status.printers) all.push_back(judge_printer(printer));
  all.push_back(judge_prints(status.prints));
  if (status.paper.expected > 0) all.push_back(judge_paper(status.paper));
  all.push_back(judge_uploads(status, limits));
  all.push_back(judge_network(status.network));
  all.push_back(judge_disk(status.disk, limits));
  all.push_back(judge_clock(status.now));
  all.push_back(judge_event(status));
  all.push_back(judge_templates(status.template_trouble));
  return all;
}

}  // namespace booth

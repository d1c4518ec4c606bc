#include "daemon/api/metrics_text.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <initializer_list>
#include <map>
#include <utility>

namespace booth::api {
namespace {

using Label = std::pair<std::string_view, std::string_view>;
using Labels = std::initializer_list<Label>;

std::string number_text(double value) {
  char text[40];
  std::snprintf(text, sizeof text, "%.15g", value);
  return text;
}

/// Metrics by name: all samples of one stand together under one announcement, as the format wants.
class Page {
 public:
  void announce(const std::string& name, std::string_view type, std::string_view help) {
    auto& head = metrics_[name].head;
    head = "# HELP " + name + ' ' + std::string(help) + "\n# TYPE " + name + ' ' +
           std::string(type) + '\n';
  }

  /// @param suffix  "_bucket", "_sum" and "_count" of a histogram
  void add(const std::string& name, Labels labels, double value, std::string_view suffix = "") {
    auto& text = metrics_[name].samples;
    text += name + std::string(suffix);
    char begin = '{';
    for (const auto& label : labels) {
      text += begin + std::string(label.first) + "=\"" + escaped(label.second) + '"';
      begin = ',';
    }
    if (begin == ',') text += '}';
    text += ' ' + number_text(value) + '\n';
  }

  void gauge(const std::string& name, std::string_view help, double value) {
    announce(name, "gauge", help);
    add(name, {}, value);
  }

  std::string text() const {
    std::string all;
    for (const auto& entry : metrics_)
      if (!entry.second.samples.empty()) all += entry.second.head + entry.second.samples;
    return all;
  }

 private:
  struct Metric {
    std::string head;
    std::string samples;
  };

  static std::string escaped(std::string_view value) {
    std::string safe;
    for (const char c : value) {
      if (c == '\\' || c == '"') safe += '\\';
      if (c == '\n')
        safe += "\\n";
      else
        safe += c;
    }
    return safe;
  }

  std::map<std::string, Metric> metrics_;
};

double seconds(std::chrono::milliseconds duration) {
  return static_cast<double>(duration.count()) / 1000;
}

double age(const std::optional<UtcTime>& since, UtcTime now) {
  return since ? std::max(0.0, seconds(now - *since)) : 0;
}

void add_steps(Page& page, const Measurements& measured) {
  const std::string name = "booth_guest_step_seconds";
  page.announce(name, "histogram", "How long guests waited for each step.");
  for (const auto& histogram : measured.steps) {
    const auto step = to_string(histogram.step);
    std::int64_t items = 0;
    for (std::size_t i = 0; i < histogram.buckets.size(); ++i) {
      items += histogram.buckets[i];
      const auto bound = i < kStepBoundsMs.size()
                             ? number_text(static_cast<double>(kStepBoundsMs[i]) / 1000)
                             : std::string("+Inf");
      page.add(name, {{"step", step}, {"le", bound}}, static_cast<double>(items), "_bucket");
    }
    page.add(name, {{"step", step}}, static_cast<double>(histogram.sum_ms) / 1000, "_sum");
    page.add(name, {{"step", step}}, static_cast<double>(items), "_count");
  }
}

void add_queues(Page& page, const BoothStatus& status, const Measurements& measured) {
  page.announce("booth_prints", "gauge", "Prints by state, of the booth's whole life.");
  for (const auto& [state, items] : measured.prints)
    page.add("booth_prints", {{"state", state}}, static_cast<double>(items));
  page.gauge("booth_prints_oldest_age_seconds", "Age of the oldest print that is not settled.",
             age(measured.oldest_print, status.now));
  page.announce("booth_uploads", "gauge", "Uploads by state, of the booth's whole life.");
  for (const auto& [state, items] : measured.uploads)
    page.add("booth_uploads", {{"state", state}}, static_cast<double>(items));
  page.gauge("booth_uploads_waiting_bytes", "Bytes that wait for the cloud.",
             static_cast<double>(status.uploads.waiting_bytes));
  page.gauge("booth_uploads_oldest_age_seconds", "Age of the oldest upload that waits.",
             age(status.uploads.oldest_waiting, status.now));
}

void add_facts(Page& page, const Measurements& measured) {
  page.announce("booth_facts_total", "counter",
                "What happened, by type of fact: session.done, print.printed, printer.resumed.");
  for (const auto& [type, items] : measured.facts)
    page.add("booth_facts_total", {{"type", type}}, static_cast<double>(items));
}

void add_printers(Page& page, const BoothStatus& status) {
  page.announce("booth_printer_ready", "gauge", "1 when the printer can print.");
  page.announce("booth_printer_condition", "gauge", "1 for the condition that the printer is in.");
  page.announce("booth_printer_media_remaining", "gauge", "Sheets that are left.");
  page.announce("booth_printer_lifetime_prints", "gauge", "The printer's own counter.");
  for (const auto& printer : status.printers) {
    const auto& report = printer.report;
    const bool is_ready = can_print(report.condition) && !report.is_queue_paused &&
                          printer.mode == PrinterMode::Active;
    page.add("booth_printer_ready", {{"printer", printer.name}}, is_ready ? 1 : 0);
    page.add("booth_printer_condition",
             {{"printer", printer.name}, {"condition", to_string(report.condition)}}, 1);
    if (printer.media_left)
      page.add("booth_printer_media_remaining", {{"printer", printer.name}}, *printer.media_left);
    if (report.lifetime_count)
      page.add("booth_printer_lifetime_prints", {{"printer", printer.name}},
               static_cast<double>(*report.lifetime_count));
  }
}

void add_forecast(Page& page, const BoothStatus& status) {
  page.announce("booth_printer_media_low", "gauge", "1 when somebody should get a new roll.");
  page.announce("booth_printer_media_lasts_until_seconds", "gauge",
                "When the medium is used up at this pace, in seconds of Unix time.");
  page.announce("booth_printer_prints_per_hour", "gauge", "Pace of the last hour.");
  page.announce("booth_printer_print_seconds", "gauge", "Usual time from the queue to the paper.");
  page.announce("booth_printer_sheets_under_way", "gauge", "Sheets that this printer has.");
  page.announce("booth_printer_mode", "gauge", "1 for the mode that a person has put it in.");
  for (const auto& printer : status.printers) {
    const Label name{"printer", printer.name};
    page.add("booth_printer_media_low", {name}, printer.is_media_low ? 1 : 0);
    if (printer.lasts_until)
      page.add("booth_printer_media_lasts_until_seconds", {name},
               seconds(printer.lasts_until->time_since_epoch()));
    if (printer.prints_per_hour)
      page.add("booth_printer_prints_per_hour", {name}, *printer.prints_per_hour);
    if (printer.print_time)
      page.add("booth_printer_print_seconds", {name}, seconds(*printer.print_time));
    page.add("booth_printer_sheets_under_way", {name}, printer.sheets_under_way);
    page.add("booth_printer_mode", {name, {"mode", to_string(printer.mode)}}, 1);
  }
  page.gauge("booth_paper_expected_sheets", "Sheets that the event needs; 0 when nobody said.",
             status.paper.expected);
  page.gauge("booth_paper_used_sheets", "Sheets that the event has used.", status.paper.used);
  page.gauge("booth_paper_missing_sheets", "Sheets that it needs beyond what is loaded.",
             status.paper.missing);
}

void add_recoveries(Page& page, const CameraStatus& camera) {
  page.announce("booth_camera_recoveries_total", "counter",
                "Tries to get the camera back since the daemon started, by rung of the ladder.");
  page.announce("booth_camera_recoveries_helped_total", "counter", "Those that helped.");
  page.announce("booth_camera_recovery_seconds_total", "counter", "Time that they took.");
  for (const auto& rung : camera.recovery) {
    const Label name{"rung", rung.rung};
    page.add("booth_camera_recoveries_total", {name}, rung.tried);
    page.add("booth_camera_recoveries_helped_total", {name}, rung.helped);
    page.add("booth_camera_recovery_seconds_total", {name}, seconds(rung.spent));
  }
}

void add_camera(Page& page, const BoothStatus& status) {
  const auto& camera = status.camera;
  page.gauge("booth_camera_ready", "1 when the camera is ready.",
             camera.state == CameraState::Ready ? 1 : 0);
  page.announce("booth_camera_driver_restarts_total", "counter",
                "Camera drivers that were replaced since the daemon started.");
  page.add("booth_camera_driver_restarts_total", {}, camera.driver_restarts);
  add_recoveries(page, camera);
  if (camera.battery_percent)
    page.gauge("booth_camera_battery_percent", "Charge of the camera's battery.",
               *camera.battery_percent);
}

void add_health(Page& page, const BoothStatus& status) {
  page.announce("booth_health", "gauge", "0 ok, 1 degraded, 2 failed; see boothctl status.");
  page.announce("booth_health_since_seconds", "gauge", "Since when, in seconds of Unix time.");
  for (const auto& health : status.health)
    page.add("booth_health", {{"subsystem", health.subsystem}}, static_cast<int>(health.level));
  for (const auto& health : status.health)
    page.add("booth_health_since_seconds", {{"subsystem", health.subsystem}},
             seconds(health.since.time_since_epoch()));
  page.announce("booth_network_state", "gauge", "1 for the state that the network is in.");
  page.add("booth_network_state", {{"state", status.network.state}}, 1);
}

void add_process(Page& page, const BoothStatus& status) {
  page.announce("booth_build_info", "gauge", "1; the version is in the label.");
  page.add("booth_build_info", {{"version", status.version}}, 1);
  page.announce("booth_event_info", "gauge", "1; the active event is in the labels.");
  page.add("booth_event_info",
           {{"event", status.event}, {"version", std::to_string(status.event_version)}}, 1);
  page.gauge("booth_session_running", "1 while a session runs.", status.session ? 1 : 0);
  page.gauge("booth_disk_free_bytes", "Free bytes of the state directory's disk.",
             static_cast<double>(status.disk.free_bytes));
  page.gauge("booth_disk_size_bytes", "Size of that disk.",
             static_cast<double>(status.disk.total_bytes));
  page.gauge("process_start_time_seconds", "Start of the daemon in seconds of Unix time.",
             seconds(status.started_at.time_since_epoch()));
  ::rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  page.announce("process_cpu_seconds_total", "counter", "User and system CPU time.");
  page.add("process_cpu_seconds_total", {},
           static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
               static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6);
  std::ifstream pages("/proc/self/statm");
  std::int64_t size = 0;
  std::int64_t resident = 0;
  if (pages >> size >> resident)
    page.gauge("process_resident_memory_bytes", "Memory that the daemon holds.",
               static_cast<double>(resident * 4096));
}

}  // namespace

std::string metrics_text(const BoothStatus& status, const Measurements& measured) {
  Page page;
  add_process(page, status);
  add_steps(page, measured);
  add_queues(page, status, measured);
  add_printers(page, status);
  add_forecast(page, status);
  add_camera(page, status);
  add_health(page, status);
  add_facts(page, measured);
  return page.text();
}

}  // namespace booth::api

#include "drivers/cups/setup/plan_setup.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "drivers/cups/guard/device_uri.hpp"
#include "drivers/cups/printer_profiles.hpp"
#include "drivers/cups/setup/cups_directives.hpp"
#include "drivers/cups/setup/machine_printers.hpp"
#include "drivers/cups/setup/marked_block.hpp"
#include "drivers/cups/setup/run_tool.hpp"

namespace booth::setup {
namespace {

namespace fs = std::filesystem;

FileChange conf_change(const fs::path& path, const std::vector<Directive>& directives) {
  FileChange change{.path = path};
  const auto text = text_of(path);
  std::vector<std::string> lines;
  for (const auto& directive : directives) {
    lines.push_back(directive.line());
    const auto now = value_in_force(text, directive.name);
    if (now == directive.value) continue;
    change.shown.push_back("- " + directive.name + " " +
                           (now.empty() ? std::string(directive.otherwise) + "   (not set)" : now));
    change.shown.push_back("+ " + directive.line() + "   # " + std::string(directive.why));
  }
  change.content = change.shown.empty() ? text : with_block(text, lines);
  return change;
}

/// @returns a sentence when cupsd would not start with this configuration
Result<void> need_file(const fs::path& path) {
  if (fs::exists(path)) return {};
  return make_error(Errc::NotFound, path.string() +
                                        " is missing: is CUPS installed? (Debian package "
                                        "cups-daemon)");
}

std::string toml_section(const Queue& queue, const fs::path& journal) {
  return "[[printer]]\nname = \"" + queue.name + "\"\nqueue = \"" + queue.name +
         "\"\nprofile = \"" + profile_in(queue.device) + "\"\nguard_journal = \"" +
         journal.string() + "\"";
}

bool names_queue(const std::string& toml, const std::string& queue) {
  std::istringstream lines(toml);
  for (std::string line; std::getline(lines, line);) {
    std::erase(line, ' ');
    if (line.starts_with("queue=\"" + queue + "\"")) return true;
  }
  return false;
}

/// Plans one part after the other; each knows what the ones before it will have changed.
class Planner {
 public:
  explicit Planner(const SetupOptions& options) : options_(options), paths_(options.root) {}

  Result<SetupPlan> plan() {
    for (const auto& path : {paths_.cupsd_conf, paths_.cups_files_conf})
      if (const auto found = need_file(path); !found) return found.error();
    const auto guard = plan_guard();
    if (!guard) return guard.error();
    plan_cupsd();
    const auto queues = plan_queues();
    if (!queues) return queues.error();
    plan_boothd();
    plan_record();
    return std::move(plan_);
  }

 private:
  Result<void> plan_guard() {
    if (!fs::exists(paths_.journal))
      plan_.files.push_back({FileChange::Kind::Folder, paths_.journal, "", {"+ new folder"}});
    const auto now = text_of(paths_.guard);
    if (options_.guard_program.empty() && now.empty())
      return make_error(Errc::NotFound, "booth-guard is not in " +
                                            paths_.guard.parent_path().string() +
                                            ": say where it is with --guard PATH");
    const auto program = options_.guard_program.empty() ? now : text_of(options_.guard_program);
    if (program.empty())
      return make_error(Errc::NotFound, options_.guard_program.string() + " cannot be read");
    if (now == program && fs::status(paths_.guard).permissions() == kGuardMode) return {};
    const auto news = now.empty()      ? "+ new program, from " + options_.guard_program.string()
                      : now == program ? "+ mode 0744: cupsd runs it as root"
                                       : "+ the version of " + options_.guard_program.string();
    plan_.files.push_back({FileChange::Kind::Program, paths_.guard, program, {news}});
    if (now.empty()) made_.insert("program");
    return {};
  }

  void plan_cupsd() {
    for (auto change :
         {conf_change(paths_.cupsd_conf, cupsd_directives()),
          conf_change(paths_.cups_files_conf, cups_files_directives(paths_.journal.string()))}) {
      if (change.content == text_of(change.path)) continue;
      plan_.needs_restart = true;
      plan_.files.push_back(std::move(change));
    }
  }

  bool is_cupsd_running() const {
    const auto said = run_tool({"lpstat", "-r"}, options_.server);
    return said && said->find("is running") != std::string::npos;
  }

  Result<void> plan_queues() {
    const auto listed = run_tool({"lpstat", "-v"}, options_.server);
    if (!listed && !is_cupsd_running())
      return make_error(Errc::PrinterUnreachable,
                        "cupsd does not run: systemctl start cups, then run this again");
    // lpstat ends with 1 when there is no queue yet.
    if (!listed && listed.error().context.find("No destinations") == std::string::npos)
      return make_error(listed.error().code,
                        "the queues cannot be listed: " + listed.error().context);
    if (listed) queues_ = read_queues(*listed);
    auto devices = wanted_devices();
    if (!devices) return devices.error();
    for (const auto& device : *devices) plan_device(device);
    return {};
  }

  /// The printers at USB, and those that queues of a known model stand in front of already.
  Result<std::vector<std::string>> wanted_devices() {
    if (!options_.device.empty()) return std::vector<std::string>{bare(options_.device)};
    // The driver itself is asked: lpinfo loses the second of two printers that it names at once.
    const auto driver = paths_.guard.parent_path() / "gutenprint53+usb";
    const auto listed = run_tool({driver.string()}, options_.server);
    if (!listed)
      plan_.notes.push_back("USB was not searched (Debian package printer-driver-gutenprint): " +
                            listed.error().context);
    auto devices = listed ? read_devices(*listed) : std::vector<std::string>();
    for (const auto& queue : queues_) {
      const auto device = bare(queue.device);
      if (find_profile(profile_in(device)) == nullptr) continue;
      if (std::find(devices.begin(), devices.end(), device) == devices.end())
        devices.push_back(device);
    }
    if (devices.empty())
      plan_.notes.push_back(
          "No photo printer was found. Switch it on, plug it in, and run this again; a network "
          "printer is named with --device ipp://...");
    return devices;
  }

  void plan_device(const std::string& device) {
    const auto profile = profile_in(device);
    if (find_profile(profile) == nullptr) {
      plan_.notes.push_back("Printer " + device +
                            " is of no tested model: it would print at a wrong size, and gets no "
                            "queue.");
      return;
    }
    const auto known = std::find_if(queues_.begin(), queues_.end(), [&](const Queue& queue) {
      return bare(queue.device) == device;
    });
    if (known == queues_.end()) {
      const auto name = options_.queue.empty() ? name_for(device, queues_) : options_.queue;
      plan_.queues.push_back({QueueChange::Kind::Make, name, "", guard::wrap(device), profile});
      queues_.push_back({name, guard::wrap(device)});
      made_.insert("queue " + name);
    } else if (known->device == device) {
      plan_.queues.push_back(
          {QueueChange::Kind::SetDevice, known->name, device, guard::wrap(device), profile});
      known->device = guard::wrap(device);
    }
  }

  void plan_boothd() {
    const auto text = options_.boothd_toml.value_or(text_of(paths_.boothd_toml));
    const auto own = without_block(text);
    FileChange change{.path = paths_.boothd_toml};
    std::vector<std::string> sections;
    for (const auto& queue : queues_) {
      if (bare(queue.device) == queue.device || names_queue(own, queue.name)) continue;
      sections.push_back(toml_section(queue, paths_.journal));
      if (!names_queue(text, queue.name))
        change.shown.push_back("+ [[printer]] " + queue.name + ", profile " +
                               profile_in(queue.device));
    }
    change.content = with_block(own, sections);
    if (change.content == text) return;
    if (text.empty()) {
      for (const auto& section : sections)
        plan_.notes.push_back("Put this into the configuration of boothd:\n" + section);
      return;
    }
    plan_.files.push_back(std::move(change));
    plan_.notes.push_back("Then restart the booth: systemctl restart boothd");
  }

  void plan_record() {
    auto text = text_of(paths_.record);
    for (const auto& made : made_)
      if (text.find(made + "\n") == std::string::npos) text += made + "\n";
    if (text == text_of(paths_.record)) return;
    // Before everything that it speaks of, behind the folder that it lies in.
    const auto place = std::find_if(plan_.files.begin(), plan_.files.end(), [](const auto& change) {
      return change.kind != FileChange::Kind::Folder;
    });
    plan_.files.insert(
        place,
        {FileChange::Kind::Text, paths_.record, text, {"+ what --undo will take away again"}});
  }

  const SetupOptions& options_;
  SetupPaths paths_;
  SetupPlan plan_;
  std::vector<Queue> queues_;
  std::set<std::string> made_;
};

void plan_text_undo(SetupPlan& plan, const fs::path& path) {
  const auto text = text_of(path);
  auto before = without_block(text);
  if (before == text) return;
  plan.files.push_back(
      {FileChange::Kind::Text, path, std::move(before), {"- what boothctl printer setup added"}});
}

}  // namespace

SetupPaths::SetupPaths(const fs::path& root)
    : cupsd_conf(root / "etc/cups/cupsd.conf"),
      cups_files_conf(root / "etc/cups/cups-files.conf"),
      guard(root / "usr/lib/cups/backend/booth-guard"),
      journal(root / "var/lib/booth-guard"),
      record(root / "var/lib/booth-guard/setup"),
      boothd_toml(root / "etc/boothd/boothd.toml") {}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Result<SetupPlan> plan_setup(const SetupOptions& options) {
  return Planner(options).plan();
}

Result<SetupPlan> plan_undo(const SetupOptions& options) {
  const SetupPaths paths(options.root);
  const auto record = text_of(paths.record);
  SetupPlan plan{.is_undo = true};
  const auto listed = run_tool({"lpstat", "-v"}, options.server);
  for (const auto& queue : listed ? read_queues(*listed) : std::vector<Queue>()) {
    const auto device = bare(queue.device);
    if (device == queue.device) continue;
    const bool is_ours = record.find("queue " + queue.name + "\n") != std::string::npos;
    plan.queues.push_back({is_ours ? QueueChange::Kind::Remove : QueueChange::Kind::SetDevice,
                           queue.name, queue.device, is_ours ? "" : device, ""});
  }
  plan_text_undo(plan, paths.cupsd_conf);
  plan_text_undo(plan, paths.cups_files_conf);
  plan.needs_restart = !plan.files.empty();
  plan_text_undo(plan, paths.boothd_toml);
  if (record.find("program\n") != std::string::npos && fs::exists(paths.guard))
    plan.files.push_back({FileChange::Kind::Removal, paths.guard, "", {"- the program"}});
  if (!record.empty())
    plan.files.push_back({FileChange::Kind::Removal, paths.record, "", {"- the list for --undo"}});
  return plan;
}

std::vector<std::string> in_words(const SetupPlan& plan) {
  std::vector<std::string> lines;
  for (const auto& file : plan.files) {
    lines.push_back(file.path.string());
    for (const auto& line : file.shown) lines.push_back("  " + line);
  }
  for (const auto& queue : plan.queues) {
    lines.push_back("queue " + queue.queue);
    if (!queue.before.empty()) lines.push_back("  - device " + queue.before);
    if (!queue.device.empty()) lines.push_back("  + device " + queue.device);
    if (queue.kind == QueueChange::Kind::Make) lines.push_back("  + driver for " + queue.profile);
    if (queue.kind == QueueChange::Kind::Remove) lines.push_back("  - the queue itself");
  }
  if (plan.needs_restart) lines.push_back("cupsd is restarted.");
  return lines;
}

}  // namespace booth::setup

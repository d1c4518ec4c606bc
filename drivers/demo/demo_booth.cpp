#include "drivers/demo/demo_booth.hpp"

#include <fstream>

#include "drivers/demo/interruption.hpp"

namespace booth::demo {
namespace {

namespace fs = std::filesystem;
using std::chrono::seconds;

constexpr seconds kStartPatience{30};
constexpr auto kQueue = "demo";

fs::path folder_of_this_program() {
  return fs::read_symlink("/proc/self/exe").parent_path();
}

std::string first_line_of(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

/// "ready port=15740" -> 15740. 0 when it says something else.
std::uint16_t port_in(const std::string& ready_line) {
  const auto at = ready_line.find("port=");
  if (at == std::string::npos) return 0;
  return static_cast<std::uint16_t>(std::strtoul(ready_line.c_str() + at + 5, nullptr, 10));
}

/// TOML basic string.
std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') result += '\\';
    result += c;
  }
  return result + "\"";
}

}  // namespace

DemoBooth::DemoBooth(const DemoOptions& options)
    : options_(options),
      programs_(options.programs.empty() ? folder_of_this_program() : options.programs),
      folder_("demo") {
  fs::create_directory(state_dir());
}

Result<void> DemoBooth::start_camera() {
  const auto ready_file = folder_.path() / "camera.ready";
  ChildCommand command{
      .words = {program("booth-virtual-camera").string(), "--port", "0", "--profile", "nikon",
                "--ready-file", ready_file.string(), "--control", camera_control().string()},
      .log = log("camera")};
  if (!options_.photos.empty()) {
    command.words.emplace_back("--photos");
    command.words.push_back(options_.photos.string());
  }
  auto camera = ChildProcess::start(command);
  if (!camera) return camera.error();
  camera_ = std::move(*camera);
  const auto is_ready = [&] { return is_interrupted() || port_in(first_line_of(ready_file)) != 0; };
  auto ready = camera_->wait_until_ready(is_ready, kStartPatience * options_.patience);
  camera_port_ = port_in(first_line_of(ready_file));
  return ready;
}

Result<void> DemoBooth::start_printer() {
  auto cups = PrivateCups::start({.guard_program = program("booth-guard")});
  if (!cups) return cups.error();
  cups_.emplace(std::move(*cups));
  if (options_.printer == PrinterKind::DyeSub)
    return cups_->add_gutenprint_queue(kQueue, "dnp-ds620");

  const auto folder = folder_.path() / "ipp";
  fs::create_directories(folder / "printed");
  auto printer = IppPrinter::start({.folder = folder, .printed = folder / "printed"});
  if (!printer) return printer.error();
  ipp_printer_ = std::move(*printer);
  if (auto added = cups_->add_driverless_queue(kQueue, ipp_printer_->uri()); !added) return added;
  // CUPS asks the printer what it can while the queue is made; the guard steps in front of it
  // afterwards.
  const auto guarded =
      cups_->run_tool({"lpadmin", "-p", kQueue, "-v", "booth-guard:/" + ipp_printer_->uri()});
  if (!guarded) return guarded.error();
  return {};
}

fs::path DemoBooth::cups_log() const {
  return cups_ ? cups_->error_log() : fs::path();
}

fs::path DemoBooth::printed_file(const std::string& print_id) const {
  if (ipp_printer_) return ipp_printer_->document(print_id);
  return cups_->printed() / (print_id + ".prn");
}

Result<void> DemoBooth::prepare_cloud() {
  auto cloud = NginxDav::prepare({.folder = folder_.path() / "cloud"});
  if (!cloud) return cloud.error();
  cloud_ = std::move(*cloud);
  return {};
}

std::string DemoBooth::printer_config() const {
  const bool is_dye_sub = options_.printer == PrinterKind::DyeSub;
  return "[[printer]]\nname = \"demo\"\nqueue = " + quoted(kQueue) +
         "\nserver = " + quoted(cups_->server()) +
         "\nprofile = " + quoted(is_dye_sub ? "dnp-ds620" : "driverless") +
         "\nguard_journal = " + quoted(cups_->guard_journal().string()) + "\n";
}

Result<void> DemoBooth::write_config() const {
  // Commands and events share one port; without the third field libgphoto2 would look for events at
  // 15740.
  const auto port = std::to_string(camera_port_);
  const auto camera = "ptpip:127.0.0.1:" + port + ":" + port;
  std::ofstream file(config());
  file << "# Written by booth-demo.\n"
          "[booth]\nname = \"Demo booth\"\n\n"
          "[event]\nslug = \"demo\"\ntitle = \"Anna & Ben\"\ntemplate = \"classic-4x6\"\ncopies = "
          "1\n\n"
       << (options_.is_hurried
               ? "[session]\nfirst_countdown_s = 0.1\nnext_countdown_s = 0.1\nreview_s = 0.1\n\n"
               : "[session]\nfirst_countdown_s = 3\nnext_countdown_s = 2\nreview_s = 1\n\n")
       << "[camera]\nkind = \"gphoto2\"\nmodel = \"Nikon DSC D7500\"\nport = " << quoted(camera)
       << "\nopen_deadline_s = " << 15 * options_.patience
       << "\nphoto_deadline_s = " << 8 * options_.patience << "\n\n"
       << printer_config()
       << "\n[[target]]\nname = \"cloud\"\nkind = \"put\"\nurl = " << quoted(cloud_->base_url())
       << "\npublic_url = " << quoted(cloud_->base_url())
       << "\nca_file = " << quoted(cloud_->ca_file().string())
       << "\n\n[templates]\ndirectory = " << quoted(BOOTH_DEMO_TEMPLATES)
       << "\n\n[api]\nsocket = " << quoted(socket().string()) << "\n";
  file.close();
  if (!file) return make_error(Errc::Io, "cannot write " + config().string());
  return {};
}

Result<void> DemoBooth::start_daemon() {
  if (auto written = write_config(); !written) return written;
  auto daemon =
      ChildProcess::start({.words = {program("boothd").string(), "--config", config().string(),
                                     "--state-dir", state_dir().string()},
                           .log = log("boothd")});
  if (!daemon) return daemon.error();
  daemon_ = std::move(*daemon);
  const auto is_ready = [this] {
    return is_interrupted() || client().get("/v1/status").has_value();
  };
  return daemon_->wait_until_ready(is_ready, kStartPatience * options_.patience);
}

std::vector<std::string> DemoBooth::ended_parts() {
  std::vector<std::string> sentences;
  const auto look_at = [&](const std::string& name, ChildProcess& part) {
    if (part.is_running()) return;
    const auto status = part.wait_for_end(seconds(0));
    sentences.push_back(name + " ended with status " + std::to_string(status ? *status : -1) +
                        "; its last words:\n" + part.log_end());
  };
  if (camera_) look_at("the virtual camera", *camera_);
  if (cups_) look_at("cupsd", cups_->cupsd());
  if (daemon_) look_at("boothd", *daemon_);
  return sentences;
}

void DemoBooth::stop() {
  daemon_.reset();
  camera_.reset();
  ipp_printer_.reset();
  cups_.reset();
  if (cloud_) cloud_->stop();
}

}  // namespace booth::demo

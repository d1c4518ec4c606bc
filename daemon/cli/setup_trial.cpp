#include "daemon/cli/setup_trial.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "daemon/cli/describe.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/local_findings.hpp"
#include "daemon/cli/people_text.hpp"
#include "daemon/cli/run_quietly.hpp"
#include "daemon/cli/status_findings.hpp"

namespace booth::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using Outcome = SetupStep::Outcome;
using std::chrono::seconds;

constexpr seconds kStartPatience{60};
constexpr seconds kCameraPatience{60};  // its driver may need 15 s to open it
constexpr seconds kSessionPatience{180};
constexpr seconds kPrintPatience{300};  // a cold printer warms up first
constexpr std::chrono::milliseconds kLook{200};
constexpr auto kNotRunning = "the booth does not run here yet";

/// Looks again and again until `is_over` says so. @returns false when patience is used up
template <class IsOver>
bool wait_for(seconds patience, IsOver is_over) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!is_over()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(kLook);
  }
  return true;
}

bool answers(Shell& shell) {
  return shell.client.ask("GET", "/v1/status").has_value();
}

std::string last_line(const std::string& text) {
  const auto end = text.find_last_not_of('\n');
  if (end == std::string::npos) return "";
  const auto begin = text.find_last_of('\n', end);
  return text.substr(begin + 1, end - begin);
}

bool is_print_open(const json::value& print) {
  const auto state = text_at(print, "/state");
  return state == "queued" || state == "submitting" || state == "spooled" || state == "sending";
}

SetupStep sheet_outcome(const json::value& print) {
  const auto state = text_at(print, "/state");
  if (state == "printed")
    return {"test sheet", Outcome::Done, "printed: " + proof_text(text_at(print, "/proof"))};
  const auto reason = text_at(print, "/reason");
  return {"test sheet", Outcome::Failed,
          (is_print_open(print) ? "it is still on its way" : words(state)) +
              (reason.empty() ? "" : ": " + words(reason)) +
              ". Look at `boothctl status`, then `boothctl print list`"};
}

SetupStep wait_for_sheet(Shell& shell, const std::string& session) {
  json::value view;
  const auto is_made = [&] {
    const auto seen = shell.client.ask("GET", "/v1/sessions/" + session);
    if (seen) view = *seen;
    return flag_at(view, "/is_final");
  };
  wait_for(kSessionPatience, is_made);
  if (text_at(view, "/state") != "done") {
    const auto reason = text_at(view, "/reason");
    return {"test sheet", Outcome::Failed,
            "the test session ended as " + words(text_at(view, "/state")) +
                (reason.empty() ? "" : ": " + reason)};
  }
  const auto is_printed = [&] {
    is_made();
    const auto& prints = list_at(view, "/prints");
    return prints.empty() || !is_print_open(prints.front());
  };
  wait_for(kPrintPatience, is_printed);
  const auto& prints = list_at(view, "/prints");
  if (prints.empty())
    return {"test sheet", Outcome::Failed, "a sheet was made, but the booth has no printer"};
  return sheet_outcome(prints.front());
}

SetupStep print_newest(Shell& shell) {
  const auto page = shell.client.ask("GET", "/v1/printers");
  if (!page) return {"test sheet", Outcome::Failed, page.error().context};
  const auto& printers = list_at(*page, "/items");
  if (printers.empty()) return {"test sheet", Outcome::Failed, "the booth has no printer"};
  const auto name = text_at(printers.front(), "/name");
  const auto asked = shell.client.ask("POST", "/v1/printers/" + name + "/test");
  if (!asked) return {"test sheet", Outcome::Failed, "without a camera: " + asked.error().context};
  return {"test sheet", Outcome::Done,
          name + " prints the newest sheet; follow with `boothctl print list`"};
}

}  // namespace

SetupStep start_service(Shell& shell, const SetupPlace& place, bool is_changed) {
  std::error_code failed;
  if (!fs::exists(place.root / "run/systemd/system", failed)) {
    if (!answers(shell))
      return {"service", Outcome::Skipped,
              "no systemd runs on this machine: start boothd yourself, with --config " +
                  place.config().string()};
    if (!is_changed) return {"service", Outcome::Unchanged, "the booth runs"};
    return {"service", Outcome::Skipped,
            "no systemd runs on this machine: start boothd again yourself, then it knows the "
            "new configuration"};
  }
  const bool is_active = run_quietly({"systemctl", "is-active", "boothd.service"}).is_success;
  const bool is_enabled = run_quietly({"systemctl", "is-enabled", "boothd.service"}).is_success;
  if (is_active && is_enabled && !is_changed) return {"service", Outcome::Unchanged, "it runs"};
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"systemctl", "reset-failed", "boothd.service"},
        {"systemctl", "enable", "boothd.service"},
        {"systemctl", "restart", "boothd.service"}}) {
    const auto run = run_quietly(words);
    // There is nothing to reset on a booth that never failed.
    if (run.is_success || words[1] == "reset-failed") continue;
    return {"service", Outcome::Failed,
            words[0] + ' ' + words[1] + ": " + last_line(run.output) +
                ". See `journalctl -u boothd -n 30`"};
  }
  if (!wait_for(kStartPatience, [&] { return answers(shell); }))
    return {"service", Outcome::Failed,
            "it was started, but does not answer: see `journalctl -u boothd -n 30`"};
  return {"service", Outcome::Done, "it runs, and starts with this machine"};
}

SetupStep try_camera(Shell& shell, const SetupPlace& place, bool is_running) {
  if (!is_running) {
    const auto is_elsewhere = [](const Config::Camera& camera) {
      return camera.kind != "gphoto2" || camera.port.starts_with("ptpip:");
    };
    const auto& cameras = place.current ? place.current->cameras : std::vector<Config::Camera>();
    const bool has_elsewhere = std::any_of(cameras.begin(), cameras.end(), is_elsewhere);
    if (has_elsewhere) return {"camera", Outcome::Skipped, kNotRunning};
    const auto plugged = usb_cameras(place.root);
    return {"camera", plugged.level == Level::Fine ? Outcome::Done : Outcome::Failed,
            plugged.text + (plugged.what_to_do.empty() ? "" : ". " + plugged.what_to_do)};
  }
  json::value status;
  const auto is_there = [&] {
    const auto seen = shell.client.ask("GET", "/v1/status");
    if (seen) status = *seen;
    return text_at(status, "/camera/state") == "ready";
  };
  if (wait_for(kCameraPatience, is_there))
    return {"camera", Outcome::Done, text_at(status, "/camera/model") + " answers"};
  const auto message = text_at(status, "/camera/message");
  return {"camera", Outcome::Failed,
          (message.empty() ? "it does not answer" : message) + ". " +
              text_at(status, "/camera/what_to_do")};
}

SetupSteps try_cloud(Shell& shell, bool is_running) {
  if (!is_running) return {{"cloud", Outcome::Skipped, kNotRunning}};
  const auto view = shell.client.ask("GET", "/v1/sync");
  if (!view) return {{"cloud", Outcome::Failed, view.error().context}};
  SetupSteps steps;
  for (const auto& target : list_at(*view, "/targets")) {
    const auto name = text_at(target, "/name");
    const auto tested = shell.client.ask("POST", "/v1/sync/targets/" + name + "/test");
    const auto label = "cloud " + name;
    if (!tested)
      steps.push_back({label, Outcome::Failed,
                       tested.error().context +
                           ". Photos wait here meanwhile; again: `boothctl "
                           "sync test " +
                           name + '`'});
    else if (const auto trouble = text_at(*tested, "/trouble"); !trouble.empty())
      steps.push_back(
          {label, Outcome::Failed,
           "it stores, but does not delete, so guests cannot be forgotten there: " + trouble});
    else
      steps.push_back({label, Outcome::Done, "stored, proved and deleted a test object"});
  }
  if (steps.empty()) steps.push_back({"cloud", Outcome::Skipped, "none; photos stay here"});
  return steps;
}

SetupStep print_test_sheet(Shell& shell, bool is_running) {
  if (!is_running) return {"test sheet", Outcome::Skipped, kNotRunning};
  const auto status = shell.client.ask("GET", "/v1/status");
  if (!status) return {"test sheet", Outcome::Failed, status.error().context};
  if (text_at(*status, "/camera/state") != "ready") return print_newest(shell);
  const json::object wish{{"test", true}, {"copies", 1}};
  const auto session = shell.client.ask("POST", "/v1/sessions", wish);
  if (!session) return {"test sheet", Outcome::Failed, session.error().context};
  return wait_for_sheet(shell, text_at(*session, "/id"));
}

}  // namespace booth::cli

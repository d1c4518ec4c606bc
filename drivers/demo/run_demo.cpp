#include "drivers/demo/run_demo.hpp"

#include <functional>

#include <boost/json.hpp>

#include "drivers/demo/demo_booth.hpp"
#include "drivers/demo/demo_report.hpp"
#include "drivers/demo/guest_session.hpp"
#include "drivers/demo/interruption.hpp"
#include "drivers/demo/json_reading.hpp"

namespace booth::demo {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// Runs one part of the start and says how long it took.
Result<void> start_part(Screen& screen, std::vector<Step>& steps, const std::string& name,
                        const std::string& what, const std::function<Result<void>()>& start) {
  screen.progress(name, what);
  const auto began = steady_clock::now();
  const auto started = start();
  const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - began);
  if (started) {
    screen.done(name, what, took);
    steps.push_back({"start of " + name, took});
  }
  return started;
}

bool is_camera_ready(const BoothClient& client) {
  const auto status = client.get("/v1/status");
  return status && text_of(status->at("camera").as_object(), "state") == "ready";
}

Result<void> start_booth(DemoBooth& booth, const DemoOptions& options, Screen& screen,
                         std::vector<Step>& steps) {
  const bool is_dye_sub = options.printer == PrinterKind::DyeSub;
  struct Part {
    std::string name;
    std::string what;
    std::function<Result<void>()> start;
  };
  const std::vector<Part> parts{
      {"camera", "a virtual Nikon that speaks PTP/IP, for the real libgphoto2",
       [&] { return booth.start_camera(); }},
      {"printer",
       is_dye_sub ? "DNP DS620: the real CUPS and Gutenprint, told that the hardware is away"
                  : "ippeveprinter behind the real CUPS, driverless",
       [&] { return booth.start_printer(); }},
      {"cloud", "nginx with WebDAV and TLS; stopped: the venue has no network",
       [&] { return booth.prepare_cloud(); }},
      {"boothd", "serves on its unix socket", [&] { return booth.start_daemon(); }},
  };
  for (const auto& part : parts) {
    const auto started = start_part(screen, steps, part.name, part.what, part.start);
    if (!started || is_interrupted()) return started;
  }
  return wait_for(
      "the camera was not ready", [&] { return is_camera_ready(booth.client()); },
      std::chrono::seconds(30) * options.patience);
}

/// What the guests and the operator live through.
Result<void> live_through(DemoBooth& booth, GuestSession& session, Screen& screen) {
  screen.section("The session, while the cloud is away");
  if (auto posed = session.pose(); !posed) return posed;
  if (auto made = session.await_sheet(); !made) return made;
  if (auto printed = session.await_prints(); !printed) return printed;
  const auto tally = tally_uploads(session.view());
  screen.done("uploads", std::to_string(tally.total - tally.synced) + " of " +
                             std::to_string(tally.total) +
                             " objects wait; nobody in front of the booth has noticed");
  if (tally.synced > 0)
    return make_error(Errc::Internal, "something was synced although the cloud was stopped");

  screen.section("The network comes back");
  if (auto connected = booth.connect_cloud(); !connected) return connected;
  screen.done("cloud", "nginx runs: " + booth.cloud().base_url());
  return session.await_uploads();
}

}  // namespace

bool run_demo(const DemoOptions& options, Screen& screen) {
  screen.title("booth-demo: one photo booth session, without any hardware");
  DemoBooth booth(options);
  std::vector<Step> steps;

  screen.section("Building the booth");
  auto outcome = start_booth(booth, options, screen, steps);
  GuestSession session(booth.client(), screen);
  if (outcome && !is_interrupted()) outcome = live_through(booth, session, screen);

  bool is_all_true = false;
  if (outcome) {
    steps.insert(steps.end(), session.steps().begin(), session.steps().end());
    is_all_true = report(booth, options, session, steps, screen);
  } else if (!is_interrupted()) {
    screen.verdict(false, outcome.error().context);
    for (const auto& death : booth.ended_parts()) screen.verdict(false, death);
    screen.plain("      the logs are in " + options.output.string());
  }
  keep_results(booth, options, session.view());
  if (options.is_kept && outcome && !is_interrupted()) {
    show_commands(booth, session.view(), screen);
    wait_for_interruption();
  }
  booth.stop();
  return is_all_true;
}

}  // namespace booth::demo

// The composition root: the only file that knows every concrete type.
#include <csignal>
#include <iostream>
#include <memory>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "daemon/api/api_server.hpp"
#include "daemon/app/booth.hpp"
#include "daemon/app/run_facts.hpp"
#include "daemon/app/run_heartbeat.hpp"
#include "daemon/app/shut_down.hpp"
#include "daemon/compose/opencv_picture_maker.hpp"
#include "daemon/map_config.hpp"
#include "daemon/runtime/background.hpp"
#include "daemon/runtime/daemon_options.hpp"
#include "daemon/runtime/log.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "daemon/runtime/watchdog.hpp"
#include "daemon/store/backup.hpp"
#include "daemon/store/go_back.hpp"
#include "sync/network_watch.hpp"

namespace booth {
namespace {

constexpr std::chrono::seconds kReadyPatience{5};
constexpr int kStopped = 0;
constexpr int kBroken = 1;
constexpr int kUsage = 2;
constexpr int kConfigRefused = 78;  // EX_CONFIG: systemd does not start us again for it

template <class Owner>
auto borrowed(const std::vector<std::unique_ptr<Owner>>& owners) {
  std::vector<Owner*> all;
  for (const auto& owner : owners) all.push_back(owner.get());
  return all;
}

int run_booth(const Config& config, const DaemonOptions& options) {
  boost::asio::io_context loop(1);
  const auto executor = loop.get_executor();
  SystemTimer timer;

  auto store = SqliteStore::open(store_options(config, options.state_dir), timer);
  if (!store) {
    log::error("store_not_opened", {{"cause", store.error().context}});
    return kBroken;
  }
  const auto cameras = make_cameras(executor, timer, config, options.state_dir);
  CameraGroup camera(executor, timer, group_members(config, cameras), camera_turns(config));
  const auto printers = make_printers(config);
  const auto targets = make_targets(executor, timer, config, options.state_dir);
  OpenCvSheetRenderer renderer(renderer_options(config));
  OpenCvPictureMaker pictures;

  SessionRunner sessions(executor, **store, camera, renderer, timer, borrowed(printers),
                         session_options(config));
  PrintQueueRunner prints(executor, **store, renderer, timer, borrowed(printers),
                          print_queue_options(config));
  UploadRunner uploads(executor, **store, timer, borrowed(targets), upload_options(config),
                       store->get());
  NetworkWatch network(executor);
  if (const auto opened = network.open(); !opened)
    log::warn("network_watch_not_opened", {{"cause", opened.error().context}});
  RetentionRunner retention(executor, **store, timer, retention_options(config));
  const auto sink = make_fact_sink(executor, timer, config);
  FactRunner facts(executor, **store, **store, timer,
                   config.facts.url.empty() ? nullptr : sink.get(), {});
  HealthWatcher health(**store, **store, health_limits(config));
  EventBook events(**store, renderer, first_event(config),
                   [&sessions] { return sessions.is_idle(); });
  const Booth::Parts parts{**store,   camera, renderer, timer,   sessions, prints,  uploads, health,
                           retention, facts,  **store,  **store, pictures, **store, events};
  Booth booth(executor, parts, booth_options(config));
  api::ApiServer api({booth, events, **store, **store}, api_options(config));
  HeartbeatRunner heartbeat(executor, booth, timer,
                            config.facts.heartbeat_url.empty() ? nullptr : sink.get(),
                            {config.facts.heartbeat_every});
  booth.shows(heartbeat.view());
  heartbeat.when_spread([&uploads](auto delay) { uploads.spread_first_contact(delay); });
  Watchdog watchdog(executor, [&booth] { return booth.summary(); });
  sessions.when_slot_begins([&camera](int slot) { camera.aim(slot); });
  booth.shows_cameras([&camera] { return camera.each(); });
  booth.finds_cameras([&camera](const std::string& name) { return camera.find(name); });
  sessions.when_shot_stored([&uploads] {
    uploads.guests_are_here();
    uploads.wake();
  });
  sessions.when_sheet_made([&prints, &uploads] {
    prints.wake();
    uploads.wake();
  });

  if (const auto opened = api.open(executor); !opened) {
    log::error("api_not_opened", {{"cause", opened.error().context}});
    return kBroken;
  }

  Background background(loop);
  ShutDown shut_down(executor);
  auto stop_parts = [&] {
    watchdog.stop();
    api.stop();
    sessions.stop();
    booth.stop();
    prints.stop();
    uploads.stop();
    heartbeat.stop();
    facts.stop();
    retention.stop();
    network.stop();
    camera.stop();
    background.end_within(std::chrono::seconds{4});
  };
  background.start("shut_down", shut_down.run(stop_parts));
  background.start("camera", camera.run());
  background.start("sessions", sessions.run());
  background.start("prints", prints.run());
  background.start("uploads", uploads.run());
  background.start("retention", retention.run());
  background.start("facts", facts.run());
  background.start("heartbeat", heartbeat.run());
  auto pass_on = [&uploads, &facts](LinkEvent event) {
    uploads.link_changed(event);
    facts.link_changed(event);
  };
  background.start("network", network.run(pass_on));
  background.start("booth", booth.run());
  background.start("foreign_photos", booth.keep_foreign_photos());
  // A client that connects before waits at the door: it would only hear that nothing is known yet.
  auto serve = [&]() -> boost::asio::awaitable<void> {
    co_await booth.until_ready(kReadyPatience);
    SystemdNotify().ready();
    log::note("ready", {{"booth", config.booth.name},
                        {"event", config.event.slug},
                        {"state_dir", options.state_dir}});
    co_await api.run();
  };
  background.start("api", serve());
  background.start("watchdog", watchdog.run());
  loop.run();
  SystemdNotify().stopping();
  log::note("stopped");
  return background.has_failed() ? kBroken : kStopped;
}

int go_back_to_this_version(const DaemonOptions& options) {
  const auto set_aside = go_back(options.state_dir, SystemTimer().utc_now());
  if (!set_aside) {
    std::cerr << "boothd: " << set_aside.error().context << "\n";
    return kBroken;
  }
  if (set_aside->empty())
    std::cout << "boothd " BOOTH_VERSION " can read this database: nothing to do\n";
  else
    std::cout << "boothd " BOOTH_VERSION " can start again; the newer database is kept as "
              << *set_aside << "\n";
  return kStopped;
}

int back_up(const DaemonOptions& options) {
  const auto copied = back_up_database(options.state_dir, options.copy);
  if (copied) return kStopped;
  std::cerr << "boothd: " << copied.error().context << "\n";
  return kBroken;
}

int settle_restored(const DaemonOptions& options) {
  SystemTimer timer;
  const auto held = settle_restored_state(options.state_dir, timer);
  if (!held) {
    std::cerr << "boothd: " << held.error().context << "\n";
    return kBroken;
  }
  std::cout << *held << " prints are held: boothctl prints --held\n";
  return kStopped;
}

int run(const DaemonOptions& options) {
  switch (options.mode) {
    case DaemonOptions::Mode::ShowHelp:
      std::cout << daemon_help();
      return kStopped;
    case DaemonOptions::Mode::ShowVersion:
      std::cout << "boothd " BOOTH_VERSION "\n";
      return kStopped;
    case DaemonOptions::Mode::GoBack:
      return go_back_to_this_version(options);
    case DaemonOptions::Mode::BackUp:
      return back_up(options);
    case DaemonOptions::Mode::SettleRestored:
      return settle_restored(options);
    case DaemonOptions::Mode::CheckConfig:
    case DaemonOptions::Mode::Run:
      break;
  }
  const auto config = load_config(options.config);
  if (!config) {
    std::cerr << config.error().context << "\n";
    return kConfigRefused;
  }
  if (options.mode == DaemonOptions::Mode::CheckConfig) {
    std::cout << options.config << ": good\n";
    return kStopped;
  }
  log::show_debug(options.is_debug_shown);
  return run_booth(*config, options);
}

}  // namespace
}  // namespace booth

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  const auto options = booth::parse_daemon_options(argc, argv);
  if (!options) {
    std::cerr << "boothd: " << options.error().context << "\n";
    return booth::kUsage;
  }
  try {
    return booth::run(*options);
  } catch (const std::exception& broken) {
    booth::log::error("broken", {{"cause", broken.what()}});
    return booth::kBroken;
  }
}

#include "drivers/demo/live_view_watcher.hpp"

#include <chrono>

namespace booth::demo {
namespace {

constexpr std::chrono::milliseconds kGlance{20};  // more often than a camera makes frames

}  // namespace

LiveViewWatcher::LiveViewWatcher(BoothClient client) : thread_([this, client] { watch(client); }) {}

LiveViewWatcher::~LiveViewWatcher() {
  stop();
  thread_.join();
}

void LiveViewWatcher::watch(const BoothClient& client) {
  std::string last;
  while (!is_stopped_) {
    auto frame = client.live_frame();  // none while a photo is taken
    if (frame && *frame != last) {
      last = std::move(*frame);
      ++frames_;
    }
    std::this_thread::sleep_for(kGlance);
  }
}

}  // namespace booth::demo

#pragma once

#include <atomic>
#include <thread>

#include "drivers/demo/booth_client.hpp"

namespace booth::demo {

/// The guest screen's eyes: asks for one live-view frame after the other, on a thread of its own,
/// and counts.
class LiveViewWatcher {
 public:
  explicit LiveViewWatcher(BoothClient client);
  ~LiveViewWatcher();
  LiveViewWatcher(const LiveViewWatcher&) = delete;
  LiveViewWatcher& operator=(const LiveViewWatcher&) = delete;

  int frames() const { return frames_; }  ///< different pictures seen so far
  void stop() { is_stopped_ = true; }  ///< returns at once; the thread ends after its last answer

 private:
  void watch(const BoothClient& client);

  std::atomic<int> frames_ = 0;
  std::atomic<bool> is_stopped_ = false;
  std::thread thread_;
};

}  // namespace booth::demo

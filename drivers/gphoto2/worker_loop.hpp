#pragma once

#include <chrono>
#include <deque>
#include <optional>
#include <string>

#include "daemon/core/capture/photo_owner.hpp"
#include "daemon/core/units.hpp"
#include "drivers/gphoto2/frame_ring.hpp"
#include "drivers/gphoto2/gphoto_session.hpp"
#include "drivers/gphoto2/worker_messages.hpp"

namespace booth {

/// The camera worker: takes orders from the daemon, drives the camera, reports. One thread, one
/// camera, no recovery: when the camera is lost it says so and ends, and the daemon starts a new
/// worker.
class WorkerLoop {
 public:
  WorkerLoop(int socket, FrameRing ring) : socket_(socket), ring_(std::move(ring)) {}

  /// Until the daemon says Quit, goes away, or the camera is lost.
  /// @returns the program's exit code
  int run();

 private:
  struct LiveView {
    std::chrono::nanoseconds period{0};
    SteadyTime next_frame;
    std::chrono::milliseconds restart_after{0};  ///< 0 = never
    SteadyTime restart_at;
  };

  // Waiting and talking.
  SteadyTime next_due() const;
  void take_orders(SteadyTime until);
  void carry_out(wire::Order order);
  bool report(const wire::Report& report, int passed = -1);
  void answer(std::uint32_t order, const Result<void>& outcome);
  void note_lost(const Error& error);
  void beat();
  void tell_condition();

  // Orders.
  Result<void> open(const wire::Open& order);
  void plan_shot(const wire::Capture& order);
  void change_setting(const wire::ChangeSetting& change);
  Result<void> list_settings(std::uint32_t order);
  Result<void> read_clock(std::uint32_t order);

  // What is due by itself.
  void show_frame();
  void restart_live_view();
  void ask_for_news(SteadyTime until);
  void shoot();
  void fetch_foreign();

  // Steps of a shot.
  void drain();
  Result<void> fire();
  Result<void> settle_doubt(const Error& refusal);
  Result<void> wait_for_photo(SteadyTime deadline);
  Result<bool> take_up(const CameraEvent& event);
  Result<bool> offer(const CameraFilePath& file);
  PhotoOwner judge(const Bytes& start);
  Result<void> hand_over_foreign(const CameraFilePath& file);
  bool is_seen_before(const Bytes& start);
  void beat_if_due();

  int socket_;
  FrameRing ring_;
  std::optional<GphotoSession> session_;
  std::optional<LiveView> live_view_;
  std::optional<wire::Capture> shot_;
  SteadyTime fired_at_;           ///< of `shot_`
  std::deque<std::size_t> seen_;  ///< hashes of the last photos: some bodies tell of one twice
  SteadyTime next_beat_;
  std::deque<CameraFilePath> foreign_;  ///< files on the camera that no order of ours asked for
  SteadyTime next_news_;
  SteadyTime next_condition_;
  bool has_card_target_ = false;
  std::string trouble_;
  bool is_ending_ = false;
  int exit_code_ = 0;
};

}  // namespace booth

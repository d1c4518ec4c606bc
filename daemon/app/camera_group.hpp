#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "daemon/app/bell.hpp"
#include "daemon/app/booth_control.hpp"
#include "daemon/core/capture/camera_choice.hpp"
#include "daemon/ports/camera.hpp"
#include "daemon/ports/timer.hpp"

namespace booth {

/// All cameras of the booth as one: photos of a session are taken in turns, and when one is out
/// another stands in. Who takes which photo is decided in core/capture/camera_choice.
///
/// @thread  main loop
class CameraGroup final : public Camera {
 public:
  struct Member {
    std::string name;  ///< "front"; empty where there is only one
    Camera* camera;    ///< outlives the group
    bool stands_in = true;
  };

  /// @param members  at least one; the first is the one that single photos come from
  /// @param turns    see camera_of_slot
  CameraGroup(boost::asio::any_io_executor executor, Timer& timer, std::vector<Member> members,
              std::vector<std::size_t> turns, CameraChoiceLimits limits = {});

  /// The next photos and pictures are those of this place on the sheet.
  void aim(int slot);

  /// By its name in the configuration; null when there is none.
  Camera* find(const std::string& name) const;

  /// In the order of the configuration.
  std::vector<CameraView> each() const;

  boost::asio::awaitable<void> run() override;
  void stop() override;

  /// Of the camera that would take the next photo; live view is on when it is on anywhere.
  CameraStatus status() const override;

  boost::asio::awaitable<Result<TakenPhoto>> take_photo(CaptureRequest request) override;
  boost::asio::awaitable<Result<TakenPhoto>> next_foreign_photo() override;
  boost::asio::awaitable<Result<void>> release_photo(ShotId shot) override;
  boost::asio::awaitable<Result<void>> start_live_view() override;
  boost::asio::awaitable<Result<void>> stop_live_view() override;
  /// Numbers rise, whichever camera a picture comes from.
  boost::asio::awaitable<Result<LiveFrame>> next_frame(std::uint64_t after,
                                                       std::chrono::milliseconds patience) override;
  boost::asio::awaitable<Result<std::vector<CameraSetting>>> settings() override;
  boost::asio::awaitable<Result<void>> change_setting(std::string name, std::string value) override;
  boost::asio::awaitable<Result<ShutterLag>> measure_shutter_lag() override;

 private:
  std::size_t chosen(std::size_t wanted) const;
  boost::asio::awaitable<void> run_from(std::size_t member);
  boost::asio::awaitable<void> collect_foreign(std::size_t member);
  boost::asio::awaitable<void> rest_others(std::size_t shown);

  Timer& timer_;
  std::vector<Member> members_;
  std::vector<std::size_t> turns_;
  CameraChoiceLimits limits_;
  std::size_t wanted_ = 0;
  std::size_t shown_ = 0;            ///< whose pictures were shown last
  std::uint64_t shown_offset_ = 0;   ///< added to that camera's own numbers
  std::uint64_t newest_number_ = 0;  ///< that anybody was given
  std::deque<TakenPhoto> foreign_;
  Bell bell_;
  bool is_stopping_ = false;
};

}  // namespace booth

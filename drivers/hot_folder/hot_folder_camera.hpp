#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "daemon/core/capture/arriving_files.hpp"
#include "daemon/ports/camera.hpp"
#include "daemon/ports/timer.hpp"
#include "daemon/runtime/loop_condition.hpp"
#include "daemon/runtime/run_blocking.hpp"

namespace booth {

struct HotFolderOptions {
  std::string folder;
  std::chrono::milliseconds quiet_time{
      1000};  ///< a file that nobody touched for this long is whole
  std::chrono::milliseconds photo_within{30'000};  ///< after the guest saw zero
};

/// A camera that is a folder: other booth software, or a tethering program, drops photos into it. A
/// shot takes the next photo that appears while it waits; what appears at other times is a photo
/// without a session.
///
/// Taken photos are moved to `taken/` in that folder once they are stored here, files that are no
/// photos to `quarantine/`. Nothing of the operator's is deleted. There is no live view.
///
/// @thread  main loop; the files are read on a thread of its own
class HotFolderCamera final : public Camera {
 public:
  HotFolderCamera(boost::asio::any_io_executor executor, Timer& timer, HotFolderOptions options);

  boost::asio::awaitable<void> run() override;
  void stop() override;
  CameraStatus status() const override { return status_; }

  boost::asio::awaitable<Result<TakenPhoto>> take_photo(CaptureRequest request) override;
  boost::asio::awaitable<Result<void>> release_photo(ShotId shot) override;

  boost::asio::awaitable<Result<void>> start_live_view() override;
  boost::asio::awaitable<Result<void>> stop_live_view() override;
  boost::asio::awaitable<Result<LiveFrame>> next_frame(std::uint64_t after,
                                                       std::chrono::milliseconds patience) override;
  boost::asio::awaitable<Result<std::vector<CameraSetting>>> settings() override;
  boost::asio::awaitable<Result<void>> change_setting(std::string name, std::string value) override;
  boost::asio::awaitable<Result<ShutterLag>> measure_shutter_lag() override;

  /// Waits for a photo that no shot was waiting for. @returns Cancelled after `stop`
  boost::asio::awaitable<Result<TakenPhoto>> next_foreign_photo() override;

 private:
  boost::asio::awaitable<void> watch();
  boost::asio::awaitable<void> look_through();
  boost::asio::awaitable<void> take_in(ArrivedFile file);
  boost::asio::awaitable<Result<TakenPhoto>> read(ShotId shot, std::string name);
  void enter(CameraState state, std::string message, std::string what_to_do = {});
  bool is_waited_for(const ArrivedFile& file) const;

  boost::asio::any_io_executor executor_;
  Timer& timer_;
  HotFolderOptions options_;
  LoopCondition changed_;
  BlockingThread disk_;
  ArrivingFiles arriving_;
  CameraStatus status_;
  bool is_stopping_ = false;
  bool is_waiting_ = false;  ///< a shot waits since `waiting_since_`
  SteadyTime waiting_since_;
  std::deque<std::string> for_shot_;  ///< whole files that appeared while a shot was waiting
  std::deque<std::string> foreign_;
  std::map<ShotId, std::string> taken_;
};

}  // namespace booth

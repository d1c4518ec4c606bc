#pragma once

#include <chrono>
#include <exception>
#include <fstream>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>

#include "daemon/runtime/system_timer.hpp"
#include "daemon/runtime/worker_process.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "drivers/gphoto2/gphoto_camera.hpp"
#include "tests/support/must.hpp"
#include "tests/support/run_loop.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth::testing {

/// booth-virtual-camera as a process of its own, on a free port, with its back door.
class VirtualCamera {
 public:
  explicit VirtualCamera(const std::string& profile, std::vector<std::string> more = {},
                         int port = 0) {
    const auto ready = folder_.path() / "ready";
    std::vector<std::string> arguments = {"--port",    std::to_string(port), "--profile",
                                          profile,     "--ready-file",       ready.string(),
                                          "--control", control_path()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const WorkerCommand command{.program = BOOTH_BIN_DIR "/booth-virtual-camera",
                                .arguments = arguments,
                                .environment = {"PATH=/usr/bin:/bin"}};
    process_.emplace(must(WorkerProcess::start(command)));
    const auto has_port = [&] {
      std::ifstream file(ready);
      std::string line;
      if (std::getline(file, line) && line.starts_with("ready port="))
        port_ = std::stoi(line.substr(11));
      return port_ != 0;
    };
    if (!demo::wait_until(has_port, std::chrono::seconds(30)))
      throw std::runtime_error("the virtual camera does not start");
  }

  std::string port() const {
    const auto number = std::to_string(port_);
    return "ptpip:127.0.0.1:" + number + ":" + number;
  }
  int port_number() const { return port_; }
  pid_t pid() const { return process_->pid(); }
  /// As if somebody pulled the cable: both ends of every connection are gone.
  void unplug() { process_.reset(); }

  /// One command of the back door, e.g. `{"do": "fault", "name": "out_of_focus"}`.
  boost::json::object tell(const std::string& command) {
    boost::asio::io_context loop;
    boost::asio::local::stream_protocol::socket socket(loop);
    socket.connect({control_path()});
    boost::asio::write(socket, boost::asio::buffer(command + "\n"));
    std::string answer;
    boost::asio::read_until(socket, boost::asio::dynamic_buffer(answer), '\n');
    auto parsed = boost::json::parse(answer).as_object();
    INFO(command << " -> " << answer);
    REQUIRE(parsed.at("ok").as_bool());
    return parsed;
  }
  /// What the body itself says about the photos it made: their SHA-256, oldest first.
  std::vector<std::string> photos_made() {
    std::vector<std::string> all;
    const auto answer = tell(R"({"do": "shots"})");
    for (const auto& shot : answer.at("shots").as_array())
      all.emplace_back(shot.at("jpeg_sha256").as_string());
    return all;
  }

 private:
  std::string control_path() const { return (folder_.path() / "control").string(); }

  TemporaryFolder folder_;
  std::optional<WorkerProcess> process_;
  int port_ = 0;
};

inline std::string model_of(const std::string& profile) {
  return profile == "eos" ? "Canon EOS 80D" : "Nikon DSC D7500";
}

inline GphotoOptions options_for(const std::string& model, const std::string& port) {
  GphotoOptions options;
  options.worker_path = BOOTH_BIN_DIR "/booth-camera-worker";
  options.model = model;
  options.port = port;
  return options;
}

/// The daemon's side, running: a loop with one camera that is stopped in order at the end.
class RunningCamera {
 public:
  explicit RunningCamera(GphotoOptions options)
      : camera_(loop_.get_executor(), timer_, std::move(options)) {
    const auto when_done = [this](const std::exception_ptr& failure) {
      is_done_ = true;
      if (failure) std::rethrow_exception(failure);
    };
    boost::asio::co_spawn(loop_, camera_.run(), when_done);
  }
  ~RunningCamera() {
    camera_.stop();
    run_until(loop_, [this] { return is_done_; });
  }

  GphotoCamera& operator*() { return camera_; }
  GphotoCamera* operator->() { return &camera_; }

  template <class T>
  T await(boost::asio::awaitable<T> task) {
    return run_until_done(loop_, std::move(task));
  }
  bool until(const std::function<bool()>& condition) { return run_until(loop_, condition); }
  bool until_state(CameraState state) {
    return until([this, state] { return camera_.status().state == state; });
  }
  Result<TakenPhoto> shoot(const std::string& shot = "shot-1") {
    CaptureRequest request;
    request.shot = ShotId(shot);
    request.expose_at = std::chrono::steady_clock::now() + std::chrono::milliseconds(200);
    return await(camera_.take_photo(request));
  }
  Result<LiveFrame> frame_after(std::uint64_t after,
                                std::chrono::milliseconds patience = std::chrono::seconds(20)) {
    return await(camera_.next_frame(after, patience));
  }
  boost::asio::io_context& loop() { return loop_; }

 private:
  boost::asio::io_context loop_{1};
  SystemTimer timer_;
  GphotoCamera camera_;
  bool is_done_ = false;
};

}  // namespace booth::testing

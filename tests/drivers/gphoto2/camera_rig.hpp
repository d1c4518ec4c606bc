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
#include "tests/support/patience.hpp"
#include "tests/support/run_loop.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth::testing {

/// A program that plays a camera, as a process of its own, with its back door. It ends with the
/// test, also when that is killed.
class CameraProgram {
 public:
  struct Command {
    std::string program;
    std::string profile;
    std::vector<std::string> options;
    std::vector<std::string> environment;
  };

  pid_t pid() const { return process_->pid(); }
  std::string control_path() const { return (folder_.path() / "control").string(); }

  /// One command of the back door, e.g. `{"do": "fault", "name": "out_of_focus"}`.
  /// @param body  1 is the first; a program may play several
  boost::json::object tell(const std::string& command, int body = 1) {
    boost::asio::io_context loop;
    boost::asio::local::stream_protocol::socket socket(loop);
    socket.connect({control_path() + (body == 1 ? "" : "." + std::to_string(body))});
    boost::asio::write(socket, boost::asio::buffer(command + "\n"));
    std::string answer;
    boost::asio::read_until(socket, boost::asio::dynamic_buffer(answer), '\n');
    auto parsed = boost::json::parse(answer).as_object();
    INFO(command << " -> " << answer);
    REQUIRE(parsed.at("ok").as_bool());
    return parsed;
  }
  /// What the body itself says about the photos it made: their SHA-256, oldest first.
  std::vector<std::string> photos_made(int body = 1) {
    std::vector<std::string> all;
    const auto answer = tell(R"({"do": "shots"})", body);
    for (const auto& shot : answer.at("shots").as_array())
      all.emplace_back(shot.at("jpeg_sha256").as_string());
    return all;
  }

 protected:
  /// Starts the program and waits until it is ready.
  explicit CameraProgram(const Command& command) {
    const auto ready = folder_.path() / "ready";
    std::vector<std::string> arguments = {"--profile",        command.profile, "--ready-file",
                                          ready.string(),     "--control",     control_path(),
                                          "--end-with-parent"};
    arguments.insert(arguments.end(), command.options.begin(), command.options.end());
    std::vector<std::string> environment = {"PATH=/usr/bin:/bin",
                                            "TMPDIR=" + folder_.path().string()};
    environment.insert(environment.end(), command.environment.begin(), command.environment.end());
    process_.emplace(must(WorkerProcess::start(
        {.program = command.program, .arguments = arguments, .environment = environment})));
    const auto has_said = [&] {
      std::ifstream file(ready);
      return std::getline(file, ready_line_).good();
    };
    if (!demo::wait_until(has_said, longest_wait()))
      throw std::runtime_error("the virtual camera does not start");
  }
  /// The value after the last '=' of what it said when it was ready.
  std::string said_when_ready() const { return ready_line_.substr(ready_line_.rfind('=') + 1); }
  void end() { process_.reset(); }

 private:
  TemporaryFolder folder_;
  std::optional<WorkerProcess> process_;
  std::string ready_line_;
};

/// booth-virtual-camera on a free port.
class VirtualCamera : public CameraProgram {
 public:
  explicit VirtualCamera(const std::string& profile, std::vector<std::string> more = {},
                         int port = 0)
      : CameraProgram({.program = BOOTH_BIN_DIR "/booth-virtual-camera",
                       .profile = profile,
                       .options = with_port(std::move(more), port),
                       .environment = {}}) {}

  std::string port() const {
    return "ptpip:127.0.0.1:" + said_when_ready() + ":" + said_when_ready();
  }
  int port_number() const { return std::stoi(said_when_ready()); }
  /// As if somebody pulled the cable: both ends of every connection are gone.
  void unplug() { end(); }

 private:
  static std::vector<std::string> with_port(std::vector<std::string> options, int port) {
    options.insert(options.end(), {"--port", std::to_string(port)});
    return options;
  }
};

inline std::string model_of(const std::string& profile) {
  return profile == "eos" ? "Canon EOS 80D" : "Nikon DSC D7500";
}

/// Driver, camera and daemon all get their share of a busy machine late.
inline void be_patient(GphotoOptions& options) {
  auto& deadlines = options.deadlines;
  for (auto* deadline :
       {&deadlines.open, &deadlines.setting, &deadlines.settings, &deadlines.release,
        &deadlines.live_view, &deadlines.photo, &deadlines.photo_grace})
    *deadline = patient(*deadline);
  auto& silence = options.silence;
  for (auto* limit : {&silence.hello, &silence.idle, &silence.first_frame, &silence.live_view,
                      &silence.frameless, &silence.capture})
    *limit = patient(*limit);
  options.retry.latest_exposure = patient(options.retry.latest_exposure);
}

inline GphotoOptions options_for(const std::string& model, const std::string& port) {
  GphotoOptions options;
  options.worker_path = BOOTH_BIN_DIR "/booth-camera-worker";
  options.model = model;
  options.port = port;
  static const TemporaryFolder links;
  options.driver_folder = links.path().string();
  be_patient(options);
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
                                std::chrono::milliseconds patience = longest_wait()) {
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

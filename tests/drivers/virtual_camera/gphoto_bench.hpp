#pragma once

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"
#include "drivers/demo/rig/child_process.hpp"
#include "tests/support/must.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth::virtual_camera {

/// booth-virtual-camera as a process, and Debian's gphoto2 program as its client: the independent
/// witness.
class GphotoBench {
 public:
  using Words = std::vector<std::string>;

  explicit GphotoBench(const std::string& profile, const Words& more_options = {})
      : model_(profile == "nikon" ? "Nikon DSC D7500" : "Canon EOS 80D") {
    std::filesystem::create_directory(path("home"));
    std::filesystem::create_directory(path("kept"));
    Words words{BOOTH_BIN_DIR "/booth-virtual-camera",
                "--port",
                "0",
                "--profile",
                profile,
                "--ready-file",
                path("ready"),
                "--control",
                path("control"),
                "--keep",
                path("kept")};
    words.insert(words.end(), more_options.begin(), more_options.end());
    camera_.emplace(must(demo::ChildProcess::start({.words = words, .log = path("camera.log")})));
    const auto is_ready = [this] { return std::filesystem::exists(path("ready")); };
    must(camera_->wait_until_ready(is_ready, testing::longest_wait()));
    const std::string line = text_of("ready");
    port_ = line.substr(line.find('=') + 1);
    port_.erase(port_.find('\n'));
  }

  /// Starts gphoto2 with these options and leaves it running.
  demo::ChildProcess start(const Words& options) {
    const std::string address = "ptpip:127.0.0.1:" + port_ + ":" + port_;
    Words words{"gphoto2", "--port", address, "--camera", model_};
    words.insert(words.end(), options.begin(), options.end());
    std::filesystem::remove(path("gphoto2.log"));
    return must(demo::ChildProcess::start({.words = words,
                                           .environment = {{"HOME", path("home")}, {"LC_ALL", "C"}},
                                           .log = path("gphoto2.log"),
                                           .folder = folder_.path()}));
  }

  /// @returns the exit status of gphoto2
  int run(const Words& options) {
    demo::ChildProcess client = start(options);
    return must(client.wait_for_end(testing::longest_wait()));
  }

  /// Runs gphoto2 and expects success.
  void succeed(const Words& options) {
    const int status = run(options);
    INFO(said());
    REQUIRE(status == 0);
  }

  /// What gphoto2 wrote on both channels.
  std::string said() const { return text_of("gphoto2.log"); }
  bool said(const std::string& part) const { return said().find(part) != std::string::npos; }

  boost::json::object tell(const std::string& command) {
    boost::asio::io_context context;
    boost::asio::local::stream_protocol::socket socket(context);
    socket.connect(path("control"));
    boost::asio::write(socket, boost::asio::buffer(command + "\n"));
    std::string answer;
    boost::asio::read_until(socket, boost::asio::dynamic_buffer(answer), '\n');
    boost::json::object parsed = boost::json::parse(answer).as_object();
    INFO(answer);
    REQUIRE(parsed.at("ok").as_bool());
    return parsed;
  }
  void fault(const std::string& members) { tell("{\"do\": \"fault\", " + members + "}"); }
  /// A number of the camera's status; true and false count as 1 and 0.
  std::int64_t status(const char* name) {
    const boost::json::object answer = tell(R"({"do": "status"})");
    const boost::json::value& value = answer.at(name);
    return value.is_bool() ? value.get_bool() : value.to_number<std::int64_t>();
  }
  /// The camera's own record of a shot, the first being 1.
  boost::json::object shot(std::size_t number) {
    return tell(R"({"do": "shots"})").at("shots").as_array().at(number - 1).as_object();
  }
  std::string sha256_of_shot(std::size_t number) {
    return std::string(shot(number).at("jpeg_sha256").as_string());
  }

  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  bool exists(const std::string& name) const { return std::filesystem::exists(path(name)); }
  std::string text_of(const std::string& name) const {
    std::ifstream file(path(name), std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  }
  std::string sha256_of(const std::string& name) const { return must(sha256_of_file(path(name))); }
  demo::ChildProcess& camera() { return *camera_; }

 private:
  testing::TemporaryFolder folder_;
  std::string model_;
  std::optional<demo::ChildProcess> camera_;
  std::string port_;
};

}  // namespace booth::virtual_camera

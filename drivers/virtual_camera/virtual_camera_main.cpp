#include <csignal>
#include <cstdint>
#include <exception>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "drivers/virtual_camera/camera_options.hpp"
#include "drivers/virtual_camera/control_server.hpp"
#include "drivers/virtual_camera/keeping_photo_source.hpp"
#include "drivers/virtual_camera/ptpip_server.hpp"

namespace {

using namespace booth::virtual_camera;

void report_end(const std::exception_ptr& failure) {
  if (failure) std::rethrow_exception(failure);
}

int run(CameraOptions options, std::uint16_t port) {
  apply(options);
  boost::asio::io_context loop(1);
  const std::unique_ptr<PhotoSource> source = make_photo_source(options);
  KeepingPhotoSource keeper(*source, options.keep);
  PtpEngine engine(options.camera, options.keep.empty() ? *source : keeper);
  PtpIpServer server(loop.get_executor(), engine, port);

  std::optional<ControlServer> control;
  const Cable cable{.drop_client = [&server] { server.drop_client(); }, .more = {}};
  if (!options.control.empty())
    control.emplace(loop.get_executor(), options.control, engine, cable);

  boost::asio::signal_set signals(loop, SIGTERM, SIGINT);
  signals.async_wait([&](const boost::system::error_code&, int) {
    server.stop();
    loop.stop();
  });
  boost::asio::co_spawn(loop, server.run(), report_end);
  if (control) boost::asio::co_spawn(loop, control->run(), report_end);

  say_ready(options, "ready port=" + std::to_string(server.port()));
  loop.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("A PTP/IP camera without hardware, for demos, training and tests");
  CameraOptions options;
  std::uint16_t port = 0;
  app.add_option("--port", port, "TCP port on 127.0.0.1; 0 takes any free one");
  app.add_option("--serial", options.camera.serial, "serial number");
  declare_camera_options(app, options);
  CLI11_PARSE(app, argc, argv);
  try {
    return run(options, port);
  } catch (const std::exception& failure) {
    std::cerr << "booth-virtual-camera: " << failure.what() << '\n';
    return 1;
  }
}

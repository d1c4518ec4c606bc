#include <csignal>
#include <exception>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "drivers/virtual_camera/camera_options.hpp"
#include "drivers/virtual_camera/control_server.hpp"
#include "drivers/virtual_camera/keeping_photo_source.hpp"
#include "tests/drivers/usb_camera/usb_camera.hpp"

// booth-virtual-camera on a USB cable. Clients run with umockdev's preload library; see
// tests/drivers/usb_camera/README.md.
namespace {

using namespace booth::virtual_camera;

constexpr int kFirstDevice = 11;

/// One body, with everything that is its own.
struct Body {
  Body(boost::asio::io_context& loop, UsbBus& bus, int& next_device, const CameraOptions& options,
       int socket)
      : source(make_photo_source(options)),
        keeper(*source, options.keep),
        camera(loop, bus, next_device, options.camera, options.keep.empty() ? *source : keeper,
               socket),
        control(loop.get_executor(), options.control, camera.engine(), camera.cable()) {}

  std::unique_ptr<PhotoSource> source;
  KeepingPhotoSource keeper;
  UsbCamera camera;
  ControlServer control;
};

void report_end(const std::exception_ptr& failure) {
  if (failure) std::rethrow_exception(failure);
}

int run(CameraOptions options, const std::vector<std::string>& serials, bool is_plugged) {
  apply(options);
  boost::asio::io_context loop(1);
  UsbBus bus;
  // Without it umockdev can make devices, but not tell anybody of them.
  if (!umockdev_in_mock_environment())
    throw std::runtime_error("start me with LD_PRELOAD=libumockdev-preload.so.0");
  int next_device = kFirstDevice;
  std::vector<std::unique_ptr<Body>> bodies;
  const std::string control = options.control;
  for (const auto& serial : serials) {
    const int socket = static_cast<int>(bodies.size()) + 1;
    options.camera.serial = serial;
    options.control = control + (socket == 1 ? "" : "." + std::to_string(socket));
    bodies.push_back(std::make_unique<Body>(loop, bus, next_device, options, socket));
    if (is_plugged) bodies.back()->camera.plug();
    boost::asio::co_spawn(loop, bodies.back()->control.run(), report_end);
  }
  boost::asio::signal_set signals(loop, SIGTERM, SIGINT);
  signals.async_wait([&](const boost::system::error_code&, int) { loop.stop(); });
  say_ready(options, "ready usb=" + bus.folder());
  loop.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Cameras without hardware on an emulated USB bus, for tests");
  CameraOptions options;
  std::vector<std::string> serials{options.camera.serial};
  bool is_unplugged = false;
  app.add_option("--serial", serials,
                 "serial numbers: one body each; the control socket of the second is PATH.2");
  app.add_flag("--unplugged", is_unplugged, "start with the cables pulled out");
  declare_camera_options(app, options);
  app.get_option("--control")->required();
  CLI11_PARSE(app, argc, argv);
  try {
    return run(options, serials, !is_unplugged);
  } catch (const std::exception& failure) {
    std::cerr << "usb-virtual-camera: " << failure.what() << '\n';
    return 1;
  }
}

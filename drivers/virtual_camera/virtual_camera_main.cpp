#include <csignal>
#include <exception>
#include <fstream>
#include <iostream>
#include <memory>
#include <optional>
#include <string>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "daemon/runtime/log.hpp"
#include "drivers/virtual_camera/control_server.hpp"
#include "drivers/virtual_camera/folder_photo_source.hpp"
#include "drivers/virtual_camera/keeping_photo_source.hpp"
#include "drivers/virtual_camera/ptpip_server.hpp"

namespace {

using namespace booth::virtual_camera;

struct Options {
  std::uint16_t port = 0;
  std::string photos;
  std::string ready_file;
  std::string control;
  std::string keep;
  CameraSettings camera;
  int exposure_ms = 80;
  int processing_ms = 350;
  bool is_verbose = false;
};

void declare(CLI::App& app, Options& options) {
  app.add_option("--port", options.port, "TCP port on 127.0.0.1; 0 takes any free one");
  const std::map<std::string, ProfileName> profiles{{"nikon", ProfileName::Nikon},
                                                    {"eos", ProfileName::Eos}};
  app.add_option("--profile", options.camera.profile,
                 "the camera it plays: nikon (D7500) or eos (80D)")
      ->transform(CLI::CheckedTransformer(profiles));
  app.add_option("--photos", options.photos,
                 "serve the JPEG files of this folder instead of drawn photos")
      ->check(CLI::ExistingDirectory);
  app.add_option("--ready-file", options.ready_file, "write the ready line to this file, too");
  app.add_option("--control", options.control,
                 "Unix socket for commands and faults, one JSON line each");
  app.add_option("--keep", options.keep, "keep a copy of every photo taken in this folder")
      ->check(CLI::ExistingDirectory);
  app.add_option("--exposure-ms", options.exposure_ms, "how long the shutter is open")
      ->check(CLI::Range(0, 900'000));
  app.add_option("--processing-ms", options.processing_ms,
                 "from the end of the exposure to the photo")
      ->check(CLI::Range(0, 900'000));
  app.add_option("--fps", options.camera.body.frames_per_second,
                 "live-view frames per second; 0 is unlimited");
  app.add_option("--serial", options.camera.serial, "serial number");
  app.add_flag("--verbose", options.is_verbose, "log every connection");
}

std::unique_ptr<PhotoSource> make_source(const Options& options) {
  DrawnPictures pictures;
  pictures.label.serial = options.camera.serial;
  if (options.camera.profile == ProfileName::Eos) {
    pictures.label.make = "Canon";
    pictures.label.model = "Canon EOS 80D";
  }
  if (options.photos.empty()) return std::make_unique<DrawnPhotoSource>(pictures);
  auto files = FolderPhotoSource::list_photos(options.photos);
  if (!files) throw std::runtime_error(files.error().context);
  return std::make_unique<FolderPhotoSource>(std::move(*files), pictures);
}

/// Written under another name first, so that whoever waits for the file never reads half a line.
void write_ready_file(const std::string& path, const std::string& line) {
  const std::string unfinished = path + ".new";
  std::ofstream file(unfinished);
  file << line << '\n';
  file.close();
  if (!file || std::rename(unfinished.c_str(), path.c_str()) != 0)
    throw std::runtime_error("cannot write the ready file " + path);
}

void report_end(const std::exception_ptr& failure) {
  if (failure) std::rethrow_exception(failure);
}

int run(Options options) {
  booth::log::show_debug(options.is_verbose);
  options.camera.body.exposure = std::chrono::milliseconds(options.exposure_ms);
  options.camera.body.processing = std::chrono::milliseconds(options.processing_ms);
  boost::asio::io_context loop(1);
  const std::unique_ptr<PhotoSource> source = make_source(options);
  KeepingPhotoSource keeper(*source, options.keep);
  PtpEngine engine(options.camera, options.keep.empty() ? *source : keeper);
  PtpIpServer server(loop.get_executor(), engine, options.port);

  std::optional<ControlServer> control;
  if (!options.control.empty())
    control.emplace(loop.get_executor(), options.control, engine, server);

  boost::asio::signal_set signals(loop, SIGTERM, SIGINT);
  signals.async_wait([&](const boost::system::error_code&, int) {
    server.stop();
    loop.stop();
  });
  boost::asio::co_spawn(loop, server.run(), report_end);
  if (control) boost::asio::co_spawn(loop, control->run(), report_end);

  const std::string ready = "ready port=" + std::to_string(server.port());
  if (!options.ready_file.empty()) write_ready_file(options.ready_file, ready);
  std::cout << ready << std::endl;
  loop.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("A PTP/IP camera without hardware, for demos, training and tests");
  Options options;
  declare(app, options);
  CLI11_PARSE(app, argc, argv);
  try {
    return run(options);
  } catch (const std::exception& failure) {
    std::cerr << "booth-virtual-camera: " << failure.what() << '\n';
    return 1;
  }
}

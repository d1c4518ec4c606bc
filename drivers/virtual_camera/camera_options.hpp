#pragma once

#include <memory>
#include <string>

#include "drivers/virtual_camera/photo_source.hpp"
#include "drivers/virtual_camera/ptp_engine.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's own name
class App;
}

namespace booth::virtual_camera {

/// What every program that plays a camera can be told, whatever the camera hangs on.
struct CameraOptions {
  std::string photos;
  std::string ready_file;
  std::string control;
  std::string keep;
  CameraSettings camera;
  int photo_width = 6000;  ///< pixels; photos are 3:2
  int exposure_ms = 80;
  int processing_ms = 350;
  bool ends_with_parent = false;
  bool is_verbose = false;
};

/// Adds the options to `app`, which writes into `options` when it parses.
void declare_camera_options(CLI::App& app, CameraOptions& options);

/// What the options mean for the whole process and for the body; call it once, after parsing.
void apply(CameraOptions& options);

/// @throws std::runtime_error  when the folder of photos has none
std::unique_ptr<PhotoSource> make_photo_source(const CameraOptions& options);

/// Says on stdout, and in the ready file when there is one, that clients may come.
/// @throws std::runtime_error  when the file cannot be written
void say_ready(const CameraOptions& options, const std::string& line);

}  // namespace booth::virtual_camera

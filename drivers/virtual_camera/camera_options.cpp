#include "drivers/virtual_camera/camera_options.hpp"

#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>

#include <CLI/CLI.hpp>

#include "daemon/runtime/log.hpp"
#include "drivers/virtual_camera/drawn_photo_source.hpp"
#include "drivers/virtual_camera/folder_photo_source.hpp"

namespace booth::virtual_camera {
namespace {

/// Whoever started us may be killed without a word; a camera that nobody knows of must not stay.
void end_with_parent() {
  const pid_t parent = ::getppid();
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent)
    throw std::runtime_error("whoever started this camera is gone already");
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

}  // namespace

void declare_camera_options(CLI::App& app, CameraOptions& options) {
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
  app.add_option("--photo-width", options.photo_width, "pixels of a drawn photo, an even number")
      ->check(CLI::Range(600, 6000));
  app.add_option("--fps", options.camera.body.frames_per_second,
                 "live-view frames per second; 0 is unlimited");
  app.add_flag("--end-with-parent", options.ends_with_parent,
               "end when the program that started this one ends, however it does");
  app.add_flag("--verbose", options.is_verbose, "log every connection");
}

void apply(CameraOptions& options) {
  log::show_debug(options.is_verbose);
  if (options.ends_with_parent) end_with_parent();
  options.camera.body.exposure = std::chrono::milliseconds(options.exposure_ms);
  options.camera.body.processing = std::chrono::milliseconds(options.processing_ms);
}

std::unique_ptr<PhotoSource> make_photo_source(const CameraOptions& options) {
  DrawnPictures pictures;
  pictures.photo = {options.photo_width, options.photo_width / 12 * 8};
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

void say_ready(const CameraOptions& options, const std::string& line) {
  if (!options.ready_file.empty()) write_ready_file(options.ready_file, line);
  std::cout << line << std::endl;
}

}  // namespace booth::virtual_camera

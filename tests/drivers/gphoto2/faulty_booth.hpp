#pragma once

#include <functional>
#include <string>
#include <vector>

#include "daemon/runtime/sha256.hpp"
#include "tests/drivers/gphoto2/camera_rig.hpp"

namespace booth::testing {

/// One body with its booth; `expect_right` is the proof that nobody's photo is swapped.
struct FaultyBooth {
  explicit FaultyBooth(const std::string& profile,
                       const std::function<void(GphotoOptions&)>& adjust = {},
                       std::vector<std::string> more = {})
      : body(profile, std::move(more)),
        camera(adjusted(options_for(model_of(profile), body.port()), adjust)) {}

  static GphotoOptions adjusted(GphotoOptions options,
                                const std::function<void(GphotoOptions&)>& adjust) {
    if (adjust) adjust(options);
    return options;
  }

  void ready() { REQUIRE(camera.until_state(CameraState::Ready)); }
  void fault(const std::string& fields) { body.tell(R"({"do": "fault", "name": )" + fields + "}"); }
  std::uint64_t watch() {
    must(camera.await(camera->start_live_view()));
    return must(camera.frame_after(0)).number;
  }
  /// Takes a photo and checks that it is the newest one that the body made.
  void expect_right_photo(const std::string& shot) {
    const auto photo = must(camera.shoot(shot));
    CHECK(photo.shot.str() == shot);
    CHECK(sha256_hex(photo.jpeg) == body.photos_made().back());
    must(camera.await(camera->release_photo(photo.shot)));
  }
  int restarts() { return camera->status().driver_restarts; }

  VirtualCamera body;
  RunningCamera camera;
};

struct Maker {
  std::string profile;
  const char* preview_operation;
  const char* trigger_operation;
  const char* fetch_operation;
};
inline const Maker kNikon{"nikon", "\"0x9203\"", "\"0x9207\"", "\"0x1009\""};
inline const Maker kEos{"eos", "\"0x9153\"", "\"0x9128\"", "\"0x101b\""};

inline std::string on(const char* kind, const char* operation, const std::string& more = {}) {
  return std::string("\"") + kind + R"(", "operation": )" + operation + more;
}

inline void keep_patience_short(GphotoOptions& options) {
  options.deadlines.photo = patient(std::chrono::milliseconds(2000));
  options.deadlines.photo_grace = patient(std::chrono::milliseconds(300));
}

}  // namespace booth::testing

#include "tests/system/camera_story.hpp"

namespace booth::demo {
namespace {

using Begins = CameraStory::Begins;
using Told = CameraStory::Told;
using std::chrono::milliseconds;

const char* const kOnceMore = "failed photo sheet";
/// The camera may be back before the guests have to wait for it.
const char* const kOnceMoreAfterLoss = "failed (wait )?photo sheet";
const char* const kGivenUp = "failed failed failed failed interrupted";

/// Two photos, a sheet, and what a slow disk takes; see also kPhotoWithin and the like.
constexpr milliseconds kSession{8000};
constexpr milliseconds kNewDriver{2000};
/// What the camera will not hand out is waited for so long.
constexpr milliseconds kRefusedFor{2500};

// clang-format off
std::vector<CameraStory> told() {
  return {
      // --- an operation goes wrong
      {.fault = "stall", .makers = "nikon eos", .members = R"("operation": PREVIEW)", .begins = Begins::LiveView,
       .told = Told::Afterwards, .words = "driver replaced", .lasts = kNewDriver},
      {.fault = "stall", .makers = "eos nikon", .members = R"("operation": TRIGGER)", .guests = kOnceMoreAfterLoss,
       .told = Told::Afterwards, .words = "camera", .lasts = kSession + 2 * kPhotoWithin + kNewDriver},
      {.fault = "stall", .makers = "nikon eos", .members = R"("operation": FETCH)", .guests = kOnceMoreAfterLoss,
       .told = Told::Afterwards, .words = "camera", .lasts = kSession + 2 * kPhotoWithin + kNewDriver, .is_rare = true},
      {.fault = "delay", .makers = "eos nikon", .members = R"("operation": PREVIEW, "times": 3, "ms": 150)", .begins = Begins::LiveView,
       .lasts = kNewDriver},
      {.fault = "delay", .makers = "nikon eos", .members = R"("operation": TRIGGER, "ms": 500)", .is_rare = true},
      {.fault = "delay", .makers = "nikon eos", .members = R"("operation": FETCH, "ms": 500)"},
      {.fault = "drop", .makers = "eos nikon", .members = R"("operation": PREVIEW)", .begins = Begins::LiveView,
       .told = Told::Afterwards, .words = "driver replaced", .lasts = kNewDriver, .is_rare = true},
      {.fault = "drop", .makers = "nikon eos", .members = R"("operation": FETCH)", .guests = kOnceMoreAfterLoss,
       .told = Told::Afterwards, .words = "the connection to the camera is broken", .lasts = kSession + kNewDriver},
      {.fault = "truncate", .makers = "nikon eos", .members = R"("operation": PREVIEW, "keep_bytes": 2000)", .begins = Begins::LiveView,
       .lasts = kNewDriver, .is_rare = true},
      {.fault = "truncate", .makers = "eos nikon", .members = R"("operation": FETCH, "keep_bytes": 20000)", .guests = kOnceMoreAfterLoss,
       .told = Told::Afterwards, .words = "the connection to the camera is broken", .lasts = kSession + kNewDriver},
      {.fault = "respond", .makers = "nikon eos", .members = R"("operation": FETCH, "code": "0x200F")", .guests = kOnceMore,
       .told = Told::Afterwards, .words = "does not hand it out", .lasts = kSession + kRefusedFor},
      {.fault = "respond", .makers = "nikon", .members = R"("operation": TRIGGER, "code": "0x2002")", .is_rare = true},
      {.fault = "deny", .makers = "nikon", .members = R"("operation": TRIGGER, "code": "0x2002")"},
      // --- the body refuses, or says nothing
      {.fault = "busy", .makers = "nikon eos", .members = R"("ms": 700)"},
      {.fault = "busy", .makers = "eos nikon", .members = R"("ms": 600000)", .guests = kGivenUp,
       .told = Told::Alarm, .words = "the camera is busy", .remedy = "Look at the camera's own screen", .lasts = kSession + 4 * kPhotoWithin},
      {.fault = "out_of_focus", .makers = "nikon eos", .members = R"("times": 1)"},
      {.fault = "out_of_focus", .makers = "eos nikon", .members = R"("times": 100)", .guests = kGivenUp,
       .told = Told::Alarm, .words = "photos failed: firing the shutter", .remedy = "try `boothctl test shot`", .lasts = kSession + 4 * kPhotoWithin},
      {.fault = "no_events", .makers = "nikon eos", .members = R"("times": 1)", .guests = kOnceMore,
       .told = Told::Afterwards, .words = "delivered no photo in time", .lasts = kSession + kPhotoWithin},
      // --- the photo is told twice, late, or is another one
      {.fault = "duplicate_object", .makers = "eos nikon", .members = R"("times": 2)"},
      {.fault = "late_object", .makers = "nikon eos", .members = R"("ms": LATE)", .guests = kOnceMore,
       .told = Told::Afterwards, .words = "delivered no photo in time", .lasts = kSession + kPhotoWithin, .strangers = 1, .ends_with_failure = true},
      {.fault = "keeps_old_photos", .makers = "eos nikon", .members = "", .guests = kOnceMoreAfterLoss,
       .told = Told::Afterwards, .words = "ended by itself", .lasts = kSession + kNewDriver, .strangers = 1, .kills_driver = true},
      // --- the bytes are not what was taken
      {.fault = "corrupt_photo", .makers = "nikon eos", .members = R"("how": "cut_short")", .guests = kOnceMore,
       .told = Told::Afterwards, .words = "JPEG"},
      {.fault = "corrupt_photo", .makers = "eos nikon", .members = R"("how": "garbage")", .guests = kOnceMore,
       .told = Told::Afterwards, .words = "JPEG", .is_rare = true},
      {.fault = "corrupt_photo", .makers = "nikon eos", .members = R"("how": "empty")", .guests = kOnceMore,
       .told = Told::Afterwards, .words = "photo", .is_rare = true},
      {.fault = "corrupt_photo", .makers = "eos nikon", .members = R"("how": "flipped_bytes")", .guests = "photo (failed photo )?sheet"},
      {.fault = "wrong_size", .makers = "nikon", .members = R"("by": 1000)", .guests = "(failed (wait )?)?photo sheet", .is_rare = true},
      {.fault = "wrong_size", .makers = "eos", .members = R"("by": 1000)", .guests = kOnceMoreAfterLoss,
       .told = Told::Afterwards, .words = "did not answer in time", .lasts = kSession + 2 * kPhotoWithin + kNewDriver},
      {.fault = "wrong_size", .makers = "nikon eos", .members = R"("by": -1000)", .guests = kOnceMore,
       .told = Told::Afterwards, .words = "JPEG", .is_rare = true},
      // --- no room
      {.fault = "no_available_shots", .makers = "eos", .members = "", .begins = Begins::Opening,
       .told = Told::Alarm, .words = "did not answer in time", .remedy = "Switch the camera off", .lasts = 2 * kOpenWithin + kSession},
      {.fault = "card_full", .makers = "nikon eos", .members = "", .guests = kGivenUp, .told = Told::Alarm, .words = "photos failed: firing the shutter",
       .remedy = "Look at the camera's own screen", .lasts = kSession + 4 * kPhotoWithin, .more = "keep_on_card = true\n"},
      // --- live view
      {.fault = "live_view_prohibited", .makers = "nikon eos", .members = R"("bits": 131072)", .told = Told::Alarm, .words = "live view: the camera",
       .remedy = "Look at the camera's own screen"},
      {.fault = "live_view_ends", .makers = "nikon eos", .members = R"("after_frames": 3)", .begins = Begins::LiveView, .lasts = kNewDriver},
      {.fault = "slow_live_view", .makers = "eos nikon", .members = R"("ms": 1500)", .begins = Begins::LiveView, .lasts = milliseconds(1500) + kNewDriver},
      // --- power, opening, the line
      {.fault = "battery_falls", .makers = "nikon eos", .members = R"("percent_per_minute": 1000000)", .begins = Begins::Opening,
       .told = Told::Alarm, .words = "the battery is at ", .remedy = "Put in a full battery"},
      {.fault = "session_already_open", .makers = "eos nikon", .members = R"("times": 1)", .begins = Begins::Opening},
      {.fault = "reject_connection", .makers = "eos nikon", .members = R"("times": 2)", .begins = Begins::Opening,
       .told = Told::Afterwards, .words = "driver replaced", .is_rare = true},
      {.fault = "reject_connection", .makers = "nikon eos", .members = R"("times": 1000000)", .begins = Begins::Opening,
       .told = Told::Alarm, .words = "opening the camera", .remedy = "Switch the camera on, check its battery"},
      {.fault = "slow_link", .makers = "eos nikon", .members = R"("bytes_per_second": 1000000)"},
  };
}
// clang-format on

}  // namespace

const std::vector<CameraStory>& camera_stories() {
  static const auto all = told();
  return all;
}

}  // namespace booth::demo

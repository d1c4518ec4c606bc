#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace booth::demo {

/// What makes the camera go wrong, and what everybody then meets. One row of the table.
struct CameraStory {
  enum class Begins {
    Opening,    ///< before the camera is opened
    LiveView,   ///< guests see themselves
    FirstShot,  ///< just before they press
  };
  enum class Told {
    Nothing,     ///< nothing that a person would have to do, and no alarm
    Afterwards,  ///< nothing to do, but the facts say what kept the guests waiting
    Alarm,       ///< `status` and `doctor` name it and the remedy, until it is gone
  };

  std::string fault;   ///< its name on the control socket
  std::string makers;  ///< "nikon", "eos" or both
  std::string
      members;  ///< of the command; PREVIEW, TRIGGER and FETCH stand for the maker's operation
  Begins begins = Begins::FirstShot;
  /// What happens to a session of one photo, a regular expression: "photo", "failed" (a new
  /// countdown begins), "wait" (for the camera), "sheet", "interrupted".
  std::string guests = "photo sheet";
  Told told = Told::Nothing;
  std::string words;   ///< part of the sentence that is told
  std::string remedy;  ///< part of it, of Alarm
  /// At most, on an idle machine: from the press to the end of the session, from the fault to live
  /// view, or until the camera is open.
  std::chrono::milliseconds lasts{8000};
  int strangers = 0;               ///< photos that are kept, and are on nobody's sheet
  std::string more = {};           ///< lines of the [camera] section
  bool is_rare = false;            ///< not of every day: much like another one
  bool kills_driver = false;       ///< while the first photo is under way
  bool ends_with_failure = false;  ///< put right as soon as a shot has failed
};

/// Every fault of the control socket has its stories here.
const std::vector<CameraStory>& camera_stories();

/// Deadlines of the booth in the stories; they are multiplied like those of the tests.
inline constexpr std::chrono::milliseconds kOpenWithin{3000};
inline constexpr std::chrono::milliseconds kPhotoWithin{2500};
inline constexpr std::chrono::milliseconds kSilentFor{2000};

}  // namespace booth::demo

#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/core/capture/camera_setting.hpp"
#include "daemon/core/capture/shutter_lag.hpp"
#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"
#include "daemon/runtime/unique_fd.hpp"
#include "drivers/gphoto2/gphoto_error.hpp"
#include "drivers/gphoto2/gphoto_handles.hpp"
#include "drivers/gphoto2/worker_messages.hpp"

namespace booth {

/// A file as the camera names it. The name is the camera's and never becomes one of ours.
struct CameraFilePath {
  std::string folder;
  std::string name;

  bool is_jpeg() const;
  bool operator==(const CameraFilePath&) const = default;
};

/// A model, by the library's name, at a port.
struct CameraPlace {
  std::string model;
  std::string port;
};

struct CameraEvent {
  enum class Kind { Nothing, FileAdded, CaptureComplete, Other };
  Kind kind = Kind::Nothing;
  CameraFilePath file;  ///< of FileAdded
};

/// One opened camera. Every call may block for seconds, or for ever: only the camera worker makes
/// them, and the daemon kills the worker when a call takes too long.
///
/// An error with Errc::NoCamera means that the connection is lost: drop the session.
class GphotoSession {
 public:
  /// Finds and opens the camera and chooses where its photos go.
  /// @returns NoCamera, CameraClaimed (names the holder), BadInput for a model the library does not
  /// know
  static Result<GphotoSession> open(const wire::Open& wanted);

  GphotoSession(GphotoSession&&) = default;
  GphotoSession& operator=(GphotoSession&&) = delete;
  /// Closes the camera in order, which talks to it.
  ~GphotoSession();

  const wire::Opened& facts() const { return facts_; }

  /// The next live-view picture, valid until the next call; starts live view when it is off.
  /// @returns nothing when the camera has no picture yet (an empty or cut file is no picture)
  Result<std::optional<std::span<const std::byte>>> preview();

  Result<CameraEvent> wait_for_event(std::chrono::milliseconds patience);

  /// Fires the shutter; returns when the camera took the order, on some bodies after the exposure.
  /// @returns Io for a bare "unspecified error": it may or may not have exposed
  Result<void> trigger(bool use_autofocus);

  /// Downloads a file into sealed memory.
  Result<UniqueFd> fetch(const CameraFilePath& file);
  /// A file that is gone already is no error.
  Result<void> remove(const CameraFilePath& file);

  Result<std::vector<wire::Setting>> settings();
  Result<void> change_setting(const std::string& name, const std::string& value);
  /// Sets what the operator wishes, "iso=400", in our names or the maker's; what is so already is
  /// left alone. A wish that this camera cannot fulfil becomes a warning among the facts.
  void apply(const std::vector<std::string>& wishes);
  /// Battery, lens and the like as of now; asks the camera several things.
  wire::Condition condition();
  /// What the camera's clock shows, minus UTC; to whole seconds. Nothing when the camera does not
  /// say.
  std::optional<std::chrono::milliseconds> clock_offset();
  /// Waits until the camera's clock goes on, a second or so; good to half of what one look at it
  /// costs. @returns Unsupported with a sentence for a camera whose clock cannot be watched
  Result<ClockTick> clock_tick();

 private:
  GphotoSession() = default;
  static Result<GphotoSession> open_with_loaded_drivers(const wire::Open& wanted);
  Result<void> make_context();
  Result<void> connect(const CameraPlace& place, AbilitiesListHandle& abilities, bool resets_usb);
  Result<void> use_model(const std::string& model, AbilitiesListHandle& abilities);
  Result<void> use_port(const std::string& path);
  Result<void> reset_usb_port();
  Result<void> fulfil(const SettingWish& wish);
  static void set_driver_option(const char* key, const char* value);
  void choose_target(bool has_card_target);
  void read_facts();
  /// Civil time, whole seconds.
  std::optional<std::chrono::local_seconds> clock();
  Result<CameraWidgetHandle> widget(const std::string& name);
  std::optional<std::string> text_of(const std::string& name);
  /// @param ours  our name of a setting; @returns empty when the camera has none of its names
  std::string text_of_first(std::string_view ours);
  /// @returns -1 when the camera does not say
  std::int32_t free_shots_on_card();
  Error failed(int code, const char* doing);
  template <class Call>
  int repeated_when_unexplained(const Call& call);

  // The context keeps a pointer to the texts, so they live on the heap and outlive it.
  std::unique_ptr<GphotoTexts> texts_;
  ContextHandle context_;
  PortInfoListHandle ports_;
  CameraHandle camera_;
  CameraFileHandle preview_file_;
  wire::Opened facts_;
  std::string chosen_model_;
  std::string chosen_port_;
  int log_id_ = -1;
  bool is_open_ = false;
};

}  // namespace booth

#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "daemon/core/units.hpp"
#include "drivers/virtual_camera/ptp_message.hpp"

namespace booth::virtual_camera {

/// What makes one photo or frame recognisable in the picture and in its JPEG comment.
struct PictureIdentity {
  std::uint32_t shot =
      0;  ///< number of the shot; for a live-view frame the shot that would come next
  std::uint64_t frame = 0;  ///< live-view frames served so far
  Moment taken;             ///< start of the exposure, or when the frame was drawn
};

struct Photo {
  /// Owners: the camera's memory, and a reply that is being sent.
  std::shared_ptr<const Bytes> jpeg;
  std::shared_ptr<const Bytes> thumbnail;  ///< JPEG, 160 pixels wide
  PixelSize size;
};

/// Where pictures come from: drawn, or a folder of files.
///
/// @thread  all calls on the thread of the engine; an implementation may work ahead on its own
class PhotoSource {
 public:
  virtual ~PhotoSource() = default;

  /// Starts to make the photo of this shot, so that `take` finds it ready.
  virtual void prepare(std::uint32_t shot) = 0;
  /// @returns nothing while the photo is still being made: ask again later
  virtual std::optional<Photo> take(const PictureIdentity& identity) = 0;
  /// A live-view JPEG; short enough (a few milliseconds) to be made while the client waits.
  virtual Bytes live_frame(const PictureIdentity& identity) = 0;
};

}  // namespace booth::virtual_camera

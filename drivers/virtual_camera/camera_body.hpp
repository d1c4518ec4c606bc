#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "drivers/virtual_camera/faults.hpp"
#include "drivers/virtual_camera/object_store.hpp"
#include "drivers/virtual_camera/photo_source.hpp"

namespace booth::virtual_camera {

struct BodySettings {
  std::chrono::milliseconds shutter_lag{0};  ///< from the order to the start of the exposure
  std::chrono::milliseconds exposure{80};
  std::chrono::milliseconds processing{
      350};  ///< from the end of the exposure until the photo can be fetched
  double frames_per_second = 24;
  int battery_percent = 80;
  int ram_images = 3;  ///< photos that fit into the body's buffer memory before it answers busy
  std::string folder_name = "100NCD75";
  std::string file_prefix = "DSC_";
  std::string raw_extension = ".NEF";
  std::uint16_t raw_format = format::kUndefined;
  std::size_t raw_bytes = 2'000'000;  ///< size of the invented raw file beside a JPEG
};

enum class CaptureTarget { Ram, Card };
enum class ImageKind { Jpeg, Raw, RawAndJpeg };

/// How a press of the shutter button went.
enum class Release { Taken, Busy, CardFull };

/// One press of the shutter, for the record.
struct Shot {
  std::uint32_t number = 0;
  CaptureTarget target = CaptureTarget::Ram;
  ImageKind kind = ImageKind::Jpeg;
  bool is_foreign = false;  ///< somebody pressed the button on the body
  bool is_finished = false;
  bool is_lost = false;      ///< its client went away before it could be fetched
  PictureIdentity identity;  ///< `taken` is the start of the exposure
  SteadyTime exposure_end;
  SteadyTime ready_at;  ///< earliest; a photo that is still being drawn comes later
  std::size_t jpeg_bytes = 0;
  std::string jpeg_sha256;  ///< of the bytes as the camera hands them out
};

/// What happened inside the body; the profile tells the client in its maker's language.
struct BodyEvent {
  enum class Kind { ObjectInRam, ObjectOnCard, CaptureComplete, ObjectRemoved };
  Kind kind = Kind::CaptureComplete;
  std::uint32_t handle = 0;
  CaptureTarget target = CaptureTarget::Ram;
  SteadyTime due;
};

/// An image in the buffer memory of the body. It stays until it was fetched and its room is needed.
struct RamImage {
  StoredObject object;
  bool is_fetched = false;
};

/// A camera body without a maker: shutter, buffer memory, card, live view, battery. Time only moves
/// through `advance`.
class CameraBody {
 public:
  static constexpr std::uint32_t kFirstRamHandle = 0xFFFF0001;

  CameraBody(BodySettings settings, PhotoSource& source, Faults& faults);

  /// Moves exposures and processing on. Call before anything else of the same instant.
  void advance(Moment now);
  /// Events that are due, oldest first; each is handed out once.
  std::vector<BodyEvent> take_events(SteadyTime now);

  Release release(CaptureTarget target, ImageKind kind, bool is_foreign, Moment now);
  bool is_exposing(SteadyTime now) const;
  bool is_processing() const;
  bool is_busy(SteadyTime now) const { return is_exposing(now) || now < faults_.busy_until; }

  void start_live_view() {
    if (!is_live_view_on_) ++live_views_;
    is_live_view_on_ = true;
  }
  void end_live_view() { is_live_view_on_ = false; }
  bool is_live_view_on() const { return is_live_view_on_; }
  int live_views() const { return live_views_; }
  /// When the sensor delivers the next frame.
  SteadyTime next_frame_due() const { return last_frame_at_ + frame_interval_; }
  /// Draws the current frame. Live view may end by itself afterwards (a fault).
  Bytes take_frame(Moment now);

  /// An object on the card or in RAM. @returns null when there is none (any more)
  const StoredObject* find(std::uint32_t handle);
  void mark_fetched(std::uint32_t handle);
  bool remove(std::uint32_t handle);
  /// Forgets every photo in the buffer memory.
  void clear_ram() { ram_.clear(); }
  /// Forgets what the last client left behind: photos in the buffer memory, shots on their way
  /// there, unheard events.
  void forget_last_client();
  bool has_unfetched_ram_image() const;
  /// They have the next numbers, as if somebody had taken them with this body.
  void add_old_files(int count, UtcTime now);
  /// Off and on again: what was not on the card is gone.
  void lose_power();
  /// Switched off, an empty card put in, switched on: file numbers begin again.
  void change_card();

  int battery_percent(SteadyTime now) const;
  MemoryCard& card() { return card_; }
  const MemoryCard& card() const { return card_; }
  const std::deque<RamImage>& ram() const { return ram_; }
  const std::vector<Shot>& shots() const { return shots_; }
  std::uint64_t frames_served() const { return frames_served_; }
  const BodySettings& settings() const { return settings_; }
  BodySettings& settings() { return settings_; }

 private:
  void finish(Shot& shot, const Photo& photo);
  std::uint32_t store(const Shot& shot, StoredObject object);
  void announce(const Shot& shot, const std::vector<std::uint32_t>& handles, SteadyTime now);
  std::uint32_t next_shot_number() const { return static_cast<std::uint32_t>(shots_.size()) + 1; }
  void forget_fetched();
  std::uint32_t file_number(const Shot& shot) const {
    return static_cast<std::uint32_t>(files_before_ + shot.number);
  }
  std::uint32_t next_file_number() const {
    return static_cast<std::uint32_t>(files_before_ + next_shot_number());
  }

  BodySettings settings_;
  PhotoSource& source_;
  Faults& faults_;
  MemoryCard card_;
  std::deque<RamImage> ram_;
  std::vector<Shot> shots_;
  std::vector<BodyEvent> events_;
  std::int64_t files_before_ = 0;  ///< added to a shot's number: others have been photographing
  std::uint32_t next_ram_handle_ = kFirstRamHandle;
  bool is_live_view_on_ = false;
  int live_views_ = 0;  ///< begun
  std::chrono::nanoseconds frame_interval_;
  SteadyTime last_frame_at_{};
  std::uint64_t frames_served_ = 0;
};

}  // namespace booth::virtual_camera

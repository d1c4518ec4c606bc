#include "drivers/virtual_camera/camera_body.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "daemon/runtime/sha256.hpp"
#include "drivers/virtual_camera/damage_photo.hpp"

namespace booth::virtual_camera {
namespace {

using std::chrono::milliseconds;

constexpr std::chrono::nanoseconds kNoFrameLimit{0};

std::chrono::nanoseconds interval_of(double frames_per_second) {
  if (frames_per_second <= 0) return kNoFrameLimit;
  return std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / frames_per_second));
}

/// A name as cameras number them: DSC_0007.JPG.
std::string file_name(const std::string& prefix, std::uint32_t number, const std::string& ending) {
  std::string digits = std::to_string(number % 10000);
  digits.insert(0, 4 - std::min<std::size_t>(4, digits.size()), '0');
  return prefix + digits + ending;
}

/// Bytes that begin like a TIFF based raw file; no program could develop them.
std::shared_ptr<const Bytes> invent_raw_file(std::size_t size, std::uint32_t seed) {
  Bytes bytes(std::max<std::size_t>(size, 8));
  std::uint32_t state = seed * 2654435761U + 1;
  for (std::byte& byte : bytes) {
    state = state * 1664525U + 1013904223U;
    byte = static_cast<std::byte>(state >> 24);
  }
  const std::array<unsigned char, 8> header{'I', 'I', 42, 0, 8, 0, 0, 0};
  std::transform(header.begin(), header.end(), bytes.begin(),
                 [](unsigned char value) { return static_cast<std::byte>(value); });
  return std::make_shared<const Bytes>(std::move(bytes));
}

}  // namespace

CameraBody::CameraBody(BodySettings settings, PhotoSource& source, Faults& faults)
    : settings_(std::move(settings)),
      source_(source),
      faults_(faults),
      card_(settings_.folder_name),
      frame_interval_(interval_of(settings_.frames_per_second)) {
  source_.prepare(next_shot_number());
}

void CameraBody::advance(Moment now) {
  for (Shot& shot : shots_) {
    if (shot.is_finished) continue;
    if (now.steady < shot.ready_at) return;  // the body develops one photo after the other
    const std::optional<Photo> photo = source_.take(shot.identity);
    if (!photo) {  // still being drawn: the body seems to process a little longer
      shot.ready_at = now.steady;
      return;
    }
    finish(shot, *photo);
    source_.prepare(shot.number + 1);
  }
}

std::vector<BodyEvent> CameraBody::take_events(SteadyTime now) {
  std::vector<BodyEvent> due;
  std::vector<BodyEvent> later;
  for (const BodyEvent& event : events_) (event.due <= now ? due : later).push_back(event);
  events_ = std::move(later);
  std::stable_sort(due.begin(), due.end(), [](const BodyEvent& one, const BodyEvent& other) {
    return one.due < other.due;
  });
  return due;
}

Release CameraBody::release(CaptureTarget target, ImageKind kind, bool is_foreign, Moment now) {
  if (is_busy(now.steady)) return Release::Busy;
  if (target == CaptureTarget::Card && faults_.is_card_full) return Release::CardFull;
  forget_fetched();
  const auto unfinished = std::count_if(shots_.begin(), shots_.end(),
                                        [](const Shot& shot) { return !shot.is_finished; });
  const auto waiting = static_cast<std::ptrdiff_t>(ram_.size()) + unfinished;
  if (waiting >= settings_.ram_images) return Release::Busy;

  Shot shot;
  shot.number = next_shot_number();
  shot.target = target;
  shot.kind = kind;
  shot.is_foreign = is_foreign;
  const Moment exposed{now.steady + settings_.shutter_lag, now.utc + settings_.shutter_lag};
  shot.identity = PictureIdentity{shot.number, frames_served_, exposed};
  shot.exposure_end = exposed.steady + settings_.exposure;
  const SteadyTime free_at = shots_.empty() ? shot.exposure_end : shots_.back().ready_at;
  shot.ready_at = std::max(shot.exposure_end, free_at) + settings_.processing;
  shots_.push_back(std::move(shot));
  return Release::Taken;
}

bool CameraBody::is_exposing(SteadyTime now) const {
  return !shots_.empty() && now < shots_.back().exposure_end;
}

bool CameraBody::is_processing() const {
  return !shots_.empty() && !shots_.back().is_finished;
}

Bytes CameraBody::take_frame(Moment now) {
  // Keep the beat of the sensor as long as the client keeps up with it.
  const SteadyTime due = next_frame_due();
  last_frame_at_ = now.steady - due < frame_interval_ ? due : now.steady;
  ++frames_served_;
  if (faults_.live_view_ends_after && --*faults_.live_view_ends_after <= 0) {
    faults_.live_view_ends_after.reset();
    is_live_view_on_ = false;
  }
  return source_.live_frame(PictureIdentity{next_shot_number(), frames_served_, now});
}

void CameraBody::finish(Shot& shot, const Photo& photo) {
  shot.is_finished = true;
  StoredObject object;
  object.shot = shot.number;
  object.taken = shot.identity.taken.utc;
  object.pixels = photo.size;
  object.thumbnail = photo.thumbnail;
  if (use_one(faults_.wrong_size_photos)) object.size_lie = faults_.size_lie;

  std::vector<std::uint32_t> handles;
  if (shot.kind != ImageKind::Jpeg) {
    StoredObject raw = object;
    raw.format = settings_.raw_format;
    raw.name = file_name(settings_.file_prefix, file_number(shot), settings_.raw_extension);
    raw.bytes = invent_raw_file(settings_.raw_bytes, shot.number);
    handles.push_back(store(shot, std::move(raw)));
  }
  if (shot.kind != ImageKind::Raw) {
    object.format = format::kExifJpeg;
    object.name = file_name(settings_.file_prefix, file_number(shot), ".JPG");
    object.bytes = photo.jpeg;
    if (use_one(faults_.corrupt_photos))
      object.bytes = damage_photo(*photo.jpeg, faults_.corruption);
    shot.jpeg_bytes = object.bytes->size();
    shot.jpeg_sha256 = sha256_hex(*object.bytes);
    handles.push_back(store(shot, std::move(object)));
  }
  announce(shot, handles, shot.ready_at);
}

std::uint32_t CameraBody::store(const Shot& shot, StoredObject object) {
  if (shot.target == CaptureTarget::Card) return card_.add(std::move(object));
  if (ram_.empty()) next_ram_handle_ = kFirstRamHandle;
  object.handle = next_ram_handle_++;
  const std::uint32_t handle = object.handle;
  ram_.push_back(RamImage{std::move(object), false});
  return handle;
}

void CameraBody::announce(const Shot& shot, const std::vector<std::uint32_t>& handles,
                          SteadyTime now) {
  if (use_one(faults_.shots_without_events)) return;
  const int repeats = use_one(faults_.duplicate_events) ? 2 : 1;
  BodyEvent event;
  event.kind = shot.target == CaptureTarget::Ram ? BodyEvent::Kind::ObjectInRam
                                                 : BodyEvent::Kind::ObjectOnCard;
  event.target = shot.target;
  event.due = now + faults_.late_object_added;
  for (const std::uint32_t handle : handles) {
    event.handle = handle;
    events_.insert(events_.end(), static_cast<std::size_t>(repeats), event);
  }
  events_.push_back(BodyEvent{BodyEvent::Kind::CaptureComplete, 0, shot.target, now});
}

const StoredObject* CameraBody::find(std::uint32_t handle) {
  for (const RamImage& image : ram_)
    if (image.object.handle == handle) return &image.object;
  return card_.find(handle);
}

void CameraBody::mark_fetched(std::uint32_t handle) {
  for (RamImage& image : ram_)
    if (image.object.handle == handle) image.is_fetched = true;
}

bool CameraBody::remove(std::uint32_t handle) {
  const auto is_it = [handle](const RamImage& image) { return image.object.handle == handle; };
  if (std::erase_if(ram_, is_it) > 0) return true;
  return card_.remove(handle);
}

void CameraBody::forget_last_client() {
  ram_.clear();
  events_.clear();
  for (Shot& shot : shots_) {
    if (shot.is_finished || shot.target == CaptureTarget::Card) continue;
    shot.is_finished = true;
    shot.is_lost = true;
  }
}

bool CameraBody::has_unfetched_ram_image() const {
  return std::any_of(ram_.begin(), ram_.end(),
                     [](const RamImage& image) { return !image.is_fetched; });
}

void CameraBody::forget_fetched() {
  std::erase_if(ram_, [](const RamImage& image) { return image.is_fetched; });
}

void CameraBody::add_old_files(int count, UtcTime now) {
  // One small picture serves for all of them; a listing only reads names and sizes.
  const auto bytes = std::make_shared<const Bytes>(
      source_.live_frame(PictureIdentity{0, 0, Moment{SteadyTime{}, now}}));
  for (int i = 0; i < count; ++i) {
    StoredObject object;
    object.format = format::kExifJpeg;
    object.name = file_name(settings_.file_prefix, next_file_number(), ".JPG");
    ++files_before_;
    object.taken = now - std::chrono::hours(24 + i);
    object.bytes = bytes;
    card_.add(std::move(object));
  }
}

void CameraBody::change_card() {
  lose_power();
  card_ = MemoryCard(settings_.folder_name);
  files_before_ = -static_cast<std::int64_t>(shots_.size());
}

void CameraBody::lose_power() {
  ram_.clear();
  events_.clear();
  is_live_view_on_ = false;
  for (Shot& shot : shots_) {
    if (shot.is_finished) continue;
    shot.is_finished = true;
    shot.is_lost = true;
  }
}

int CameraBody::battery_percent(SteadyTime now) const {
  const std::chrono::duration<double, std::ratio<60>> minutes = now - faults_.battery_falls_from;
  const double lost = faults_.battery_loss_per_minute * minutes.count();
  return std::max(0, static_cast<int>(std::lround(settings_.battery_percent - lost)));
}

}  // namespace booth::virtual_camera

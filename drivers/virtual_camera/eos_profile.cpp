#include "drivers/virtual_camera/eos_profile.hpp"

#include <algorithm>
#include <array>

#include "drivers/virtual_camera/eos_codes.hpp"
#include "drivers/virtual_camera/eos_records.hpp"

namespace booth::virtual_camera {
namespace {

constexpr std::int64_t kShotsOnHost = 8000;
constexpr std::int64_t kShotsOnCard = 5000;
constexpr std::size_t kMostRecords = 1000;
constexpr std::uint32_t kFullPress = 2;
constexpr std::uint32_t kBothAtOnce = 3;
constexpr std::uint32_t kJpegBlock = 1;
constexpr std::size_t kBlockHead = 8;

/// The body reports steps, not percent.
std::int64_t battery_step(int percent) {
  if (percent > 87) return 2;  // full
  if (percent > 62) return 4;  // three quarters
  if (percent > 37) return 1;  // half
  if (percent > 12) return 5;  // a quarter
  return 0;                    // low
}

/// Operations whose effect (display, power, focus motor) nobody can see from outside.
bool is_accepted_without_effect(std::uint16_t operation) {
  constexpr std::array accepted{eos::kGetRemoteMode,  eos::kSetRemoteMode, eos::kSetUiLock,
                                eos::kResetUiLock,    eos::kKeepDeviceOn,  eos::kRemoteReleaseOff,
                                eos::kCancelAutofocus};
  return std::find(accepted.begin(), accepted.end(), operation) != accepted.end();
}

}  // namespace

EosProfile::EosProfile(std::string serial, CameraBody& body, Faults& faults)
    : serial_(std::move(serial)),
      body_(body),
      faults_(faults),
      properties_(eos_properties(serial_)) {}

Outcome EosProfile::execute(const Request& request, Moment now) {
  const auto& params = request.params;
  switch (request.operation) {
    case eos::kGetEvent:
      return take_events(now);
    case eos::kSetEventMode:
      return set_event_mode(params[0] != 0);
    case eos::kGetStorageIds:
      return with_data(PtpWriter().u32_array(std::array{MemoryCard::kStorage}).take());
    case eos::kGetStorageInfo:
      return with_data(PtpWriter().u32(0).take());  // its layout is not known to clients
    case eos::kGetDeviceInfoEx:
      return device_info_ex();
    case eos::kSetDevicePropValueEx:
      return set_property(request);
    case eos::kRequestDevicePropValue:
      return request_property(static_cast<std::uint16_t>(params[0]));
    case eos::kTransferComplete:
    case eos::kCancelTransfer:
      return body_.remove(params[0]) ? ok() : refuse(rc::kInvalidObjectHandle);
    case eos::kHostCapacity:
      return accept_host_room();
    case eos::kRemoteReleaseOn:
      return press(params[0], params[1] == 1, now);
    case eos::kInitiateViewfinder:
      set_live_view(true);
      return ok();
    case eos::kTerminateViewfinder:
      set_live_view(false);
      return ok();
    case eos::kGetViewfinderData:
      return viewfinder_data(now);
    case eos::kDoAutofocus:
      focus(false);
      return ok();
    default:
      return is_accepted_without_effect(request.operation) ? ok()
                                                           : refuse(rc::kOperationNotSupported);
  }
}

void EosProfile::tell(const BodyEvent& event) {
  const StoredObject* object = body_.find(event.handle);
  switch (event.kind) {
    case BodyEvent::Kind::ObjectInRam:
      if (object != nullptr) queue(eos::transfer_record(*object));
      break;
    case BodyEvent::Kind::ObjectOnCard:
      if (object != nullptr) queue(eos::object_added_record(*object));
      break;
    case BodyEvent::Kind::ObjectRemoved:
      queue(eos::object_removed_record(event.handle));
      break;
    case BodyEvent::Kind::CaptureComplete:
      queue(eos::camera_status_record(false));
      change(eos::kShutterCounter, static_cast<std::int64_t>(body_.shots().size()));
      break;
  }
}

void EosProfile::open_session() {
  records_.clear();
  is_telling_ = false;
}

void EosProfile::close_session() {
  is_telling_ = false;
}

void EosProfile::refresh_properties(Moment now) {
  change(eos::kBatteryPower, battery_step(body_.battery_percent(now.steady)));
  change(eos::kAvailableShots, available_shots());
  if (!body_.is_live_view_on() && properties_.number(eos::kEvfOutputDevice) >= eos::kOutputComputer)
    change(eos::kEvfOutputDevice, eos::kOutputScreen);  // live view ended by itself
  properties_.set(eos::kCameraTime, now.utc.time_since_epoch().count() / 1000);
}

CaptureTarget EosProfile::capture_target() const {
  const bool is_host = properties_.number(eos::kCaptureDestination) == eos::kDestinationHost;
  return is_host ? CaptureTarget::Ram : CaptureTarget::Card;
}

ImageKind EosProfile::image_kind() const {
  switch (properties_.number(eos::kImageFormat)) {
    case eos::kFormatRaw:
      return ImageKind::Raw;
    case eos::kFormatRawAndJpeg:
      return ImageKind::RawAndJpeg;
    default:
      return ImageKind::Jpeg;
  }
}

Reply EosProfile::take_events(Moment now) {
  refresh_properties(now);
  PtpWriter writer;
  if (is_telling_) {
    for (const Bytes& record : records_) writer.bytes(record);
    records_.clear();
  }
  writer.bytes(eos::end_record());
  return with_data(writer.take());
}

Reply EosProfile::set_event_mode(bool is_on) {
  is_telling_ = is_on;
  if (is_on) tell_everything();
  return ok();
}

Reply EosProfile::accept_host_room() {
  has_host_room_ = true;
  change(eos::kAvailableShots, available_shots());
  return ok();
}

Reply EosProfile::set_property(const Request& request) {
  const auto parsed = eos::parse_set_property(request.data);
  if (!parsed) return refuse(rc::kInvalidPropertyFormat);
  const std::uint16_t code = parsed->first;
  const Property* property = properties_.find(code);
  if (property == nullptr) return refuse(rc::kPropertyNotSupported);
  if (property->type == PropertyType::Text) {
    if (!property->is_writable) return refuse(rc::kAccessDenied);
    std::string text;
    for (const std::byte byte : parsed->second)
      if (byte != std::byte{0}) text.push_back(std::to_integer<char>(byte));
    properties_.set(code, text);
  } else if (const std::uint16_t result = properties_.set_from_client(code, parsed->second);
             result != rc::kOk) {
    return refuse(result);
  }
  queue(eos::property_record(code, *properties_.find(code)));
  if (code == eos::kEvfOutputDevice)
    set_live_view((properties_.number(code) & eos::kOutputComputer) != 0);
  // Photos for the computer need its word that it has room, each time the target changes.
  if (code == eos::kCaptureDestination) has_host_room_ = false;
  return ok();
}

Reply EosProfile::request_property(std::uint16_t code) {
  const Property* property = properties_.find(code);
  if (property == nullptr) return refuse(rc::kGeneralError);
  queue(eos::property_record(code, *property));
  return ok();
}

Reply EosProfile::press(std::uint32_t depth, bool without_autofocus, Moment now) {
  if (body_.is_busy(now.steady)) return refuse(rc::kDeviceBusy);
  if (depth != kFullPress) focus(without_autofocus);
  if (depth != kFullPress && depth != kBothAtOnce) return ok();
  if (!is_in_focus_) return ok();  // the button goes down, the shutter does not open
  switch (body_.release(capture_target(), image_kind(), false, now)) {
    case Release::Taken:
      queue(eos::camera_status_record(true));
      return ok();
    case Release::Busy:
      return refuse(rc::kDeviceBusy);
    case Release::CardFull:
      return refuse(rc::kStoreFull);
  }
  return refuse(rc::kGeneralError);
}

Outcome EosProfile::viewfinder_data(Moment now) {
  const bool is_busy = body_.is_busy(now.steady) || now.steady < faults_.live_view_busy_until;
  if (!body_.is_live_view_on() || is_busy) return refuse(eos::kNotReady);
  if (now.steady < body_.next_frame_due()) return Later{body_.next_frame_due()};
  const Bytes frame = body_.take_frame(now);
  PtpWriter writer;
  writer.u32(static_cast<std::uint32_t>(kBlockHead + frame.size())).u32(kJpegBlock);
  return with_data(writer.bytes(frame).take());
}

void EosProfile::focus(bool without_autofocus) {
  is_in_focus_ = true;
  const bool is_manual = properties_.number(eos::kFocusMode) == eos::kFocusManual;
  if (is_manual || without_autofocus) return;
  is_in_focus_ = !use_one(faults_.out_of_focus_shots);
  queue(eos::focus_record(is_in_focus_));
}

void EosProfile::queue(Bytes record) {
  if (records_.size() >= kMostRecords) records_.pop_front();  // nobody listens
  records_.push_back(std::move(record));
}

void EosProfile::tell_everything() {
  for (const std::uint16_t code : properties_.codes()) {
    const Property& property = *properties_.find(code);
    queue(eos::property_record(code, property));
    if (std::optional<Bytes> allowed = eos::allowed_values_record(code, property))
      queue(std::move(*allowed));
  }
}

void EosProfile::change(std::uint16_t code, std::int64_t value) {
  if (properties_.number(code) == value) return;
  properties_.set(code, value);
  queue(eos::property_record(code, *properties_.find(code)));
}

void EosProfile::set_live_view(bool is_on) {
  if (is_on && faults_.live_view_prohibited == 0)
    body_.start_live_view();
  else
    body_.end_live_view();
  change(eos::kEvfOutputDevice, is_on ? eos::kOutputComputer : eos::kOutputScreen);
}

std::int64_t EosProfile::available_shots() const {
  if (faults_.has_no_available_shots) return 0;
  if (capture_target() == CaptureTarget::Ram) return has_host_room_ ? kShotsOnHost : 0;
  return faults_.is_card_full ? 0 : kShotsOnCard;
}

}  // namespace booth::virtual_camera

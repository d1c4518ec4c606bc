#include "drivers/virtual_camera/nikon_profile.hpp"

#include <algorithm>

#include "drivers/virtual_camera/nikon_codes.hpp"

namespace booth::virtual_camera {
namespace {

constexpr std::size_t kLongestEventQueue = 128;
constexpr std::size_t kFrameHeaderBytes = 384;

// Bits of LiveViewProhibitCondition that follow the body; others can be set as a fault.
constexpr std::uint32_t kBatteryExhausted = 1U << 8;
constexpr std::uint32_t kUnfetchedRamImage = 1U << 12;
constexpr std::uint32_t kShotInProgress = 1U << 15;

constexpr int kEmptyBatteryPercent = 3;

}  // namespace

NikonProfile::NikonProfile(std::string serial, CameraBody& body, Faults& faults)
    : serial_(std::move(serial)), body_(body), faults_(faults), properties_(nikon_properties()) {}

DeviceDescription NikonProfile::describe() const {
  DeviceDescription device;
  device.vendor_extension = kVendorNikon;
  device.operations = {op::kGetDeviceInfo,       op::kOpenSession,
                       op::kCloseSession,        op::kGetStorageIds,
                       op::kGetStorageInfo,      op::kGetNumObjects,
                       op::kGetObjectHandles,    op::kGetObjectInfo,
                       op::kGetObject,           op::kGetThumb,
                       op::kDeleteObject,        op::kGetDevicePropDesc,
                       op::kGetDevicePropValue,  op::kSetDevicePropValue,
                       op::kGetPartialObject,    op::kNikonCaptureInRam,
                       op::kNikonAfDrive,        op::kNikonChangeCameraMode,
                       op::kNikonDeleteRamImage, op::kNikonGetEvent,
                       op::kNikonDeviceReady,    op::kNikonGetVendorProps,
                       op::kNikonAfCaptureInRam, op::kNikonStartLiveView,
                       op::kNikonEndLiveView,    op::kNikonGetLiveViewImage,
                       op::kNikonCaptureInMedia};
  device.events = {event::kObjectAdded,
                   event::kObjectRemoved,
                   event::kDevicePropChanged,
                   event::kStoreFull,
                   event::kCaptureComplete,
                   event::kNikonObjectAddedInRam,
                   event::kNikonCaptureCompleteInRam};
  // The maker's own properties are listed by 90CA only, as on the real body.
  for (const std::uint16_t code : properties_.codes())
    if (!nikon::is_vendor_property(code)) device.properties.push_back(code);
  device.formats = {format::kUndefined, format::kAssociation, format::kExifJpeg};
  device.manufacturer = "Nikon Corporation";
  device.model = "D7500";
  device.firmware = "V1.11";
  device.serial = serial_;
  return device;
}

Outcome NikonProfile::execute(const Request& request, Moment now) {
  const auto& params = request.params;
  switch (request.operation) {
    case op::kNikonGetEvent:
      return take_events();
    case op::kNikonDeviceReady:
      return body_.is_busy(now.steady) ? refuse(rc::kDeviceBusy) : ok();
    case op::kNikonGetVendorProps: {
      std::vector<std::uint16_t> codes = properties_.codes();
      std::erase_if(codes, [](std::uint16_t code) { return !nikon::is_vendor_property(code); });
      return with_data(PtpWriter().u16_array(codes).take());
    }
    case op::kNikonChangeCameraMode:
      return ok();
    case op::kNikonAfDrive:
      return use_one(faults_.out_of_focus_shots) ? refuse(rc::kNikonOutOfFocus) : ok();
    case op::kNikonCaptureInRam:
    case op::kNikonAfCaptureInRam:
      return capture(CaptureTarget::Ram, now);
    case op::kNikonCaptureInMedia:
      return capture(params[1] == 1 ? CaptureTarget::Ram : CaptureTarget::Card, now);
    case op::kNikonDeleteRamImage:
      return delete_ram_image(params[0]);
    case op::kNikonStartLiveView:
      return start_live_view(now);
    case op::kNikonEndLiveView:
      body_.end_live_view();
      return ok();
    case op::kNikonGetLiveViewImage:
      return live_view_image(now);
    default:
      return refuse(rc::kOperationNotSupported);
  }
}

void NikonProfile::tell(const BodyEvent& event) {
  if (events_.size() >= kLongestEventQueue) events_.pop_front();  // as a body with a small memory
  switch (event.kind) {
    case BodyEvent::Kind::ObjectInRam:
      events_.push_back({event::kNikonObjectAddedInRam, event.handle});
      break;
    case BodyEvent::Kind::ObjectOnCard:
      events_.push_back({event::kObjectAdded, event.handle});
      break;
    case BodyEvent::Kind::ObjectRemoved:
      events_.push_back({event::kObjectRemoved, event.handle});
      break;
    case BodyEvent::Kind::CaptureComplete:
      events_.push_back({event.target == CaptureTarget::Ram ? event::kNikonCaptureCompleteInRam
                                                            : event::kCaptureComplete,
                         0});
      break;
  }
}

void NikonProfile::open_session() {
  events_.clear();
}

void NikonProfile::close_session() {
  events_.clear();
}

void NikonProfile::refresh_properties(Moment now) {
  properties_.set(nikon::kBatteryLevel, body_.battery_percent(now.steady));
  properties_.set(nikon::kDateTime, to_ptp_time(now.utc));
  properties_.set(nikon::kLiveViewStatus, body_.is_live_view_on() ? 1 : 0);
  properties_.set(nikon::kLiveViewProhibitCondition, live_view_prohibited(now));
}

CaptureTarget NikonProfile::capture_target() const {
  return properties_.number(nikon::kRecordingMedia) == 1 ? CaptureTarget::Ram : CaptureTarget::Card;
}

ImageKind NikonProfile::image_kind() const {
  const std::int64_t quality = properties_.number(nikon::kCompressionSetting);
  if (quality < nikon::kQualityNef) return ImageKind::Jpeg;
  return quality == nikon::kQualityNef ? ImageKind::Raw : ImageKind::RawAndJpeg;
}

Reply NikonProfile::take_events() {
  PtpWriter writer;
  writer.u16(static_cast<std::uint16_t>(events_.size()));
  for (const Event& event : events_) writer.u16(event.code).u32(event.param);
  events_.clear();
  return with_data(writer.take());
}

Reply NikonProfile::capture(CaptureTarget target, Moment now) {
  // The body focuses on release unless it is set to manual, whatever the client asks for.
  const bool is_manual = properties_.number(nikon::kFocusMode) == nikon::kFocusManual;
  if (!is_manual && use_one(faults_.out_of_focus_shots)) return refuse(rc::kNikonOutOfFocus);
  switch (body_.release(target, image_kind(), false, now)) {
    case Release::Taken:
      return ok();
    case Release::Busy:
      return refuse(rc::kDeviceBusy);
    case Release::CardFull:
      return refuse(rc::kStoreFull);
  }
  return refuse(rc::kGeneralError);
}

Reply NikonProfile::start_live_view(Moment now) {
  if (body_.is_live_view_on()) return ok();
  if (live_view_prohibited(now) != 0) return refuse(rc::kNikonInvalidStatus);
  if (body_.is_busy(now.steady)) return refuse(rc::kDeviceBusy);
  body_.start_live_view();
  return ok();
}

Outcome NikonProfile::live_view_image(Moment now) {
  if (!body_.is_live_view_on()) return refuse(rc::kNikonNotLiveView);
  if (body_.is_busy(now.steady) || now.steady < faults_.live_view_busy_until)
    return refuse(rc::kDeviceBusy);
  if (now.steady < body_.next_frame_due()) return Later{body_.next_frame_due()};
  const Bytes frame = body_.take_frame(now);
  // The body puts sizes and focus areas before the picture; clients look for the JPEG's first
  // marker.
  PtpWriter writer;
  writer.u16(0).u16(kFrameHeaderBytes).u32(static_cast<std::uint32_t>(frame.size()));
  writer.bytes(Bytes(kFrameHeaderBytes - writer.size())).bytes(frame);
  return with_data(writer.take());
}

Reply NikonProfile::delete_ram_image(std::uint32_t handle) {
  if (handle == 0) {
    body_.clear_ram();
    return ok();
  }
  return body_.remove(handle) ? ok() : refuse(rc::kInvalidObjectHandle);
}

std::uint32_t NikonProfile::live_view_prohibited(Moment now) const {
  std::uint32_t bits = faults_.live_view_prohibited;
  if (body_.battery_percent(now.steady) <= kEmptyBatteryPercent) bits |= kBatteryExhausted;
  if (body_.has_unfetched_ram_image()) bits |= kUnfetchedRamImage;
  if (body_.is_exposing(now.steady)) bits |= kShotInProgress;
  return bits;
}

}  // namespace booth::virtual_camera

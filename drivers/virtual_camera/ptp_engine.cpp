#include "drivers/virtual_camera/ptp_engine.hpp"

#include <algorithm>
#include <array>

#include "drivers/virtual_camera/eos_profile.hpp"
#include "drivers/virtual_camera/nikon_profile.hpp"

namespace booth::virtual_camera {
namespace {

constexpr std::uint64_t kCardBytes = 64ULL << 30;
constexpr std::uint64_t kBytesPerPhoto = 12ULL << 20;

BodySettings body_of(const CameraSettings& settings) {
  BodySettings body = settings.body;
  if (settings.profile == ProfileName::Eos) {
    body.folder_name = "100CANON";
    body.file_prefix = "IMG_";
    body.raw_extension = ".CR2";
    body.raw_format = format::kCanonCr2;
  }
  return body;
}

std::unique_ptr<CameraProfile> make_profile(const CameraSettings& settings, CameraBody& body,
                                            Faults& faults) {
  if (settings.profile == ProfileName::Eos)
    return std::make_unique<EosProfile>(settings.serial, body, faults);
  return std::make_unique<NikonProfile>(settings.serial, body, faults);
}

Reply send_bytes(const std::shared_ptr<const Bytes>& bytes, std::size_t offset, std::size_t size) {
  Reply reply;
  reply.data = DataPhase{bytes, offset, size, std::nullopt};
  return reply;
}

}  // namespace

Reply with_data(Bytes bytes) {
  const std::size_t size = bytes.size();
  return send_bytes(std::make_shared<const Bytes>(std::move(bytes)), 0, size);
}

PtpEngine::PtpEngine(const CameraSettings& settings, PhotoSource& source)
    : body_(body_of(settings), source, faults_), profile_(make_profile(settings, body_, faults_)) {}

void PtpEngine::advance(Moment now) {
  body_.advance(now);
  for (const BodyEvent& event : body_.take_events(now.steady)) profile_->tell(event);
}

void PtpEngine::lose_connection() {
  is_session_open_ = false;
  profile_->close_session();
}

Release PtpEngine::press_shutter(Moment now) {
  advance(now);
  return body_.release(profile_->capture_target(), profile_->image_kind(), true, now);
}

Outcome PtpEngine::execute(const Request& request, Moment now) {
  advance(now);
  if (!request.is_repeated) current_fault_ = strike(faults_.operations, request.operation);
  if (std::optional<Outcome> fault = apply_fault(request, now)) return *fault;

  Outcome outcome = answer(request, now);
  if (current_fault_ && current_fault_->kind == OperationFaultKind::Truncate)
    if (auto* reply = std::get_if<Reply>(&outcome); reply != nullptr && reply->data)
      reply->data->cut_after = std::min(current_fault_->keep_bytes, reply->data->size);
  const bool is_denied = current_fault_ && current_fault_->kind == OperationFaultKind::Deny;
  if (is_denied && std::holds_alternative<Reply>(outcome)) return refuse(current_fault_->code);
  return outcome;
}

std::optional<Outcome> PtpEngine::apply_fault(const Request& request, Moment now) {
  if (!current_fault_) return std::nullopt;
  const OperationFault& fault = *current_fault_;
  switch (fault.kind) {
    case OperationFaultKind::Stall:
      return Silence{};
    case OperationFaultKind::Drop:
      return HangUp{};
    case OperationFaultKind::Respond:
      return refuse(fault.code);
    case OperationFaultKind::Delay:
      if (now.steady < request.received_at + fault.delay)
        return Later{request.received_at + fault.delay};
      return std::nullopt;
    case OperationFaultKind::Truncate:
    case OperationFaultKind::Deny:
      return std::nullopt;
  }
  return std::nullopt;
}

Outcome PtpEngine::answer(const Request& request, Moment now) {
  if (request.operation == op::kGetDeviceInfo) return device_info();
  if (request.operation == op::kOpenSession) return open_session();
  if (!is_session_open_) return refuse(rc::kSessionNotOpen);

  const std::uint32_t first = request.params[0];
  const auto property = static_cast<std::uint16_t>(first);
  switch (request.operation) {
    case op::kCloseSession:
      lose_connection();
      return ok();
    case op::kGetStorageIds:
      return with_data(PtpWriter().u32_array(std::array{MemoryCard::kStorage}).take());
    case op::kGetStorageInfo:
      return storage_info(first);
    case op::kGetNumObjects:
      return object_handles(request, true);
    case op::kGetObjectHandles:
      return object_handles(request, false);
    case op::kGetObjectInfo:
      return object_info(first);
    case op::kGetObject:
      return object(first);
    case op::kGetPartialObject:
      return partial_object(request);
    case op::kGetThumb:
      return thumbnail(first);
    case op::kDeleteObject:
      return delete_object(first);
    case op::kGetDevicePropDesc:
      return property_description(property, now);
    case op::kGetDevicePropValue:
      return property_value(property, now);
    case op::kSetDevicePropValue:
      return refuse(profile_->properties().set_from_client(property, request.data));
    default:
      return profile_->execute(request, now);
  }
}

Outcome PtpEngine::open_session() {
  if (is_session_open_) return refuse(rc::kSessionAlreadyOpen);
  // A photo that the last client left in RAM would block live view and the shutter for ever, and
  // the next client would take it for its own.
  if (!faults_.keeps_old_photos) body_.forget_last_client();
  is_session_open_ = true;
  profile_->open_session();
  // The fault: the body believes the killed client is still there, and says so while it goes along.
  return use_one(faults_.sessions_already_open) ? refuse(rc::kSessionAlreadyOpen) : ok();
}

Reply PtpEngine::device_info() const {
  const DeviceDescription device = profile_->describe();
  PtpWriter writer;
  writer.u16(100).u32(device.vendor_extension).u16(100).text("").u16(0);
  writer.u16_array(device.operations).u16_array(device.events).u16_array(device.properties);
  writer.u16_array(std::array{format::kExifJpeg}).u16_array(device.formats);
  writer.text(device.manufacturer).text(device.model).text(device.firmware).text(device.serial);
  return with_data(writer.take());
}

Reply PtpEngine::storage_info(std::uint32_t storage) const {
  if (storage != MemoryCard::kStorage) return refuse(rc::kInvalidStorageId);
  const std::uint64_t used = body_.card().file_count() * kBytesPerPhoto;
  const std::uint64_t free = faults_.is_card_full || used > kCardBytes ? 0 : kCardBytes - used;
  PtpWriter writer;
  writer.u16(4).u16(3).u16(0);  // removable RAM, DCF, read and write
  writer.u64(kCardBytes).u64(free).u32(static_cast<std::uint32_t>(free / kBytesPerPhoto));
  writer.text("Virtual card").text("BOOTH");
  return with_data(writer.take());
}

Reply PtpEngine::object_handles(const Request& request, bool only_count) const {
  const std::uint32_t storage = request.params[0];
  if (storage != MemoryCard::kStorage && storage != kEverything)
    return refuse(rc::kInvalidStorageId);
  const std::uint32_t parent = request.params[2];
  if (parent != 0 && parent != kEverything && body_.card().find(parent) == nullptr)
    return refuse(rc::kInvalidObjectHandle);
  const auto handles = body_.card().handles(parent, static_cast<std::uint16_t>(request.params[1]));
  if (!only_count) return with_data(PtpWriter().u32_array(handles).take());
  Reply reply;
  reply.params.push_back(static_cast<std::uint32_t>(handles.size()));
  return reply;
}

Reply PtpEngine::object_info(std::uint32_t handle) {
  const StoredObject* found = body_.find(handle);
  if (found == nullptr) return refuse(rc::kInvalidObjectHandle);
  return with_data(to_object_info(*found));
}

Reply PtpEngine::object(std::uint32_t handle) {
  const StoredObject* found = body_.find(handle);
  if (found == nullptr || !found->bytes) return refuse(rc::kInvalidObjectHandle);
  Reply reply = send_bytes(found->bytes, 0, found->bytes->size());
  body_.mark_fetched(handle);
  return reply;
}

Reply PtpEngine::partial_object(const Request& request) {
  const StoredObject* found = body_.find(request.params[0]);
  if (found == nullptr || !found->bytes) return refuse(rc::kInvalidObjectHandle);
  const std::size_t whole = found->bytes->size();
  const std::size_t offset = std::min<std::size_t>(request.params[1], whole);
  const std::size_t size = std::min<std::size_t>(request.params[2], whole - offset);
  Reply reply = send_bytes(found->bytes, offset, size);
  reply.params.push_back(static_cast<std::uint32_t>(size));
  if (offset + size == whole) body_.mark_fetched(request.params[0]);
  return reply;
}

Reply PtpEngine::thumbnail(std::uint32_t handle) {
  const StoredObject* found = body_.find(handle);
  if (found == nullptr) return refuse(rc::kInvalidObjectHandle);
  if (!found->thumbnail) return refuse(rc::kNoThumbnail);
  return send_bytes(found->thumbnail, 0, found->thumbnail->size());
}

Reply PtpEngine::delete_object(std::uint32_t handle) {
  if (handle == kEverything) {
    for (const std::uint32_t each : body_.card().handles(body_.card().photo_folder(), 0))
      body_.card().remove(each);
    return ok();
  }
  return body_.remove(handle) ? ok() : refuse(rc::kInvalidObjectHandle);
}

Reply PtpEngine::property_description(std::uint16_t code, Moment now) {
  profile_->refresh_properties(now);
  const Property* found = profile_->properties().find(code);
  if (found == nullptr) return refuse(rc::kPropertyNotSupported);
  return with_data(to_description(code, *found));
}

Reply PtpEngine::property_value(std::uint16_t code, Moment now) {
  profile_->refresh_properties(now);
  const Property* found = profile_->properties().find(code);
  if (found == nullptr) return refuse(rc::kPropertyNotSupported);
  PtpWriter writer;
  write_value(writer, found->type, found->value);
  return with_data(writer.take());
}

}  // namespace booth::virtual_camera

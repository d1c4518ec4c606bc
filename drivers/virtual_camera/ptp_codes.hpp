#pragma once

#include <cstdint>

/// Numbers of the Picture Transfer Protocol (ISO 15740) and of the two makers' extensions, as far
/// as a booth meets them.
namespace booth::virtual_camera {

namespace op {
constexpr std::uint16_t kGetDeviceInfo = 0x1001;
constexpr std::uint16_t kOpenSession = 0x1002;
constexpr std::uint16_t kCloseSession = 0x1003;
constexpr std::uint16_t kGetStorageIds = 0x1004;
constexpr std::uint16_t kGetStorageInfo = 0x1005;
constexpr std::uint16_t kGetNumObjects = 0x1006;
constexpr std::uint16_t kGetObjectHandles = 0x1007;
constexpr std::uint16_t kGetObjectInfo = 0x1008;
constexpr std::uint16_t kGetObject = 0x1009;
constexpr std::uint16_t kGetThumb = 0x100A;
constexpr std::uint16_t kDeleteObject = 0x100B;
constexpr std::uint16_t kGetDevicePropDesc = 0x1014;
constexpr std::uint16_t kGetDevicePropValue = 0x1015;
constexpr std::uint16_t kSetDevicePropValue = 0x1016;
constexpr std::uint16_t kGetPartialObject = 0x101B;

// Nikon
constexpr std::uint16_t kNikonCaptureInRam = 0x90C0;
constexpr std::uint16_t kNikonAfDrive = 0x90C1;
constexpr std::uint16_t kNikonChangeCameraMode = 0x90C2;
constexpr std::uint16_t kNikonDeleteRamImage = 0x90C3;
constexpr std::uint16_t kNikonGetEvent = 0x90C7;
constexpr std::uint16_t kNikonDeviceReady = 0x90C8;
constexpr std::uint16_t kNikonGetVendorProps = 0x90CA;
constexpr std::uint16_t kNikonAfCaptureInRam = 0x90CB;
constexpr std::uint16_t kNikonStartLiveView = 0x9201;
constexpr std::uint16_t kNikonEndLiveView = 0x9202;
constexpr std::uint16_t kNikonGetLiveViewImage = 0x9203;
constexpr std::uint16_t kNikonCaptureInMedia = 0x9207;
}  // namespace op

namespace rc {
constexpr std::uint16_t kOk = 0x2001;
constexpr std::uint16_t kGeneralError = 0x2002;
constexpr std::uint16_t kSessionNotOpen = 0x2003;
constexpr std::uint16_t kOperationNotSupported = 0x2005;
constexpr std::uint16_t kInvalidStorageId = 0x2008;
constexpr std::uint16_t kInvalidObjectHandle = 0x2009;
constexpr std::uint16_t kPropertyNotSupported = 0x200A;
constexpr std::uint16_t kStoreFull = 0x200C;
constexpr std::uint16_t kAccessDenied = 0x200F;
constexpr std::uint16_t kNoThumbnail = 0x2010;
constexpr std::uint16_t kDeviceBusy = 0x2019;
constexpr std::uint16_t kInvalidPropertyFormat = 0x201B;
constexpr std::uint16_t kInvalidPropertyValue = 0x201C;
constexpr std::uint16_t kInvalidParameter = 0x201D;
constexpr std::uint16_t kSessionAlreadyOpen = 0x201E;

constexpr std::uint16_t kNikonOutOfFocus = 0xA002;
constexpr std::uint16_t kNikonInvalidStatus = 0xA004;
constexpr std::uint16_t kNikonNotLiveView = 0xA00B;
}  // namespace rc

namespace event {
constexpr std::uint16_t kObjectAdded = 0x4002;
constexpr std::uint16_t kObjectRemoved = 0x4003;
constexpr std::uint16_t kDevicePropChanged = 0x4006;
constexpr std::uint16_t kStoreFull = 0x400A;
constexpr std::uint16_t kCaptureComplete = 0x400D;

constexpr std::uint16_t kNikonObjectAddedInRam = 0xC101;
constexpr std::uint16_t kNikonCaptureCompleteInRam = 0xC102;
}  // namespace event

namespace format {
constexpr std::uint16_t kUndefined = 0x3000;  ///< what a Nikon says of its NEF
constexpr std::uint16_t kAssociation = 0x3001;
constexpr std::uint16_t kExifJpeg = 0x3801;
constexpr std::uint16_t kJfif = 0x3808;
constexpr std::uint16_t kCanonCr2 = 0xB103;
}  // namespace format

constexpr std::uint32_t kVendorNikon = 0x0000000A;
constexpr std::uint32_t kVendorCanon = 0x0000000B;

/// "every storage", "the root folder", depending on the operation.
constexpr std::uint32_t kEverything = 0xFFFFFFFF;

}  // namespace booth::virtual_camera

#pragma once

#include <cstdint>

/// Operations, records and properties of a Canon EOS.
namespace booth::virtual_camera::eos {

constexpr std::uint16_t kGetStorageIds = 0x9101;
constexpr std::uint16_t kGetStorageInfo = 0x9102;
constexpr std::uint16_t kGetDeviceInfoEx = 0x9108;
constexpr std::uint16_t kSetDevicePropValueEx = 0x9110;
constexpr std::uint16_t kGetRemoteMode = 0x9113;
constexpr std::uint16_t kSetRemoteMode = 0x9114;
constexpr std::uint16_t kSetEventMode = 0x9115;
constexpr std::uint16_t kGetEvent = 0x9116;
constexpr std::uint16_t kTransferComplete = 0x9117;
constexpr std::uint16_t kCancelTransfer = 0x9118;
constexpr std::uint16_t kHostCapacity = 0x911A;
constexpr std::uint16_t kSetUiLock = 0x911B;
constexpr std::uint16_t kResetUiLock = 0x911C;
constexpr std::uint16_t kKeepDeviceOn = 0x911D;
constexpr std::uint16_t kRequestDevicePropValue = 0x9127;
constexpr std::uint16_t kRemoteReleaseOn = 0x9128;
constexpr std::uint16_t kRemoteReleaseOff = 0x9129;
constexpr std::uint16_t kInitiateViewfinder = 0x9151;
constexpr std::uint16_t kTerminateViewfinder = 0x9152;
constexpr std::uint16_t kGetViewfinderData = 0x9153;
constexpr std::uint16_t kDoAutofocus = 0x9154;
constexpr std::uint16_t kCancelAutofocus = 0x9160;

/// Answer of GetViewfinderData: no frame yet, ask again.
constexpr std::uint16_t kNotReady = 0xA102;

// Records inside the answer of GetEvent.
constexpr std::uint32_t kObjectAdded = 0xC181;
constexpr std::uint32_t kObjectRemoved = 0xC182;
constexpr std::uint32_t kRequestObjectTransfer = 0xC186;
constexpr std::uint32_t kPropertyChanged = 0xC189;
constexpr std::uint32_t kAllowedValuesChanged = 0xC18A;
constexpr std::uint32_t kCameraStatusChanged = 0xC18B;
constexpr std::uint32_t kOlcChanged = 0xC1A5;

constexpr std::uint16_t kAperture = 0xD101;
constexpr std::uint16_t kShutterSpeed = 0xD102;
constexpr std::uint16_t kIso = 0xD103;
constexpr std::uint16_t kExposureMode = 0xD105;
constexpr std::uint16_t kDriveMode = 0xD106;
constexpr std::uint16_t kMeteringMode = 0xD107;
constexpr std::uint16_t kFocusMode = 0xD108;
constexpr std::uint16_t kWhiteBalance = 0xD109;
constexpr std::uint16_t kPictureStyle = 0xD110;
constexpr std::uint16_t kBatteryPower = 0xD111;
constexpr std::uint16_t kCameraTime = 0xD113;
constexpr std::uint16_t kAutoPowerOff = 0xD114;
constexpr std::uint16_t kOwner = 0xD115;
constexpr std::uint16_t kModelId = 0xD116;
constexpr std::uint16_t kAvailableShots = 0xD11B;
constexpr std::uint16_t kCaptureDestination = 0xD11C;
constexpr std::uint16_t kImageFormat = 0xD120;
constexpr std::uint16_t kShutterCounter = 0xD1AC;
constexpr std::uint16_t kSerialNumber = 0xD1AF;
constexpr std::uint16_t kEvfOutputDevice = 0xD1B0;
constexpr std::uint16_t kEvfMode = 0xD1B1;
constexpr std::uint16_t kLensName = 0xD1D8;
constexpr std::uint16_t kArtist = 0xD1D0;
constexpr std::uint16_t kCopyright = 0xD1D1;

constexpr std::int64_t kFocusOneShot = 0;
constexpr std::int64_t kFocusManual = 3;

constexpr std::int64_t kDestinationCard = 2;
constexpr std::int64_t kDestinationHost = 4;

/// EvfOutputDevice is a mask: 1 the body's own screen, 2 the computer.
constexpr std::int64_t kOutputScreen = 1;
constexpr std::int64_t kOutputComputer = 2;

/// Image formats as libgphoto2 condenses them: size and compression of the first file, then of the
/// second. Compression 3 is fine JPEG, 12 raw.
constexpr std::int64_t kFormatJpeg = 0x0300;
constexpr std::int64_t kFormatRaw = 0x0C00;
constexpr std::int64_t kFormatRawAndJpeg = 0x0C03;

}  // namespace booth::virtual_camera::eos

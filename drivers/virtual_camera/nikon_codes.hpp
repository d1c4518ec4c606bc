#pragma once

#include <cstdint>

/// Property codes and values of a Nikon D7500.
namespace booth::virtual_camera::nikon {

constexpr std::uint16_t kBatteryLevel = 0x5001;
constexpr std::uint16_t kImageSize = 0x5003;
constexpr std::uint16_t kCompressionSetting = 0x5004;
constexpr std::uint16_t kWhiteBalance = 0x5005;
constexpr std::uint16_t kFNumber = 0x5007;
constexpr std::uint16_t kFocalLength = 0x5008;
constexpr std::uint16_t kFocusMode = 0x500A;
constexpr std::uint16_t kExposureTime = 0x500D;
constexpr std::uint16_t kExposureProgram = 0x500E;
constexpr std::uint16_t kExposureIndex = 0x500F;
constexpr std::uint16_t kExposureBias = 0x5010;
constexpr std::uint16_t kDateTime = 0x5011;
constexpr std::uint16_t kStillCaptureMode = 0x5013;
constexpr std::uint16_t kRecordingMedia = 0xD10B;
constexpr std::uint16_t kLiveViewStatus = 0xD1A2;
constexpr std::uint16_t kLiveViewProhibitCondition = 0xD1A4;
constexpr std::uint16_t kLiveViewImageSize = 0xD1AC;

constexpr std::int64_t kFocusManual = 1;
constexpr std::int64_t kFocusSingle = 0x8010;

/// CompressionSetting: 0 to 5 are JPEG, 7 is NEF alone, above is NEF and JPEG.
constexpr std::int64_t kQualityFine = 4;
constexpr std::int64_t kQualityNef = 7;

constexpr bool is_vendor_property(std::uint16_t code) {
  return (code & 0xF000) == 0xD000;
}

}  // namespace booth::virtual_camera::nikon

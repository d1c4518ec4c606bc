#include "drivers/virtual_camera/eos_codes.hpp"
#include "drivers/virtual_camera/eos_profile.hpp"

namespace booth::virtual_camera {
namespace {

using Type = PropertyType;

Property fixed(Type type, std::int64_t value) {
  return Property{type, false, value, AnyValue{}};
}

Property text(const std::string& value, bool is_writable) {
  return Property{Type::Text, is_writable, value, AnyValue{}};
}

Property choice(Type type, std::int64_t value, const std::vector<std::int64_t>& values) {
  ValueChoices choices;
  choices.values.assign(values.begin(), values.end());
  return Property{type, true, value, std::move(choices)};
}

}  // namespace

PropertyTable eos_properties(const std::string& serial) {
  using namespace eos;
  PropertyTable table;
  // Canon counts in eighths of a stop: f/5.6 is 0x30, 1/125 s is 0x70, ISO 400 is 0x58.
  table.add(kAperture,
            choice(Type::Uint16, 0x30,
                   {0x20, 0x23, 0x25, 0x28, 0x2B, 0x2D, 0x30, 0x33, 0x35, 0x38, 0x40, 0x48}));
  table.add(kShutterSpeed, choice(Type::Uint16, 0x70,
                                  {0x38, 0x40, 0x48, 0x50, 0x58, 0x60, 0x68, 0x6B, 0x6D, 0x70, 0x73,
                                   0x75, 0x78, 0x80, 0x88}));
  table.add(kIso, choice(Type::Uint16, 0x58, {0x00, 0x48, 0x50, 0x58, 0x60, 0x68, 0x70, 0x78}));
  table.add(kExposureMode, choice(Type::Uint16, 3, {0, 1, 2, 3}));
  table.add(kDriveMode, choice(Type::Uint16, 0, {0, 1, 4, 5}));
  table.add(kMeteringMode, choice(Type::Uint8, 3, {1, 3, 4, 5}));
  table.add(kFocusMode, choice(Type::Uint16, kFocusOneShot, {kFocusOneShot, 1, 2, kFocusManual}));
  table.add(kWhiteBalance, choice(Type::Uint8, 0, {0, 1, 2, 3, 4, 5, 6, 8, 9}));
  table.add(kPictureStyle, choice(Type::Uint8, 0x87, {0x81, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87}));
  table.add(kBatteryPower, fixed(Type::Uint16, 2));
  table.add(kCameraTime, Property{Type::Uint32, true, std::int64_t{0}, AnyValue{}});
  table.add(kAutoPowerOff, choice(Type::Uint32, 0, {0, 60, 120, 240, 480, 900, 1800}));
  table.add(kOwner, text("booth", true));
  table.add(kModelId, fixed(Type::Uint32, 0x80000350));
  table.add(kAvailableShots, fixed(Type::Uint32, 0));
  table.add(kCaptureDestination,
            choice(Type::Uint32, kDestinationCard, {kDestinationCard, kDestinationHost}));
  table.add(kImageFormat,
            choice(Type::Uint16, kFormatJpeg, {kFormatJpeg, kFormatRaw, kFormatRawAndJpeg}));
  table.add(kShutterCounter, fixed(Type::Uint32, 0));
  table.add(kSerialNumber, text(serial, false));
  table.add(kEvfOutputDevice,
            choice(Type::Uint32, kOutputScreen, {0, kOutputScreen, kOutputComputer, 3}));
  table.add(kEvfMode, choice(Type::Uint16, 1, {0, 1}));
  table.add(kLensName, text("EF-S18-135mm f/3.5-5.6 IS USM", false));
  table.add(kArtist, text("", true));
  table.add(kCopyright, text("", true));
  return table;
}

}  // namespace booth::virtual_camera

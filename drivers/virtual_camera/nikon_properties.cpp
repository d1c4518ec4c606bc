#include "drivers/virtual_camera/nikon_codes.hpp"
#include "drivers/virtual_camera/nikon_profile.hpp"

namespace booth::virtual_camera {
namespace {

using Type = PropertyType;

Property fixed(Type type, PropertyValue value) {
  return Property{type, false, std::move(value), AnyValue{}};
}

Property choice(Type type, std::int64_t value, const std::vector<std::int64_t>& values) {
  ValueChoices choices;
  choices.values.assign(values.begin(), values.end());
  return Property{type, true, value, std::move(choices)};
}

}  // namespace

PropertyTable nikon_properties() {
  using namespace nikon;
  PropertyTable table;
  table.add(kBatteryLevel, Property{Type::Uint8, false, std::int64_t{80}, ValueRange{0, 100, 1}});
  const std::string large = "6000x4000";
  table.add(kImageSize, Property{Type::Text, true, large, ValueChoices{{large}}});
  table.add(kCompressionSetting,
            choice(Type::Uint8, kQualityFine, {0, 1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13}));
  table.add(kWhiteBalance,
            choice(Type::Uint16, 2, {2, 4, 5, 6, 7, 0x8010, 0x8011, 0x8012, 0x8013, 0x8016}));
  // Hundredths: f/2.8 is 280.
  table.add(kFNumber, choice(Type::Uint16, 560,
                             {280, 320, 350, 400, 450, 500, 560, 630, 710, 800, 900, 1000, 1100,
                              1300, 1600, 2200}));
  table.add(kFocalLength, fixed(Type::Uint32, std::int64_t{3500}));
  table.add(kFocusMode, choice(Type::Uint16, kFocusSingle, {kFocusManual, kFocusSingle, 0x8011}));
  // Tenths of a millisecond: 1/125 s is 80.
  table.add(kExposureTime, choice(Type::Uint32, 80,
                                  {5, 10, 20, 40, 50, 62, 80, 100, 125, 166, 200, 250, 333, 400,
                                   500, 666, 1000, 2000, 10000}));
  table.add(kExposureProgram, choice(Type::Uint16, 1, {1, 2, 3, 4, 0x8010}));
  table.add(kExposureIndex,
            choice(Type::Uint16, 400, {100, 200, 400, 800, 1600, 3200, 6400, 12800}));
  table.add(kExposureBias,
            choice(Type::Int16, 0, {-2000, -1000, -666, -333, 0, 333, 666, 1000, 2000}));
  table.add(kDateTime, Property{Type::Text, true, std::string("20260101T000000"), AnyValue{}});
  table.add(kStillCaptureMode, choice(Type::Uint16, 1, {1, 0x8010, 0x8011, 0x8012, 0x8016}));
  table.add(kRecordingMedia, choice(Type::Uint8, 0, {0, 1}));
  table.add(kLiveViewStatus, fixed(Type::Uint8, std::int64_t{0}));
  table.add(kLiveViewProhibitCondition, fixed(Type::Uint32, std::int64_t{0}));
  table.add(kLiveViewImageSize, choice(Type::Uint8, 3, {1, 2, 3}));
  return table;
}

}  // namespace booth::virtual_camera

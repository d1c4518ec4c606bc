#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "drivers/gphoto2/gphoto_session.hpp"

// What a person wants to know of the body: battery, lens, mode dial, room on the card, whether it
// will fall asleep. Makers call these by different names, and none has them all.
namespace booth {
namespace {

/// Canon's lowest step has a word and no number; it begins somewhere below a quarter.
constexpr std::int32_t kLowStep = 10;

/// "80%" or "80"; some bodies say "Low" or "External power".
std::int32_t percent_in(const std::string& text) {
  if (text == "Low") return kLowStep;
  int percent = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), percent);
  return parsed.ec == std::errc{} && percent >= 0 && percent <= 100 ? percent : -1;
}

}  // namespace

std::string GphotoSession::text_of_first(std::string_view ours) {
  for (const auto name : names_of_setting(ours))
    if (auto text = text_of(std::string(name)); text && !text->empty()) return std::move(*text);
  return {};
}

wire::Condition GphotoSession::condition() {
  wire::Condition found;
  found.battery_percent = percent_in(text_of_first("battery"));
  found.lens = text_of_first("lens");
  found.mode = text_of_first("mode");
  found.auto_power_off = power_off_after(text_of_first("auto_power_off"));
  found.free_shots = free_shots_on_card();
  return found;
}

std::int32_t GphotoSession::free_shots_on_card() {
  texts_->clear();
  ::CameraStorageInformation* raw = nullptr;
  int count = 0;
  if (gp_camera_get_storageinfo(camera_.get(), &raw, &count, context_.get()) < GP_OK) return -1;
  const std::unique_ptr<::CameraStorageInformation, decltype(&std::free)> stores(raw, &std::free);
  std::int32_t shots = -1;
  for (int i = 0; i < count; ++i) {
    const auto& store = raw[i];
    if ((store.fields & GP_STORAGEINFO_FREESPACEIMAGES) == 0) continue;
    shots = std::max(shots, 0) + static_cast<std::int32_t>(store.freeimages);
  }
  return shots;
}

}  // namespace booth

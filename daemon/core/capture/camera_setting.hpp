#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace booth {

/// A wish of the operator's for a camera setting, such as "aperture=8".
struct SettingWish {
  std::string name;
  std::string value;
};

/// @returns nothing when there is no '=', or nothing before it
std::optional<SettingWish> parse_setting_wish(std::string_view text);

/// What makers call a setting: the name itself first, then the names by which libgphoto2 knows it
/// on different bodies. A name that is not in our list stands for itself. Pure.
///
/// @param name  ours, e.g. "shutter", or one of libgphoto2's, e.g. "shutterspeed"
std::vector<std::string_view> names_of_setting(std::string_view name);

/// What a camera's setting for switching itself off means: "60" is "60 seconds", in words it is
/// what it says; empty for never. Pure.
std::string power_off_after(std::string_view value);

/// The choice of a camera that means `value`: the same text, the same but for upper and lower case,
/// or the same number in another spelling ("f/8" for "8", "0.0080s" for "1/125"). Pure.
std::optional<std::string> choice_for(std::string_view value, std::span<const std::string> choices);

}  // namespace booth

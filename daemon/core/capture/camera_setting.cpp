#include "daemon/core/capture/camera_setting.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>

namespace booth {
namespace {

struct SettingNames {
  std::string_view ours;
  std::array<std::string_view, 3> theirs;  ///< Canon's, Nikon's and others'; empty = no more
};
constexpr std::array<SettingNames, 12> kNames = {{
    {"iso", {"iso", "isospeed", ""}},
    {"shutter", {"shutterspeed", "shutterspeed2", ""}},
    {"aperture", {"aperture", "f-number", ""}},
    {"white_balance", {"whitebalance", "", ""}},
    {"image_quality", {"imageformat", "imagequality", ""}},
    {"focus", {"focusmode", "focusmode2", ""}},
    {"metering", {"meteringmode", "exposuremetermode", ""}},
    {"exposure_compensation", {"exposurecompensation", "", ""}},
    {"battery", {"batterylevel", "", ""}},
    {"lens", {"lensname", "", ""}},
    {"mode", {"autoexposuremode", "expprogram", "shootingmode"}},
    {"auto_power_off", {"autopoweroff", "meterofftime", ""}},
}};

/// Thirds of a stop are 26 % apart; makers round 1/60 to 0.0166.
constexpr double kSameNumber = 0.02;

char lower(char letter) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
}

bool is_same_text(std::string_view a, std::string_view b) {
  const auto same = [](char left, char right) { return lower(left) == lower(right); };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), same);
}

std::optional<double> plain_number(std::string_view text) {
  double number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc{} || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

/// "8", "f/8", "1/125", "0.0080s"
std::optional<double> number_in(std::string_view text) {
  if (!text.empty() && lower(text.front()) == 'f') text.remove_prefix(1);
  if (!text.empty() && text.front() == '/') text.remove_prefix(1);
  if (!text.empty() && lower(text.back()) == 's') text.remove_suffix(1);
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return plain_number(text);
  const auto above = plain_number(text.substr(0, slash));
  const auto below = plain_number(text.substr(slash + 1));
  if (!above || !below || *below == 0) return std::nullopt;
  return *above / *below;
}

}  // namespace

std::optional<SettingWish> parse_setting_wish(std::string_view text) {
  const auto equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) return std::nullopt;
  return SettingWish{std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

std::vector<std::string_view> names_of_setting(std::string_view name) {
  std::vector<std::string_view> names = {name};
  for (const auto& setting : kNames) {
    if (setting.ours != name) continue;
    for (const auto theirs : setting.theirs)
      if (!theirs.empty() && theirs != name) names.push_back(theirs);
  }
  return names;
}

std::string power_off_after(std::string_view value) {
  for (const auto never : {"", "0", "Off", "Disable", "Disabled", "None", "No Limit", "No limit"})
    if (is_same_text(value, never)) return {};
  return std::string(value) + (plain_number(value) ? " seconds" : "");
}

std::optional<std::string> choice_for(std::string_view value,
                                      std::span<const std::string> choices) {
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return std::string(value);
  for (const auto& choice : choices)
    if (is_same_text(choice, value)) return choice;
  const auto wanted = number_in(value);
  if (!wanted) return std::nullopt;
  for (const auto& choice : choices) {
    const auto number = number_in(choice);
    if (number && std::abs(*number - *wanted) <= kSameNumber * std::abs(*wanted)) return choice;
  }
  return std::nullopt;
}

}  // namespace booth

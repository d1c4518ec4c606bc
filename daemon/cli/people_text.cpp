#include "daemon/cli/people_text.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace booth::cli {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t kMinute = 60;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

}  // namespace

std::optional<UtcTime> time_from(std::string_view text) {
  std::tm parts{};
  int ms = 0;
  char zone = 0;
  const std::string terminated(text);
  if (std::sscanf(terminated.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d.%3d%c", &parts.tm_year,
                  &parts.tm_mon, &parts.tm_mday, &parts.tm_hour, &parts.tm_min, &parts.tm_sec, &ms,
                  &zone) != 8 ||
      zone != 'Z')
    return std::nullopt;
  parts.tm_year -= 1900;
  parts.tm_mon -= 1;
  return UtcTime(milliseconds(static_cast<std::int64_t>(::timegm(&parts)) * 1000 + ms));
}

std::string duration_text(milliseconds duration) {
  const std::int64_t seconds = std::max<std::int64_t>(0, duration.count() / 1000);
  const auto number = [](std::int64_t value) { return std::to_string(value); };
  if (seconds < kMinute) return number(seconds) + " s";
  if (seconds < kHour) return number(seconds / kMinute) + " min";
  if (seconds < kDay) {
    const auto minutes = seconds % kHour / kMinute;
    return number(seconds / kHour) + " h" + (minutes ? " " + number(minutes) + " min" : "");
  }
  if (seconds < 2 * kDay) return "1 day " + number(seconds % kDay / kHour) + " h";
  return number(seconds / kDay) + " days";
}

std::string age_text(std::string_view time, UtcTime now) {
  const auto then = time_from(time);
  if (!then || *then > now + std::chrono::minutes(1)) return harmless(time);
  if (now - *then < std::chrono::seconds(2)) return "just now";
  return duration_text(now - *then) + " ago";
}

std::string clock_text(UtcTime time) {
  const auto seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  char text[8];
  std::strftime(text, sizeof text, "%H:%M", &parts);
  return text;
}

std::string proof_text(std::string_view proof) {
  if (proof == "printer_counter") return "the printer counted it";
  if (proof == "guard_journal") return "the guard saw it through";
  if (proof == "ipp_job") return "the printer's own job list";
  if (proof == "spooler_only") return "only the spooler says so";
  return proof == "person" || proof == "none" ? "a person says so" : std::string(proof);
}

std::string size_text(std::int64_t bytes) {
  constexpr const char* kUnits[] = {"B", "kB", "MB", "GB", "TB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < std::size(kUnits)) {
    value /= 1000;
    ++unit;
  }
  char text[32];
  std::snprintf(text, sizeof text, unit > 1 && value < 9.95 ? "%.1f %s" : "%.0f %s", value,
                kUnits[unit]);
  return text;
}

std::string short_id(std::string_view id) {
  return std::string(id.substr(id.size() > 8 ? id.size() - 8 : 0));
}

std::string words(std::string_view state) {
  std::string text = harmless(state);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

std::string count_text(std::int64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + ' ' + std::string(count == 1 ? one : many);
}

std::string harmless(std::string_view text) {
  std::string clean;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    // 0xC2 0x80..0x9F are the control characters of Latin-1 in UTF-8; terminals obey them too.
    const bool is_high_control =
        c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
    if (is_high_control) ++i;
    clean += c < ' ' || c == 0x7F || is_high_control ? '?' : text[i];
  }
  return clean;
}

}  // namespace booth::cli

#include "drivers/cups/guard/printer_stream.hpp"

#include <array>
#include <optional>
#include <string_view>

namespace booth::guard {
namespace {

constexpr std::size_t kHeaderSize = 32;  // ESC P, 6 characters of group, 16 of command, 8 digits
constexpr std::string_view kGroupControl = "CNTRL ";
constexpr std::string_view kCommandStart = "START";

std::optional<std::uint64_t> decimal(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  return value;
}

}  // namespace

Completeness check_stream(std::uint64_t total, const ReadAt& read_at) {
  if (total == 0) return Completeness::Truncated;

  bool has_start = false;
  for (std::uint64_t at = 0; at < total;) {
    std::array<char, kHeaderSize> bytes{};
    const auto count = read_at(at, bytes.data(), bytes.size());
    const std::string_view header(bytes.data(), count);
    if (!header.starts_with("\033P"))
      return at == 0 ? Completeness::NotRecognised : Completeness::Truncated;
    if (count < kHeaderSize) return Completeness::Truncated;

    const auto size = decimal(header.substr(24, 8));
    // The command that starts the print has no payload, and some drivers leave its length blank.
    has_start = header.substr(2, 6) == kGroupControl && header.substr(8, 5) == kCommandStart;
    if (!size && !has_start) return at == 0 ? Completeness::NotRecognised : Completeness::Truncated;
    at += kHeaderSize + size.value_or(0);
    if (at > total) return Completeness::Truncated;
  }
  return has_start ? Completeness::Complete : Completeness::Truncated;
}

}  // namespace booth::guard

#pragma once

#include <array>
#include <cstdint>
#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"

namespace booth {

/// Text of a UUIDv7 (RFC 9562): 48 bits of UTC milliseconds, then random bits. Sorts by time of
/// making.
///
/// @param random  80 bits of randomness from the caller; version and variant bits are overwritten
std::string uuid_v7(UtcTime now, const std::array<std::uint8_t, 10>& random);

/// True for 36 lower-case hexadecimal characters in the form 8-4-4-4-12.
bool is_uuid(std::string_view text);

/// An id that cannot be mistaken for another kind of id. Empty means "none".
template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(std::string text) : text_(std::move(text)) {}

  /// @returns BadInput when `text` is not a UUID in lower case
  static Result<Id> parse(std::string_view text) {
    if (!is_uuid(text)) return make_error(Errc::BadInput, "not an id: " + std::string(text));
    return Id(std::string(text));
  }

  const std::string& str() const { return text_; }
  bool empty() const { return text_.empty(); }
  auto operator<=>(const Id&) const = default;

 private:
  std::string text_;
};

using SessionId = Id<struct SessionTag>;
using ShotId = Id<struct ShotTag>;
using SheetId = Id<struct SheetTag>;
using PrintId = Id<struct PrintTag>;
using UploadId = Id<struct UploadTag>;
using FactId = Id<struct FactTag>;

}  // namespace booth

template <class Tag>
struct std::hash<booth::Id<Tag>> {
  std::size_t operator()(const booth::Id<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.str());
  }
};

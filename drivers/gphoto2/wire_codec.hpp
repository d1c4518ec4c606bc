#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <variant>
#include <vector>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"

/// Packets between the daemon and its camera worker. A message is a struct whose `fields()` names
/// its members once; writing and reading follow from that. Both sides run on one machine from one
/// build, so numbers travel as they are.
///
/// The reader trusts nothing: a worker that parses a hostile camera's data may have become hostile
/// itself.
namespace booth::wire {

inline constexpr std::uint32_t kLongestText = 16 * 1024;
inline constexpr std::uint32_t kMostItems = 1024;

template <class T>
concept Number = std::is_arithmetic_v<T> && !std::same_as<T, bool>;

class Writer {
 public:
  template <Number T>
  void put(T value) {
    const auto raw = std::as_bytes(std::span<const T, 1>(&value, 1));
    bytes_.insert(bytes_.end(), raw.begin(), raw.end());
  }
  void put(bool value) { put(static_cast<std::uint8_t>(value)); }
  void put(const std::string& text) {
    // Cut, never refused: the text is a message of the camera's or for a person.
    const auto size = static_cast<std::uint32_t>(std::min<std::size_t>(text.size(), kLongestText));
    put(size);
    const auto raw = std::as_bytes(std::span(text.data(), size));
    bytes_.insert(bytes_.end(), raw.begin(), raw.end());
  }
  void put(const std::vector<std::string>& items) {
    const auto count = static_cast<std::uint32_t>(std::min<std::size_t>(items.size(), kMostItems));
    put(count);
    for (std::uint32_t i = 0; i < count; ++i) put(items[i]);
  }

  Bytes take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

class Reader {
 public:
  explicit Reader(std::span<const std::byte> bytes) : rest_(bytes) {}

  template <Number T>
  void get(T& value) {
    if (!has(sizeof value)) return;
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_ = rest_.subspan(sizeof value);
  }
  void get(bool& value) {
    std::uint8_t raw = 0;
    get(raw);
    value = raw != 0;
  }
  void get(std::string& text) {
    std::uint32_t size = 0;
    get(size);
    if (size > kLongestText) is_good_ = false;
    if (!has(size)) return;
    text.assign(reinterpret_cast<const char*>(rest_.data()), size);
    rest_ = rest_.subspan(size);
  }
  void get(std::vector<std::string>& items) {
    std::uint32_t count = 0;
    get(count);
    if (count > kMostItems) is_good_ = false;
    items.clear();
    for (std::uint32_t i = 0; i < count && is_good_; ++i) get(items.emplace_back());
  }

  /// True when every field was there and nothing is left over.
  bool is_complete() const { return is_good_ && rest_.empty(); }

 private:
  bool has(std::size_t size) {
    if (size > rest_.size()) is_good_ = false;
    return is_good_;
  }

  std::span<const std::byte> rest_;
  bool is_good_ = true;
};

/// First byte of a packet: which alternative of the variant follows.
template <class... Messages>
Bytes encode(const std::variant<Messages...>& message) {
  Writer writer;
  writer.put(static_cast<std::uint8_t>(message.index()));
  const auto put_fields = [&writer](const auto& chosen) {
    // fields() hands out references for reading and writing alike; here nothing is written through
    // them.
    auto& fields_of = const_cast<std::remove_cvref_t<decltype(chosen)>&>(chosen);
    std::apply([&writer](auto&... field) { (writer.put(field), ...); }, fields_of.fields());
  };
  std::visit(put_fields, message);
  return writer.take();
}

template <class Message, class Variant>
bool decode_as(std::span<const std::byte> bytes, Variant& into) {
  Message message;
  Reader reader(bytes);
  std::apply([&reader](auto&... field) { (reader.get(field), ...); }, message.fields());
  into = std::move(message);
  return reader.is_complete();
}

/// @returns Corrupt when the packet is not exactly one message of this variant
template <class Variant>
Result<Variant> decode(std::span<const std::byte> packet) {
  return [packet]<class... Messages>(
             std::type_identity<std::variant<Messages...>>) -> Result<Variant> {
    using Decode = bool (*)(std::span<const std::byte>, Variant&);
    static constexpr std::array<Decode, sizeof...(Messages)> kDecoders = {
        &decode_as<Messages, Variant>...};
    Variant message;
    if (packet.empty()) return make_error(Errc::Corrupt, "an empty packet");
    const auto kind = static_cast<std::size_t>(packet.front());
    if (kind >= kDecoders.size() || !kDecoders[kind](packet.subspan(1), message))
      return make_error(Errc::Corrupt, "a packet that is no message of ours");
    return message;
  }(std::type_identity<Variant>{});
}

}  // namespace booth::wire

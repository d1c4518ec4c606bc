#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace booth {

/// Table of an enum and the words it is stored and shown as; the enumerators must be 0, 1, 2 ... in
/// order.
template <class Enum, std::size_t N>
struct EnumText {
  std::array<std::string_view, N> words;

  constexpr std::string_view word(Enum value) const {
    const auto index = static_cast<std::size_t>(value);
    return index < N ? words[index] : std::string_view("unknown");
  }
  constexpr std::optional<Enum> value(std::string_view word) const {
    for (std::size_t i = 0; i < N; ++i)
      if (words[i] == word) return static_cast<Enum>(i);
    return std::nullopt;
  }
};

}  // namespace booth

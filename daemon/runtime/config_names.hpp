#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "daemon/runtime/config_table.hpp"

namespace booth {

inline constexpr std::int64_t kMiB = 1 << 20;

struct Alphabet {
  std::string_view letters;
  std::string_view title;
};
inline constexpr Alphabet kSlug{"abcdefghijklmnopqrstuvwxyz0123456789-",
                                "1 to 64 lower-case letters, digits and hyphens"};
// What cupsd takes as a queue name, and a little less.
inline constexpr Alphabet kQueue{
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.",
    "1 to 64 letters, digits, hyphens, dots and underscores"};

/// A required text that becomes part of file names, object keys and metrics.
inline std::string name_in(ConfigTable& table, std::string_view key, const Alphabet& alphabet) {
  auto name = table.required_text(key);
  if (name.size() > 64 || name.find_first_not_of(alphabet.letters) != std::string::npos)
    table.problem(key, alphabet.title, '"' + name + '"');
  return name;
}

}  // namespace booth

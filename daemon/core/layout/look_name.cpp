#include "daemon/core/layout/look_name.hpp"

#include <algorithm>
#include <array>

namespace booth {
namespace {

constexpr std::array<std::string_view, 7> kBuiltIn{"bw",    "sepia",    "warm",  "cool",
                                                   "vivid", "high-key", "smooth"};

bool is_one_look(std::string_view name) {
  if (std::find(kBuiltIn.begin(), kBuiltIn.end(), name) != kBuiltIn.end()) return true;
  return name.ends_with(".cube") && is_file_name(name);
}

}  // namespace

std::span<const std::string_view> built_in_looks() {
  return kBuiltIn;
}

bool is_look(std::string_view names) {
  while (true) {
    const auto plus = names.find('+');
    if (!is_one_look(names.substr(0, plus))) return false;
    if (plus == std::string_view::npos) return true;
    names.remove_prefix(plus + 1);
  }
}

std::string known_looks() {
  std::string names;
  for (const auto name : kBuiltIn) names.append(name).append(", ");
  return names + "a .cube file, or several joined by +";
}

bool is_file_name(std::string_view name) {
  return !name.empty() && name.size() <= 200 && !name.starts_with('.') &&
         name.find('/') == std::string_view::npos && name.find('\0') == std::string_view::npos;
}

}  // namespace booth

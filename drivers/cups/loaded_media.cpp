#include "drivers/cups/loaded_media.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace booth {
namespace {

/// Inches, the smaller first.
using Inches = std::pair<double, double>;

std::optional<double> number_before(std::string_view text, std::size_t end) {
  auto begin = end;
  while (begin > 0 &&
         (text[begin - 1] == '.' || (text[begin - 1] >= '0' && text[begin - 1] <= '9')))
    --begin;
  double value = 0;
  const auto [stop, failure] = std::from_chars(text.data() + begin, text.data() + end, value);
  if (failure != std::errc{} || stop != text.data() + end) return std::nullopt;
  return value;
}

std::optional<double> number_after(std::string_view text, std::size_t begin) {
  double value = 0;
  const auto [stop, failure] =
      std::from_chars(text.data() + begin, text.data() + text.size(), value);
  if (failure != std::errc{} || stop == text.data() + begin) return std::nullopt;
  return value;
}

std::optional<Inches> inches_in(std::string_view name) {
  for (auto at = name.find('x'); at != std::string_view::npos; at = name.find('x', at + 1)) {
    const auto first = number_before(name, at);
    const auto second = number_after(name, at + 1);
    if (first && second) return std::minmax({*first, *second});
  }
  return std::nullopt;
}

/// Paper that a medium of ours is cut from.
struct Need {
  std::string_view medium;
  double width;   ///< of the roll
  double length;  ///< of roll that is used
};
constexpr std::array kNeeds{Need{"4x6", 6, 4},  Need{"2x6x2", 6, 4}, Need{"2x6", 6, 2},
                            Need{"5x7", 5, 7},  Need{"6x8", 6, 8},   Need{"6x6", 6, 6},
                            Need{"4x6x2", 6, 8}};

/// Rolls as they are sold: 6 inches wide in 4, 8 and 9 inch pages, 5 inches wide in 7 inch pages.
bool is_cut_from(const Need& need, const Inches& page) {
  if (page == Inches{4, 6}) return need.width == 6 && need.length <= 4;
  if (page == Inches{6, 8} || page == Inches{6, 9}) return need.width == 6;
  return need.width == 5;  // 5x7
}

bool is_known(const Inches& page) {
  constexpr std::array known{Inches{4, 6}, Inches{6, 8}, Inches{6, 9}, Inches{5, 7}};
  return std::find(known.begin(), known.end(), page) != known.end();
}

}  // namespace

std::optional<std::vector<std::string>> printed_on(const PrinterProfile& profile,
                                                   std::string_view name) {
  const auto page = inches_in(name);
  if (!page || !is_known(*page)) return std::nullopt;
  std::vector<std::string> media;
  for (const auto& need : kNeeds)
    if (is_cut_from(need, *page) && find_page_size(profile, need.medium) != nullptr)
      media.emplace_back(need.medium);
  return media;
}

std::optional<LoadedMedium> loaded_in_trays(const PrinterProfile& profile,
                                            std::span<const std::string> media_ready) {
  if (media_ready.empty()) return std::nullopt;
  LoadedMedium loaded;
  std::vector<std::string> prints;
  for (const auto& name : media_ready) {
    loaded.name += (loaded.name.empty() ? "" : ", ") + name;
    for (const auto& row : profile.page_sizes)
      if (name == row.page_size || name == std::string(row.page_size) + ".borderless")
        prints.emplace_back(row.medium);
  }
  loaded.prints = std::move(prints);
  return loaded;
}

std::optional<LoadedMedium> loaded_roll(const PrinterProfile& profile, std::string_view message,
                                        std::span<const std::string> marker_names) {
  constexpr std::string_view kBefore = "remaining on ";
  constexpr std::string_view kAfter = " media";
  LoadedMedium loaded;
  const auto begin = message.find(kBefore);
  const auto end = message.rfind(kAfter);
  const auto name = begin + kBefore.size();
  if (begin != std::string_view::npos && end != std::string_view::npos && end > name)
    loaded.name = message.substr(name, end - name);
  else if (!marker_names.empty())
    loaded.name = marker_names.front();
  std::erase_if(loaded.name, [](char c) { return c == '\'' || c == '"'; });
  if (loaded.name.empty()) return std::nullopt;
  loaded.prints = printed_on(profile, loaded.name);
  return loaded;
}

}  // namespace booth

#include "daemon/runtime/closest_word.hpp"

#include <algorithm>
#include <numeric>

namespace booth {
namespace {

/// Levenshtein: how many letters must be added, removed or changed.
std::size_t distance(std::string_view one, std::string_view two) {
  std::vector<std::size_t> row(two.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < one.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < two.size(); ++j) {
      const auto changed = diagonal + (one[i] == two[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, changed});
    }
  }
  return row[two.size()];
}

}  // namespace

std::string did_you_mean(std::string_view typed, const std::vector<std::string>& words) {
  const std::string* best = nullptr;
  // Short words are all alike: "ip" is not meant to be "url".
  std::size_t least = std::min<std::size_t>(3, typed.size() / 2 + 1);
  for (const auto& word : words) {
    const auto typos = distance(typed, word);
    if (typos >= least) continue;
    least = typos;
    best = &word;
  }
  return best ? " (did you mean \"" + *best + "\"?)" : std::string();
}

}  // namespace booth

#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace booth {

/// " (did you mean \"x\"?)" for the word that is at most two typing errors away; empty when none
/// is.
std::string did_you_mean(std::string_view typed, const std::vector<std::string>& words);

}  // namespace booth

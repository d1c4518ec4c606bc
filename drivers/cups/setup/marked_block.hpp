#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace booth::setup {

/// The text without our lines. A begin without its end is left as it is: somebody has edited it.
std::string without_block(const std::string& text);

/// Our lines at the end of the text, where they overrule what stands above (cupsd takes the last
/// one), between two comments. No lines, no block.
std::string with_block(const std::string& text, const std::vector<std::string>& lines);

}  // namespace booth::setup

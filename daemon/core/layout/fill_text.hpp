#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace booth {

/// Names between braces: "{event}, {date}" has event and date. A brace without partner is plain
/// text.
std::vector<std::string> placeholders_in(std::string_view text);

/// Puts the texts in; unknown names become empty.
///
/// @returns empty when the text has placeholders and all of them are empty: "Session {session}"
/// without a session is
///          better left out than printed as "Session"
std::string fill_text(std::string_view text, const std::map<std::string, std::string>& texts);

}  // namespace booth

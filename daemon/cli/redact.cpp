#include "daemon/cli/redact.hpp"

#include <regex>
#include <vector>

namespace booth::cli {
namespace {

struct Rule {
  std::regex what;
  const char* instead;
};

const std::vector<Rule>& secrets() {
  constexpr auto kFlags = std::regex::icase | std::regex::optimize;
  static const std::vector<Rule> kRules{
      {std::regex(R"re((bearer\s+)[A-Za-z0-9._~+/=-]+)re", kFlags), "$1[redacted]"},
      {std::regex(R"re((://)[^/@\s"']+@)re", kFlags), "$1[redacted]@"},
      {std::regex(
           R"re(((?:access_token|x-amz-signature|x-amz-credential|signature|token|sig)=)[^&\s"']+)re",
           kFlags),
       "$1[redacted]"},
      // key = "value" of TOML and "key": "value" of JSON; names of files stay.
      {std::regex(
           R"re(("?\b(?:password|passwd|secret|token|api_key|apikey|access_key|secret_key)"?\s*[=:]\s*)"[^"]*")re",
           kFlags),
       "$1\"[redacted]\""},
  };
  return kRules;
}

const std::vector<Rule>& names() {
  static const std::vector<Rule> kRules{
      {std::regex(R"re(("?\b(?:event_title|title)"?\s*[=:]\s*)"(?:[^"\\]|\\.)*")re"),
       "$1\"[redacted]\""}};
  return kRules;
}

/// Line by line: the expressions recurse, and a bundle's members are long.
std::string replaced(const std::vector<Rule>& rules, const std::string& line) {
  auto text = line;
  for (const auto& rule : rules) text = std::regex_replace(text, rule.what, rule.instead);
  return text;
}

/// One JSON answer is one line of up to a megabyte: cut at commas, which no secret contains.
constexpr std::size_t kLongestPiece = 4096;

}  // namespace

std::string redacted(const std::string& text, bool has_names) {
  std::string safe;
  std::size_t begin = 0;
  while (begin < text.size()) {
    auto end = text.find('\n', begin);
    if (end == std::string::npos) end = text.size() - 1;
    if (end - begin > kLongestPiece) {
      const auto comma = text.find(",\"", begin + kLongestPiece / 2);
      end = std::min({end, comma, begin + 4 * kLongestPiece});
    }
    auto piece = replaced(secrets(), text.substr(begin, end - begin + 1));
    safe += has_names ? piece : replaced(names(), piece);
    begin = end + 1;
  }
  return safe;
}

}  // namespace booth::cli

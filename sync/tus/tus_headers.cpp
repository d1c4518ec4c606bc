#include "sync/tus/tus_headers.hpp"

#include <charconv>

#include <openssl/evp.h>

#include "sync/curl_error.hpp"

namespace booth::tus {
namespace {

std::string base64(const std::string& text) {
  std::string encoded(4 * ((text.size() + 2) / 3) + 1, '\0');
  const auto size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                    reinterpret_cast<const unsigned char*>(text.data()),
                                    static_cast<int>(text.size()));
  encoded.resize(static_cast<std::size_t>(size));
  return encoded;
}

}  // namespace

std::optional<std::int64_t> parse_offset(std::string_view text) {
  std::int64_t value = 0;
  const auto* const end = text.data() + text.size();
  const auto [stopped, failed] = std::from_chars(text.data(), end, value);
  if (failed != std::errc{} || stopped != end || value < 0) return std::nullopt;
  return value;
}

std::string metadata(const std::vector<std::pair<std::string, std::string>>& pairs) {
  std::string text;
  for (const auto& [key, value] : pairs)
    text += (text.empty() ? "" : ",") + key + " " + base64(value);
  return text;
}

std::string checksum(std::string_view sha256) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < sha256.size(); i += 2) {
    unsigned byte = 0;
    std::from_chars(sha256.data() + i, sha256.data() + i + 2, byte, 16);
    bytes.push_back(static_cast<char>(byte));
  }
  return "sha256 " + base64(bytes);
}

std::string resolve(std::string_view base, std::string_view location) {
  if (location.empty() || location.find_first_of("\r\n \t") != std::string_view::npos) return {};
  const auto origin = origin_of(std::string(base));
  const auto scheme = origin.substr(0, origin.find("//"));
  std::string url;
  if (location.starts_with("//"))
    url = scheme + std::string(location);
  else if (location.starts_with('/'))
    url = origin + std::string(location);
  else if (location.find("://") != std::string_view::npos)
    url = std::string(location);
  else
    url = std::string(base.substr(0, base.rfind('/') + 1)) + std::string(location);
  return origin_of(url) == origin && url.find('@') == std::string::npos ? url : std::string();
}

bool lists(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    auto part = list.substr(0, comma);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    if (part == word) return true;
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  return false;
}

}  // namespace booth::tus

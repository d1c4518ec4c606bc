#include "daemon/core/upload/share_link.hpp"

namespace booth {

std::string share_id(const std::array<std::uint8_t, 16>& random) {
  static constexpr char kLetters[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  std::uint32_t bits = 0;
  int count = 0;
  for (const auto byte : random) {
    bits = (bits << 8) | byte;
    for (count += 8; count >= 6; count -= 6) text += kLetters[(bits >> (count - 6)) & 0x3F];
  }
  text += kLetters[(bits << (6 - count)) & 0x3F];
  return text;
}

std::string share_page_key(std::string_view page_sha256) {
  return "share/" + std::string(page_sha256.substr(0, 12)) + ".html";
}

std::string share_url(std::string_view public_url, std::string_view page_key, std::string_view id) {
  std::string url(public_url);
  if (!url.ends_with('/')) url += '/';
  return url.append(page_key).append("#").append(id);
}

std::string share_begun_key(std::string_view id) {
  return "share/" + std::string(id) + "/begun.json";
}

std::string share_pictures_key(std::string_view id) {
  return "share/" + std::string(id) + "/pictures.json";
}

}  // namespace booth

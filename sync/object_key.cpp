#include "sync/object_key.hpp"

namespace booth {
namespace {

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
         c == '_' || c == '-';
}

bool is_part(std::string_view part) {
  if (part.empty() || part == "." || part == "..") return false;
  for (const char c : part)
    if (!is_key_character(c)) return false;
  return true;
}

}  // namespace

bool is_object_key(std::string_view key) {
  if (key.size() > 1024) return false;  // S3's limit
  while (true) {
    const auto slash = key.find('/');
    if (!is_part(key.substr(0, slash))) return false;
    if (slash == std::string_view::npos) return true;
    key.remove_prefix(slash + 1);
  }
}

std::string object_url(const std::string& base, const std::string& key) {
  return base.ends_with('/') ? base + key : base + "/" + key;
}

}  // namespace booth

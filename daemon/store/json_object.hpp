#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace booth {

/// Text of a flat JSON object for the payload of a fact.
class JsonObject {
 public:
  JsonObject& add(std::string_view name, std::string_view value) {
    add_name(name);
    add_quoted(value);
    return *this;
  }
  JsonObject& add(std::string_view name, std::int64_t value) {
    add_name(name);
    text_ += std::to_string(value);
    return *this;
  }
  JsonObject& add_unless_empty(std::string_view name, std::string_view value) {
    return value.empty() ? *this : add(name, value);
  }

  std::string text() const { return text_ + '}'; }

 private:
  void add_name(std::string_view name) {
    if (text_.size() > 1) text_ += ',';
    add_quoted(name);
    text_ += ':';
  }
  void add_quoted(std::string_view value) {
    static constexpr char hex[] = "0123456789abcdef";
    text_ += '"';
    for (const char c : value) {
      const auto byte = static_cast<unsigned char>(c);
      if (byte < 0x20) {
        text_ += "\\u00";
        text_ += hex[byte >> 4];
        text_ += hex[byte & 0x0F];
      } else {
        if (c == '"' || c == '\\') text_ += '\\';
        text_ += c;
      }
    }
    text_ += '"';
  }

  std::string text_ = "{";
};

}  // namespace booth

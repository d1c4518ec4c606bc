#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/json.hpp>

namespace booth::cli {

// Reading answers by JSON pointer ("/camera/model"). What is missing reads as nothing, so that an
// older boothctl understands a newer boothd and the other way round.

inline const boost::json::value* find_at(const boost::json::value& value,
                                         std::string_view pointer) {
  boost::json::error_code missing;
  const auto* found = value.find_pointer(pointer, missing);
  return found && !found->is_null() ? found : nullptr;
}

/// Null when it is missing.
inline const boost::json::value& thing_at(const boost::json::value& value,
                                          std::string_view pointer) {
  static const boost::json::value kNull;
  const auto* found = find_at(value, pointer);
  return found ? *found : kNull;
}

inline std::string text_at(const boost::json::value& value, std::string_view pointer) {
  const auto* found = find_at(value, pointer);
  return found && found->is_string() ? std::string(found->as_string()) : std::string();
}

inline std::int64_t number_at(const boost::json::value& value, std::string_view pointer,
                              std::int64_t otherwise = 0) {
  const auto* found = find_at(value, pointer);
  return found && found->is_int64() ? found->as_int64() : otherwise;
}

inline bool flag_at(const boost::json::value& value, std::string_view pointer) {
  const auto* found = find_at(value, pointer);
  return found && found->is_bool() && found->as_bool();
}

inline const boost::json::array& list_at(const boost::json::value& value,
                                         std::string_view pointer) {
  static const boost::json::array kEmpty;
  const auto* found = find_at(value, pointer);
  return found && found->is_array() ? found->as_array() : kEmpty;
}

}  // namespace booth::cli

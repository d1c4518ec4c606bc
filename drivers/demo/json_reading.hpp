#pragma once

#include <string>

#include <boost/json/object.hpp>

namespace booth::demo {

/// Text of a member; empty for null. Throws when the API has no such member: that is a bug, not bad
/// luck.
inline std::string text_of(const boost::json::object& object, const char* name) {
  const auto& value = object.at(name);
  return value.is_string() ? std::string(value.as_string()) : std::string();
}

inline std::int64_t number_of(const boost::json::object& object, const char* name) {
  return object.at(name).to_number<std::int64_t>();
}

}  // namespace booth::demo

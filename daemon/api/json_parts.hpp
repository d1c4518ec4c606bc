#pragma once

#include <optional>
#include <string>

#include <boost/json.hpp>

#include "daemon/api/json_views.hpp"

// Included by the json_*.cpp files only.
namespace booth::api {

inline boost::json::value text_or_null(const std::string& text) {
  return text.empty() ? boost::json::value(nullptr) : boost::json::value(text);
}

template <class Value>
boost::json::value number_or_null(const std::optional<Value>& number) {
  return number ? boost::json::value(*number) : boost::json::value(nullptr);
}

/// The epoch stands for "never".
inline boost::json::value time_or_null(UtcTime time) {
  return time == UtcTime() ? boost::json::value(nullptr) : boost::json::value(time_text(time));
}

}  // namespace booth::api

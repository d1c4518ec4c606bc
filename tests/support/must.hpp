#pragma once

#include <string>
#include <utility>

#include <doctest/doctest.h>

#include "daemon/core/result.hpp"

namespace booth {

/// The value, or the end of the test case with the error's own sentence.
template <class T>
T must(Result<T> result) {
  const bool is_ok = result.has_value();
  INFO((is_ok ? std::string() : result.error().context));
  REQUIRE(is_ok);
  return std::move(*result);
}

inline void must(Result<void> result) {
  const bool is_ok = result.has_value();
  INFO((is_ok ? std::string() : result.error().context));
  REQUIRE(is_ok);
}

}  // namespace booth

#pragma once

#include <stdexcept>

#include <boost/assert/source_location.hpp>
#include <boost/system/result.hpp>

#include "daemon/core/error.hpp"

namespace booth {

/// A value, or the Error why there is none. Check it on the next line.
template <class T>
using Result = boost::system::result<T, Error>;

/// Called by `Result::value()` on an error: asking without checking is a bug, so it throws.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
  throw std::logic_error("unchecked error: " + error.context);
}

}  // namespace booth

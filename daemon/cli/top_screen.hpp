#pragma once

#include <string>

#include <boost/json/value.hpp>

#include "daemon/cli/terminal.hpp"
#include "daemon/core/units.hpp"

namespace booth::cli {

/// What `boothctl top` has just been told. Null where the booth did not answer.
struct TopView {
  boost::json::value status;
  boost::json::value facts;   ///< a page of /v1/facts, oldest first
  boost::json::value prints;  ///< a page of /v1/prints, newest first
  std::string trouble;        ///< why there is no status
  UtcTime now;
};

/// The picture with the sequences that draw it over the last one: every line is cut to the
/// screen's width and cleared to its end, and there are never more than `rows`.
std::string top_frame(const Terminal& terminal, int rows, const TopView& view);

/// The first `columns` columns of a painted text; colours are closed.
std::string cut_to(const std::string& text, std::size_t columns);

}  // namespace booth::cli

#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "daemon/core/result.hpp"

namespace booth {

/// One text of a TOML file as it shall be.
struct TomlWish {
  std::string section;               ///< "event"
  std::optional<std::size_t> index;  ///< of several [[section]], from 0; nullopt = [section]
  std::string key;
  std::optional<std::string> value;  ///< nullopt = the key goes
};

/// Changes single values of a file that people edit: comments, order and every other key stay as
/// they are, and what is as wished already is not touched. A section that is missing comes last.
/// Pure.
///
/// @param file  its name, for sentences only
/// @returns     BadInput when the text is no TOML; Conflict when it is written in a way that cannot
///              be changed line by line (the result is read again and compared)
Result<std::string> with_values(const std::string& text, const std::string& file,
                                const std::vector<TomlWish>& wishes);

}  // namespace booth

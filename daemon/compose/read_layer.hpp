#pragma once

#include <optional>
#include <string>
#include <vector>

#include "daemon/compose/toml_reader.hpp"
#include "daemon/core/layout/sheet_template.hpp"

namespace booth::compose {

/// Reads one [[layer]] table; mistakes go to `problems`.
///
/// @param whole  the box of a picture or shape that names none
/// @returns nullopt when not even its kind is known
std::optional<Layer> read_layer(TomlReader& reader, const BoxMm& whole,
                                std::vector<TemplateProblem>& problems);

/// The key `look`, empty when there is none.
std::string read_look(TomlReader& reader);

}  // namespace booth::compose

#pragma once

#include <string>
#include <vector>

#include "daemon/cli/terminal.hpp"

namespace booth::cli {

enum class Level { Fine, Look, Broken };

/// One thing about the booth at one glance: what, how bad, what a person should do.
struct Finding {
  std::string label;  ///< "Camera"
  Level level = Level::Fine;
  std::string text;
  std::string what_to_do;  ///< shown unless all is fine
};

Level worst_of(const std::vector<Finding>& findings);

/// Aligned under each other, wrapped to the terminal, what to do below its finding. Texts are made
/// harmless here.
std::string drawn(const Terminal& terminal, const std::vector<Finding>& findings);

}  // namespace booth::cli

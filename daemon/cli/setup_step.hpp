#pragma once

#include <string>
#include <vector>

namespace booth::cli {

/// One line of the table at the end of `boothctl setup`.
struct SetupStep {
  enum class Outcome { Done, Unchanged, Skipped, Failed };
  std::string name;
  Outcome outcome = Outcome::Done;
  std::string text;
};
using SetupSteps = std::vector<SetupStep>;

}  // namespace booth::cli

#pragma once

#include <string>
#include <vector>

namespace booth::cli {

struct QuietRun {
  bool is_success = false;
  std::string output;  ///< of both kinds, at most 16 MiB
};

/// Runs a program of this machine to its end, without a shell and without input. One that is not
/// installed has a sentence for its output.
QuietRun run_quietly(const std::vector<std::string>& words);

}  // namespace booth::cli

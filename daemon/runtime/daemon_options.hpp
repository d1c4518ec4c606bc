#pragma once

#include <string>

#include "daemon/core/result.hpp"

namespace booth {

/// What boothd was started with.
struct DaemonOptions {
  enum class Mode { Run, CheckConfig, GoBack, BackUp, SettleRestored, ShowHelp, ShowVersion };
  Mode mode = Mode::Run;
  std::string config = "/etc/boothd/boothd.toml";
  std::string state_dir = "/var/lib/boothd";
  std::string copy;  ///< file to back the database up to
  bool is_debug_shown = false;
};

/// @returns BadInput with a sentence for an unknown option or a missing value
Result<DaemonOptions> parse_daemon_options(int argc, const char* const* argv);

/// Text of `boothd --help`.
std::string daemon_help();

}  // namespace booth

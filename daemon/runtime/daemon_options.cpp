#include "daemon/runtime/daemon_options.hpp"

#include <string_view>

namespace booth {

Result<DaemonOptions> parse_daemon_options(int argc, const char* const* argv) {
  DaemonOptions options;
  for (int i = 1; i < argc; ++i) {
    std::string_view option = argv[i];
    std::string_view value;
    bool has_value = false;
    if (const auto equals = option.find('=');
        option.starts_with("--") && equals != std::string_view::npos) {
      value = option.substr(equals + 1);
      option = option.substr(0, equals);
      has_value = true;
    }

    const bool wants_value = option == "--config" || option == "--state-dir" ||
                             option == "--check-config" || option == "--back-up-database";
    if (wants_value && !has_value) {
      if (i + 1 >= argc)
        return make_error(Errc::BadInput, std::string(option) + " needs a path; see boothd --help");
      value = argv[++i];
    } else if (!wants_value && has_value) {
      return make_error(Errc::BadInput, std::string(option) + " takes no value; see boothd --help");
    }

    if (option == "--config") {
      options.config = value;
    } else if (option == "--check-config") {
      options.config = value;
      options.mode = DaemonOptions::Mode::CheckConfig;
    } else if (option == "--state-dir") {
      options.state_dir = value;
    } else if (option == "--go-back") {
      options.mode = DaemonOptions::Mode::GoBack;
    } else if (option == "--back-up-database") {
      options.copy = value;
      options.mode = DaemonOptions::Mode::BackUp;
    } else if (option == "--settle-restored") {
      options.mode = DaemonOptions::Mode::SettleRestored;
    } else if (option == "--debug") {
      options.is_debug_shown = true;
    } else if (option == "--help" || option == "-h") {
      options.mode = DaemonOptions::Mode::ShowHelp;
    } else if (option == "--version") {
      options.mode = DaemonOptions::Mode::ShowVersion;
    } else {
      return make_error(Errc::BadInput,
                        "unknown option " + std::string(option) + "; see boothd --help");
    }
  }
  return options;
}

std::string daemon_help() {
  return "boothd - the daemon inside a photo booth\n"
         "\n"
         "  boothd [--config FILE] [--state-dir DIR] [--debug]   run (usually by systemd)\n"
         "  boothd --check-config FILE                           check a configuration, start "
         "nothing\n"
         "  boothd --go-back [--state-dir DIR]                   make the database of a newer "
         "boothd "
         "readable for this one\n"
         "  boothd --back-up-database FILE [--state-dir DIR]     copy the database, also while the "
         "booth runs\n"
         "  boothd --settle-restored [--state-dir DIR]           after a backup was put back: "
         "nothing prints by itself\n"
         "  boothd --version | --help\n"
         "\n"
         "  --config FILE     configuration, default /etc/boothd/boothd.toml\n"
         "  --state-dir DIR   photos and database, default /var/lib/boothd\n"
         "  --debug           log more\n"
         "\n"
         "Exit status: 0 stopped when asked, 1 broken, 2 wrong options, 78 configuration refused.\n"
         "Talk to a running booth with boothctl.\n";
}

}  // namespace booth

// What a technician looks at when something is wrong, or might go wrong.
#include "daemon/cli/command_line_setup.hpp"
#include "daemon/cli/command_tree.hpp"

namespace booth::cli {

void CommandTree::add_operating() {
  auto& arguments = wish_.arguments;
  add(app_, "top", "the booth on a live full screen; q ends it", show_top, "  boothctl top");
  add_id(add(app_, "trace", "where a session's time went, as a waterfall", show_trace,
             "  boothctl trace          the newest session\n  boothctl trace 12       number 12"),
         "SESSION", "number as on the sheet, last characters of the id, or \"last\"", false);
  auto* slo = add(app_, "slo", "what was promised, what was kept, and the error budget",
                  show_service_level, "  boothctl slo\n  boothctl slo --days 7");
  slo->add_option("--days", arguments.days, "how far back")
      ->check(CLI::Range(1, 3650))
      ->capture_default_str()
      ->type_name("N");
  auto* logs = add(app_, "logs", "what boothd has written to the journal", show_logs,
                   "  boothctl logs\n  boothctl logs --follow\n  boothctl logs --warnings");
  logs->add_flag("--follow,-f", arguments.is_following, "go on with what comes, until Ctrl-C");
  logs->add_flag("--warnings", arguments.is_only_stuck, "only warnings and errors");
  logs->add_option("--limit", arguments.limit, "how many lines")
      ->check(CLI::Range(1, 100'000))
      ->capture_default_str()
      ->type_name("N");
  auto* bundle =
      add(app_, "support-bundle", "everything that support needs, in one file without pictures",
          write_support_bundle,
          "  boothctl support-bundle\n  boothctl support-bundle --output /media/usb/booth.tar.gz");
  bundle
      ->add_option("--output,-o", arguments.output, "file to write; default: named after the time")
      ->type_name("FILE");
  bundle->add_flag("--with-names", arguments.has_names, "titles of events are not blacked out");
  add_booth_setup(wish_, app_);
}

}  // namespace booth::cli

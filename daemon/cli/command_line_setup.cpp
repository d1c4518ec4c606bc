#include "daemon/cli/command_line_setup.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace booth::cli {

void add_printer_setup(Wish& wish, CLI::App& group) {
  auto& arguments = wish.arguments;
  auto* setup = group.add_subcommand("setup",
                                     "put booth-guard in front of the printers and give cupsd its "
                                     "options; shows the difference first, needs no booth");
  setup->fallthrough();
  setup->footer(
      "Examples:\n"
      "  boothctl printer setup            shows what would change\n"
      "  boothctl printer setup --yes      changes it\n"
      "  boothctl printer setup --undo --yes\n"
      "  boothctl printer setup --device ipp://192.168.0.7/ipp/print --queue selphy --yes");
  setup->callback([&wish] { wish.command = set_up_printers; });
  setup->add_flag("--yes", arguments.is_confirmed, "change it; otherwise it is only shown");
  setup->add_flag("--undo", arguments.is_undo, "take back what setup has changed");
  auto* device = setup->add_option("--device", arguments.device,
                                   "only this printer; otherwise all that are plugged in");
  device->type_name("URI");
  setup->add_option("--queue", arguments.queue, "name for its queue; otherwise its model")
      ->type_name("NAME")
      ->needs(device);
  setup->add_option("--guard", arguments.guard_program, "booth-guard; otherwise beside boothctl")
      ->check(CLI::ExistingFile)
      ->type_name("FILE");
  setup->add_option("--root", arguments.root, "work on the file system below this folder")
      ->type_name("DIR");
  setup->add_option("--cups-server", arguments.cups_server, "another cupsd")->type_name("SOCKET");
  setup->add_option("--restart", arguments.restart, "how cupsd is restarted")
      ->capture_default_str()
      ->type_name("COMMAND");
}

}  // namespace booth::cli

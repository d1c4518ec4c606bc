#include "daemon/cli/command_line_setup.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

namespace booth::cli {

namespace {

/// For another machine than this one: tests, and images that are prepared on a desk.
void add_machine_options(CLI::App& command, Arguments& arguments) {
  command.add_option("--guard", arguments.guard_program, "booth-guard; otherwise beside boothctl")
      ->check(CLI::ExistingFile)
      ->type_name("FILE");
  command.add_option("--root", arguments.root, "work on the file system below this folder")
      ->type_name("DIR");
  command.add_option("--cups-server", arguments.cups_server, "another cupsd")->type_name("SOCKET");
  command.add_option("--restart", arguments.restart, "how cupsd is restarted")
      ->capture_default_str()
      ->type_name("COMMAND");
}

}  // namespace

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
  add_machine_options(*setup, arguments);
}

void add_booth_setup(Wish& wish, CLI::App& app) {
  auto& arguments = wish.arguments;
  auto& answers = arguments.setup;
  auto* setup = app.add_subcommand(
      "setup",
      "make this machine a booth: five questions, then printers, configuration, service "
      "and a test of each; needs root, and running it again changes nothing");
  setup->fallthrough();
  setup->footer(
      "Examples:\n"
      "  boothctl setup                            asks on the terminal\n"
      "  boothctl setup --answers booth-7.toml --yes\n"
      "  boothctl setup --event \"Anna & Ben\" --cloud https://photos.example.org/up --yes\n"
      "An answer file has the keys name, event, template, printer, cloud, token_file,\n"
      "access_key_file, secret_key_file and test_sheet; what it leaves out stays as it is.");
  setup->callback([&wish] { wish.command = set_up_booth; });
  const auto add = [&](const char* name, std::optional<std::string>& answer, const char* what) {
    setup->add_option(name, answer, what)->type_name("TEXT");
  };
  add("--name", answers.name, "what this booth is called");
  add("--event", answers.event, "title of the first event");
  add("--template", answers.template_name, "template of its sheets");
  add("--printer", answers.printer, "found, none, or a printer's address");
  add("--cloud", answers.cloud, "https://..., tus https://..., s3 https://... BUCKET REGION, none");
  const auto add_file = [&](const char* name, std::string& file, const char* what) {
    setup->add_option(name, file, what)->check(CLI::ExistingFile)->type_name("FILE");
  };
  add_file("--token-file", answers.token_file, "its first line is the place's token");
  add_file("--access-key-file", answers.access_key_file, "the same for s3");
  add_file("--secret-key-file", answers.secret_key_file, "the same for s3");
  add_file("--answers", answers.answers, "all answers, in TOML");
  setup->add_flag("--test-sheet", answers.has_test_sheet, "take photos and print them at the end");
  setup->add_flag("--yes", arguments.is_confirmed,
                  "change it and ask nothing: what is not said stays");
  setup->add_option("--templates", arguments.template_directory, "where templates are installed")
      ->envname("BOOTHD_TEMPLATES")
      ->capture_default_str()
      ->type_name("DIR");
  add_machine_options(*setup, arguments);
}

}  // namespace booth::cli

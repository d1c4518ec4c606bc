#include <filesystem>
#include <sstream>

#include <boost/json.hpp>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/people_text.hpp"
#include "daemon/cli/printer_options.hpp"
#include "drivers/cups/setup/printer_setup.hpp"

namespace booth::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// A build folder has booth-guard beside boothctl; a package has put it where cupsd looks.
fs::path guard_beside_us() {
  std::error_code failure;
  const auto beside = fs::read_symlink("/proc/self/exe", failure).parent_path() / "booth-guard";
  return !failure && fs::exists(beside, failure) ? beside : fs::path();
}

std::string colour_of(const Terminal& terminal, const std::string& line) {
  const auto first = line.find_first_not_of(' ');
  if (first == std::string::npos || first == 0) return line;
  if (line[first] == '+') return terminal.paint(Colour::Green, line);
  if (line[first] == '-') return terminal.paint(Colour::Red, line);
  return line;
}

ExitCode say_as_json(const Shell& shell, const setup::SetupPlan& plan) {
  shell.say(json::serialize(json::object{{"changes", json::value_from(setup::in_words(plan))},
                                         {"notes", json::value_from(plan.notes)},
                                         {"is_done", shell.arguments.is_confirmed}}));
  return ExitCode::Ok;
}

}  // namespace

setup::SetupOptions printer_options(const Arguments& arguments) {
  setup::SetupOptions options{.root = arguments.root,
                              .server = arguments.cups_server,
                              .guard_program = arguments.guard_program,
                              .device = arguments.device,
                              .queue = arguments.queue};
  if (options.guard_program.empty()) options.guard_program = guard_beside_us();
  options.restart.clear();
  std::istringstream words(arguments.restart);
  for (std::string word; words >> word;) options.restart.push_back(word);
  return options;
}

ExitCode set_up_printers(Shell& shell) {
  const auto& arguments = shell.arguments;
  const auto options = printer_options(arguments);
  const auto plan = arguments.is_undo ? setup::plan_undo(options) : setup::plan_setup(options);
  if (!plan) return shell.fail(plan.error());
  if (!arguments.is_json)
    for (const auto& line : setup::in_words(*plan))
      shell.say(colour_of(shell.terminal, harmless(line)));

  if (arguments.is_confirmed)
    if (const auto done = setup::carry_out(options, *plan); !done) return shell.fail(done.error());
  if (arguments.is_json) return say_as_json(shell, *plan);
  for (const auto& note : plan->notes)
    shell.say(shell.terminal.paint(Colour::Yellow, "Note: ") + note);
  if (plan->is_empty())
    shell.say("Nothing to change.");
  else
    shell.say(arguments.is_confirmed ? "Done."
                                     : "Nothing has been changed yet: add --yes to change it.");
  return ExitCode::Ok;
}

}  // namespace booth::cli

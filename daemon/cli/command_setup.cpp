// `boothctl setup`: from a machine with the package on it to a booth.
#include <unistd.h>

#include <boost/json.hpp>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"
#include "daemon/cli/printer_options.hpp"
#include "daemon/cli/setup_dialogue.hpp"
#include "daemon/cli/setup_trial.hpp"
#include "daemon/cli/setup_work.hpp"

namespace booth::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using Outcome = SetupStep::Outcome;

struct OutcomeWord {
  const char* word;
  Colour colour;
};
OutcomeWord word_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::Done:
      return {"done", Colour::Green};
    case Outcome::Unchanged:
      return {"as it was", Colour::Green};
    case Outcome::Skipped:
      return {"left out", Colour::Yellow};
    case Outcome::Failed:
      return {"failed", Colour::Red};
  }
  return {"", Colour::Plain};
}

bool has_failed(const SetupSteps& steps) {
  for (const auto& step : steps)
    if (step.outcome == Outcome::Failed) return true;
  return false;
}

bool has_changed(const SetupSteps& steps) {
  for (const auto& step : steps)
    if (step.outcome == Outcome::Done) return true;
  return false;
}

Result<void> need_rights(const fs::path& root) {
  const auto folder = SetupPlace{.root = root}.config().parent_path();
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (::access(folder.c_str(), W_OK) == 0) return {};
  return make_error(Errc::AuthRefused, folder.string() +
                                           " cannot be written: setup changes this machine, so "
                                           "run it as root (sudo boothctl setup)");
}

/// A restart would take the guests' countdown away.
Result<void> need_no_guests(Shell& shell) {
  const auto status = shell.client.ask("GET", "/v1/status");
  if (!status || !find_at(*status, "/session") || flag_at(*status, "/session/is_final")) return {};
  return make_error(Errc::Conflict,
                    "guests are in front of the booth: run this again when they have gone");
}

void show(const Shell& shell, const SetupWork& work, const SetupPlace& place) {
  if (shell.arguments.is_json) return;
  for (const auto& line : in_words(work, place)) {
    const auto colour = line.starts_with("  +")   ? Colour::Green
                        : line.starts_with("  -") ? Colour::Red
                                                  : Colour::Plain;
    shell.say(shell.terminal.paint(colour, harmless(line)));
  }
}

ExitCode report(const Shell& shell, const SetupSteps& steps, bool is_changed) {
  const bool is_good = !has_failed(steps);
  if (shell.arguments.is_json) {
    json::array list;
    for (const auto& step : steps)
      list.push_back({{"step", step.name},
                      {"outcome", word_of(step.outcome).word},
                      {"message", harmless(step.text)}});
    shell.say(json::serialize(
        json::object{{"is_good", is_good}, {"is_changed", is_changed}, {"steps", list}}));
    return is_good ? ExitCode::Ok : ExitCode::Failed;
  }
  Table table({"STEP", "OUTCOME", ""});
  for (const auto& step : steps) {
    const auto outcome = word_of(step.outcome);
    table.add({step.name, shell.terminal.paint(outcome.colour, outcome.word), harmless(step.text)});
  }
  shell.say("");
  shell.say_part(table.text(shell.terminal));
  if (!is_changed) shell.say("Nothing was changed: the booth is set up like this already.");
  shell.say(is_good ? "The booth is set up. Look at it: `boothctl status`."
                    : "Not everything worked; mend what is named above and run this again.");
  return is_good ? ExitCode::Ok : ExitCode::Failed;
}

/// What may still go wrong after the configuration is in its place.
///
/// @returns whether the booth runs now
bool try_parts(Shell& shell, const SetupPlace& place, SetupSteps& steps, bool is_changed) {
  steps.push_back(start_service(shell, place, is_changed));
  const bool is_running = shell.client.ask("GET", "/v1/status").has_value();
  steps.push_back(try_camera(shell, place, is_running));
  for (auto& step : try_cloud(shell, is_running)) steps.push_back(std::move(step));
  return is_running;
}

}  // namespace

ExitCode set_up_booth(Shell& shell) {
  const auto& arguments = shell.arguments;
  if (const auto may = need_rights(arguments.root); !may) return shell.fail(may.error());
  const auto place = look_at_place(arguments.root, arguments.template_directory);
  if (!place) return shell.fail(place.error());
  const auto answers = gather_answers(shell, *place);
  if (!answers) return shell.fail(answers.error());
  if (!arguments.is_json && answers->printer == "found") shell.say("Looking for printers ...");
  const auto work = plan_work(*answers, *place, printer_options(arguments));
  if (!work) return shell.fail(work.error());
  show(shell, *work, *place);
  const bool asks = is_person_there() && !arguments.is_confirmed;
  if (!work->is_empty()) {
    const bool may_change = arguments.is_confirmed || (asks && says_yes(shell, "Change this?"));
    if (!may_change && arguments.is_json) return report(shell, {}, false);
    if (!may_change) {
      shell.say("Nothing has been changed" +
                std::string(asks ? "." : " yet: add --yes to change it."));
      return ExitCode::Ok;
    }
    if (const auto free = need_no_guests(shell); !free) return shell.fail(free.error());
  }
  auto steps = carry_out(*work, *place);
  const bool is_changed = has_changed(steps);
  const bool is_running = try_parts(shell, *place, steps, is_changed);
  if (answers->has_test_sheet || (asks && says_yes(shell, "Print a test sheet?")))
    steps.push_back(print_test_sheet(shell, is_running));
  return report(shell, steps, is_changed);
}

}  // namespace booth::cli

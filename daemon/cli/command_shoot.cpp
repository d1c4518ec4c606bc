#include "daemon/cli/commands.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {

ExitCode shoot(Shell& shell) {
  const auto answer = shell.client.ask("POST", "/v1/shots");
  if (!answer) return shell.fail(answer.error());
  if (shell.arguments.is_json) return shell.say_json();

  const auto* shot = find_at(*answer, "/shot");
  if (!shot) {
    shell.say("Exposing now; the photo belongs to the running session.");
    return ExitCode::Ok;
  }
  shell.say("Photo " + harmless(text_at(*shot, "/path")) + ", " +
            size_text(number_at(*shot, "/size_bytes")) + ", is safe on disk.");
  return ExitCode::Ok;
}

}  // namespace booth::cli

#include "daemon/cli/commands.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {

ExitCode list_templates(Shell& shell) {
  const auto page = shell.client.ask("GET", "/v1/templates");
  if (!page) return shell.fail(page.error());
  if (shell.arguments.is_json) return shell.say_json();

  const auto& templates = list_at(*page, "/items");
  if (templates.empty()) {
    shell.say(
        "No usable template. Their folder is named in boothd's configuration under [templates].");
    return ExitCode::Ok;
  }
  Table table({"TEMPLATE", "TITLE", "PAPER", "PHOTOS", "VERSION"});
  for (const auto& one : templates)
    table.add({harmless(text_at(one, "/name")), harmless(text_at(one, "/title")),
               harmless(text_at(one, "/medium")), std::to_string(number_at(one, "/slots")),
               harmless(text_at(one, "/hash").substr(0, 8))});
  auto text = table.text(shell.terminal);
  text.pop_back();
  shell.say(text);
  return ExitCode::Ok;
}

}  // namespace booth::cli

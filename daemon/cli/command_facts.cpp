#include "daemon/cli/commands.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {

ExitCode list_facts(Shell& shell) {
  const auto& arguments = shell.arguments;
  auto target = "/v1/facts?limit=" + std::to_string(arguments.limit);
  if (arguments.after >= 0) target += "&after=" + std::to_string(arguments.after);
  const auto page = shell.client.ask("GET", target);
  if (!page) return shell.fail(page.error());
  if (arguments.is_json) return shell.say_json();

  for (const auto& fact : list_at(*page, "/items")) {
    auto line = padded(std::to_string(number_at(fact, "/sequence")), 8) +
                harmless(text_at(fact, "/at")) + "  " +
                padded(harmless(text_at(fact, "/type")), 20) + ' ' +
                harmless(text_at(fact, "/subject"));
    if (const auto* details = find_at(fact, "/data");
        details && details->is_object() && !details->as_object().empty())
      line += ' ' + shell.terminal.paint(Colour::Dim, harmless(boost::json::serialize(*details)));
    shell.say(line);
  }
  return ExitCode::Ok;
}

}  // namespace booth::cli

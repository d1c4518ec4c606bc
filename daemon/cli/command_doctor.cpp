#include <boost/json.hpp>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/describe.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/local_findings.hpp"
#include "daemon/cli/people_text.hpp"
#include "daemon/cli/status_findings.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

std::string_view word(Level level) {
  if (level == Level::Fine) return "ok";
  return level == Level::Look ? "degraded" : "failed";
}

json::array to_json(const std::vector<Finding>& findings) {
  json::array list;
  for (const auto& finding : findings)
    list.push_back({{"subject", finding.label},
                    {"level", word(finding.level)},
                    {"finding", finding.text},
                    {"what_to_do", finding.what_to_do}});
  return list;
}

std::string summary(const Terminal& terminal, Level worst) {
  switch (worst) {
    case Level::Fine:
      return terminal.paint(Colour::Green, "Nothing to do.");
    case Level::Look:
      return terminal.paint(Colour::Yellow,
                            "The booth works; follow the arrows when you have time.");
    case Level::Broken:
      return terminal.paint(Colour::Red,
                            "Something is broken: follow the arrows from top to bottom.");
  }
  return "";
}

}  // namespace

ExitCode run_doctor(Shell& shell) {
  std::vector<Finding> booth;
  bool is_camera_missing = true;
  auto code = ExitCode::Ok;
  if (const auto status = shell.client.ask("GET", "/v1/status")) {
    is_camera_missing = text_at(*status, "/camera/state") != "ready";
    booth = status_findings(*status, time_from(text_at(*status, "/now")).value_or(now_utc()));
  } else {
    booth.push_back(unreachable_finding("/", status.error().context));
    code = exit_code_for(status.error().code);
  }
  const auto machine = local_findings("/", is_camera_missing);
  const auto worst = std::max(worst_of(booth), worst_of(machine));
  if (code == ExitCode::Ok && worst == Level::Broken) code = ExitCode::Failed;

  if (shell.arguments.is_json) {
    shell.say(json::serialize(json::object{
        {"level", word(worst)}, {"booth", to_json(booth)}, {"machine", to_json(machine)}}));
    return code;
  }
  shell.say(shell.terminal.paint(Colour::Bold, "The booth"));
  shell.say(drawn(shell.terminal, booth));
  shell.say(shell.terminal.paint(Colour::Bold, "This machine"));
  shell.say(drawn(shell.terminal, machine));
  shell.say(summary(shell.terminal, worst));
  return code;
}

}  // namespace booth::cli

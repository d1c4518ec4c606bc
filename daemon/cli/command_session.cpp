#include "daemon/cli/commands.hpp"
#include "daemon/cli/describe.hpp"
#include "daemon/cli/find_id.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

ExitCode show(Shell& shell, const Result<json::value>& session) {
  if (!session) return shell.fail(session.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say(session_text(shell.terminal, *session, now_utc()));
  return ExitCode::Ok;
}

}  // namespace

ExitCode start_session(Shell& shell) {
  json::object body;
  if (!shell.arguments.template_name.empty()) body["template"] = shell.arguments.template_name;
  if (shell.arguments.copies >= 0) body["copies"] = shell.arguments.copies;
  const auto session = shell.client.ask("POST", "/v1/sessions", body);
  if (!session) return shell.fail(session.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say("Session " + session_sentence(*session, now_utc()) + ".");
  shell.say("Follow it with `boothctl session show`.");
  return ExitCode::Ok;
}

ExitCode show_session(Shell& shell) {
  const auto id = find_session_id(shell, shell.arguments.id);
  if (!id) return shell.fail(id.error());
  return show(shell, shell.client.ask("GET", "/v1/sessions/" + *id));
}

ExitCode list_sessions(Shell& shell) {
  const auto page =
      shell.client.ask("GET", "/v1/sessions?limit=" + std::to_string(shell.arguments.limit));
  if (!page) return shell.fail(page.error());
  if (shell.arguments.is_json) return shell.say_json();

  const auto& sessions = list_at(*page, "/items");
  if (sessions.empty()) {
    shell.say("No session yet. Start one: `boothctl session start`.");
    return ExitCode::Ok;
  }
  Table table({"SESSION", "ID", "STATE", "STARTED", "EVENT", "TEMPLATE", "NOTE"});
  for (const auto& session : sessions)
    table.add({"#" + std::to_string(number_at(session, "/number")),
               short_id(text_at(session, "/id")), words(text_at(session, "/state")),
               age_text(text_at(session, "/started_at"), now_utc()),
               harmless(text_at(session, "/event")), harmless(text_at(session, "/template")),
               harmless(text_at(session, "/reason"))});
  auto text = table.text(shell.terminal);
  if (find_at(*page, "/next")) text += "There are more: --limit N shows them.\n";
  text.pop_back();
  shell.say(text);
  return ExitCode::Ok;
}

ExitCode cancel_session(Shell& shell) {
  const auto id = find_session_id(shell, shell.arguments.id);
  if (!id) return shell.fail(id.error());
  const auto session = shell.client.ask("POST", "/v1/sessions/" + *id + "/cancel");
  if (!session) return shell.fail(session.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say("Session #" + std::to_string(number_at(*session, "/number")) +
            " is cancelled. Its photos are kept.");
  return ExitCode::Ok;
}

}  // namespace booth::cli

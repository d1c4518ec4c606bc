#include <span>

#include <boost/json.hpp>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/describe.hpp"
#include "daemon/cli/find_id.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"
#include "daemon/cli/template_place.hpp"
#include "daemon/runtime/sha256.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

ExitCode show(Shell& shell, const Result<json::value>& session) {
  if (!session) return shell.fail(session.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say(session_text(shell.terminal, *session, now_utc()));
  return ExitCode::Ok;
}

void add_choices(json::object& body, const Arguments& arguments) {
  if (arguments.look) body["look"] = *arguments.look;
  if (arguments.backdrop) body["backdrop"] = *arguments.backdrop;
}

std::string joined(const json::array& names) {
  std::string text;
  for (const auto& name : names)
    text += (text.empty() ? "" : ", ") + harmless(std::string(name.as_string()));
  return text.empty() ? "none" : text;
}

}  // namespace

ExitCode start_session(Shell& shell) {
  json::object body;
  if (!shell.arguments.template_name.empty()) body["template"] = shell.arguments.template_name;
  if (shell.arguments.copies >= 0) body["copies"] = shell.arguments.copies;
  add_choices(body, shell.arguments);
  if (shell.arguments.is_test) body["test"] = true;
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

ExitCode change_session(Shell& shell) {
  const auto id = find_session_id(shell, shell.arguments.id);
  if (!id) return shell.fail(id.error());
  json::object body;
  add_choices(body, shell.arguments);
  return show(shell, shell.client.ask("PATCH", "/v1/sessions/" + *id, body));
}

ExitCode list_looks(Shell& shell) {
  const auto offered = shell.client.ask("GET", "/v1/looks");
  if (!offered) return shell.fail(offered.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say("Looks, several may be joined by +: " + joined(list_at(*offered, "/looks")));
  shell.say("Backdrops for a green screen: " + joined(list_at(*offered, "/backdrops")));
  return ExitCode::Ok;
}

ExitCode remake_sheet(Shell& shell) {
  const auto id = find_session_id(shell, shell.arguments.id);
  if (!id) return shell.fail(id.error());
  const auto session = shell.client.ask("GET", "/v1/sessions/" + *id);
  if (!session) return shell.fail(session.error());
  const auto made = shell.client.call("GET", "/v1/sessions/" + *id + "/remade-sheet.jpg");
  if (!made) return shell.fail(made.error());
  if (made->status != 200) return shell.fail(error_of(*made));
  const auto bytes = std::as_bytes(std::span(made->body));
  const Bytes jpeg(bytes.begin(), bytes.end());
  if (const auto written = write_file(shell.arguments.output, jpeg); !written)
    return shell.fail(written.error());

  const bool is_same = sha256_hex(jpeg) == text_at(*session, "/sheet/sha256");
  if (shell.arguments.is_json)
    shell.say(json::serialize(
        json::object{{"output", shell.arguments.output}, {"is_identical", is_same}}));
  else if (is_same)
    shell.say("Sheet " + shell.arguments.output + ": byte for byte the one of then.");
  else
    shell.say("Sheet " + shell.arguments.output +
              ": of the same photos and template, but not the same bytes as then: it was made by "
              "another version of boothd or of its libraries.");
  return is_same ? ExitCode::Ok : ExitCode::Failed;
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

ExitCode forget_session(Shell& shell) {
  const auto id = find_session_id(shell, shell.arguments.id);
  if (!id) return shell.fail(id.error());
  const auto forgotten = shell.client.ask("POST", "/v1/sessions/" + *id + "/forget");
  if (!forgotten) return shell.fail(forgotten.error());
  if (shell.arguments.is_json) return shell.say_json();
  const auto wanted = number_at(*forgotten, "/erasures_wanted");
  shell.say("Nothing of it is left on this booth: " +
            count_text(number_at(*forgotten, "/files_removed"), "file", "files") + " and " +
            count_text(number_at(*forgotten, "/contacts_removed"), "contact", "contacts") +
            " removed.\n" +
            (wanted == 0
                 ? std::string("The cloud has nothing to delete.")
                 : "The cloud has still to delete " + count_text(wanted, "object", "objects") +
                       "; each deletion is proved: boothctl session erasures " + short_id(*id)));
  return ExitCode::Ok;
}

ExitCode list_erasures(Shell& shell) {
  const auto id = find_session_id(shell, shell.arguments.id);
  if (!id) return shell.fail(id.error());
  const auto page = shell.client.ask("GET", "/v1/sessions/" + *id + "/erasures");
  if (!page) return shell.fail(page.error());
  if (shell.arguments.is_json) return shell.say_json();
  Table table({"TARGET", "OBJECT", "DELETED", "PROOF"});
  for (const auto& one : list_at(*page, "/items")) {
    const bool is_done = flag_at(one, "/is_done");
    table.add({harmless(text_at(one, "/target")), harmless(text_at(one, "/key")),
               is_done ? "yes" : "not yet",
               harmless(text_at(one, is_done ? "/proof" : "/last_error"))});
  }
  auto text = table.empty() ? std::string("The cloud had nothing to delete.\n")
                            : table.text(shell.terminal);
  text.pop_back();
  shell.say(text);
  return ExitCode::Ok;
}

}  // namespace booth::cli

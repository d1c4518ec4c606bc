#include <ctime>
#include <sstream>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/describe.hpp"
#include "daemon/cli/event_text.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

json::array list_of(const std::string& names) {
  json::array list;
  std::istringstream text(names);
  for (std::string name; std::getline(text, name, ',');)
    if (!name.empty()) list.emplace_back(name);
  return list;
}

/// "2026-12-05 14:00" on this machine's clock, as the API wants it.
Result<std::string> time_option(const std::string& name, const std::string& typed) {
  if (typed == "none") return std::string();
  std::tm local{};
  local.tm_isdst = -1;
  const char* end = ::strptime(typed.c_str(), "%Y-%m-%d %H:%M", &local);
  if (!end) end = ::strptime(typed.c_str(), "%Y-%m-%dT%H:%M", &local);
  if (!end || *end != '\0')
    return make_error(Errc::BadInput,
                      name + ": expected YYYY-MM-DD HH:MM or none, found \"" + typed + "\"");
  const auto seconds = std::mktime(&local);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
  return std::string(text);
}

/// "retake=off" -> {"retake": false}
Result<json::object> features_option(const std::vector<std::string>& typed) {
  json::object features;
  for (const auto& one : typed) {
    const auto equals = one.find('=');
    const auto word = equals == std::string::npos ? "" : one.substr(equals + 1);
    if (word != "on" && word != "off")
      return make_error(Errc::BadInput,
                        "--feature: expected NAME=on or NAME=off, found \"" + one + '"');
    features[one.substr(0, equals)] = word == "on";
  }
  return features;
}

/// Only what was given: the rest stays as it is.
Result<json::object> change_from(const Arguments& arguments) {
  const auto& event = arguments.event;
  json::object change;
  if (!arguments.event_title.empty()) change["title"] = arguments.event_title;
  if (!arguments.template_name.empty()) change["template"] = arguments.template_name;
  if (event.templates) change["templates"] = list_of(*event.templates);
  if (event.targets) change["targets"] = list_of(*event.targets);
  if (arguments.copies >= 0) change["copies"] = arguments.copies;
  for (const auto& [key, typed] :
       {std::pair{"opens_at", &event.opens}, std::pair{"closes_at", &event.closes}}) {
    if (!*typed) continue;
    auto time = time_option(key, **typed);
    if (!time) return time.error();
    change[key] = std::move(*time);
  }
  for (const auto& [key, number] :
       {std::pair{"most_sessions", event.most_sessions},
        std::pair{"most_prints", event.most_prints},
        std::pair{"most_prints_per_session", event.most_prints_per_session},
        std::pair{"keep_days", event.keep_days}})
    if (number) change[key] = *number;
  auto features = features_option(event.features);
  if (!features) return features.error();
  if (!features->empty()) change["features"] = std::move(*features);
  return change;
}

ExitCode say_choices(Shell& shell, const Result<json::value>& choices) {
  if (!choices) return shell.fail(choices.error());
  if (shell.arguments.is_json) return shell.say_json();
  const auto name = [&](const std::string& which) {
    return harmless(text_at(*choices, which + "/slug")) + ", version " +
           std::to_string(number_at(*choices, which + "/version"));
  };
  if (find_at(*choices, "/wanted"))
    shell.say("Event " + name("/wanted") + " becomes active when the running session has ended.");
  else
    shell.say("Event " + name("/active") + " is active.");
  if (find_at(*choices, "/previous"))
    shell.say("Back to " + name("/previous") + ": `boothctl event revert`.");
  return ExitCode::Ok;
}

/// The event that was named, or the active one.
Result<std::string> slug_of(Shell& shell) {
  if (!shell.arguments.name.empty()) return shell.arguments.name;
  const auto choices = shell.client.ask("GET", "/v1/active-event");
  if (!choices) return choices.error();
  return text_at(*choices, "/active/slug");
}

ExitCode close_or_open(Shell& shell, const std::string& verb, const std::string& done) {
  const auto slug = slug_of(shell);
  if (!slug) return shell.fail(slug.error());
  const auto event = shell.client.ask("POST", "/v1/events/" + *slug + '/' + verb);
  if (!event) return shell.fail(event.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say("Event " + *slug + done);
  return ExitCode::Ok;
}

}  // namespace

ExitCode list_events(Shell& shell) {
  const auto choices = shell.client.ask("GET", "/v1/active-event");
  if (!choices) return shell.fail(choices.error());
  const auto page =
      shell.client.ask("GET", "/v1/events?limit=" + std::to_string(shell.arguments.limit));
  if (!page) return shell.fail(page.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say_part(events_table(shell.terminal, list_at(*page, "/items"), *choices));
  if (find_at(*page, "/next")) shell.say("There are more: --limit N shows them.");
  return ExitCode::Ok;
}

ExitCode show_event(Shell& shell) {
  const auto slug = slug_of(shell);
  if (!slug) return shell.fail(slug.error());
  const auto version = shell.arguments.event.version;
  const auto event = shell.client.ask(
      "GET", "/v1/events/" + *slug + (version ? "/versions/" + std::to_string(*version) : ""));
  if (!event) return shell.fail(event.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say_part(event_text(shell.terminal, *event));
  return ExitCode::Ok;
}

ExitCode create_event(Shell& shell) {
  auto change = change_from(shell.arguments);
  if (!change) return shell.fail(change.error());
  (*change)["slug"] = shell.arguments.name;
  const auto event = shell.client.ask("POST", "/v1/events", *change);
  if (!event) return shell.fail(event.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say_part(event_text(shell.terminal, *event));
  shell.say("Created. Use it with `boothctl event select " + shell.arguments.name + "`.");
  return ExitCode::Ok;
}

ExitCode edit_event(Shell& shell) {
  const auto slug = slug_of(shell);
  if (!slug) return shell.fail(slug.error());
  auto change = change_from(shell.arguments);
  if (!change) return shell.fail(change.error());
  if (change->empty())
    return shell.fail(make_error(
        Errc::BadInput, "nothing to change was given; `boothctl event edit --help` lists it"));
  const auto event = shell.client.ask("POST", "/v1/events/" + *slug + "/versions", *change);
  if (!event) return shell.fail(event.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say_part(event_text(shell.terminal, *event));
  return ExitCode::Ok;
}

ExitCode select_event(Shell& shell) {
  json::object body;
  if (shell.arguments.event.version) body["version"] = *shell.arguments.event.version;
  return say_choices(
      shell, shell.client.ask("POST", "/v1/events/" + shell.arguments.name + "/select", body));
}

ExitCode revert_event(Shell& shell) {
  return say_choices(shell, shell.client.ask("POST", "/v1/active-event/revert"));
}

ExitCode close_event(Shell& shell) {
  return close_or_open(shell, "close",
                       " is closed: no further sessions. What waits for the cloud goes on.");
}
ExitCode open_event(Shell& shell) {
  return close_or_open(shell, "open", " is open.");
}

}  // namespace booth::cli

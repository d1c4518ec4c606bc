#include <cstdio>
#include <iostream>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

/// As many choices as fit a line; the whole list is in --json.
std::string choices_text(const json::array& choices) {
  constexpr std::size_t kLongest = 50;
  std::string text;
  for (const auto& choice : choices) {
    if (!choice.is_string()) continue;
    if (text.size() > kLongest) return text + ", ...";
    if (!text.empty()) text += ", ";
    text += harmless(std::string_view(choice.as_string()));
  }
  return text;
}

/// 100 rather than 1E2, as Boost writes it.
std::string number_text(const json::value& range, const char* key) {
  const auto& value = thing_at(range, key);
  char text[32] = "";
  std::snprintf(text, sizeof text, "%g", value.is_number() ? value.to_number<double>() : 0);
  return text;
}

std::string allowed_text(const json::value& setting) {
  const auto& range = thing_at(setting, "/range");
  if (!range.is_object()) return choices_text(list_at(setting, "/choices"));
  auto text = number_text(range, "/lowest") + " to " + number_text(range, "/highest");
  const auto step = number_text(range, "/step");
  return step == "0" ? text : text + ", step " + step;
}

/// Setting names of libgphoto2 may have any character.
std::string escaped(const std::string& text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string escaped;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (is_plain)
      escaped += c;
    else
      escaped += {'%', kHex[byte >> 4], kHex[byte & 0x0F]};
  }
  return escaped;
}

/// What comes behind the path when a camera was named.
std::string camera_query(const Arguments& arguments) {
  return arguments.camera.empty() ? "" : "?camera=" + escaped(arguments.camera);
}

}  // namespace

ExitCode list_camera_settings(Shell& shell) {
  const auto page = shell.client.ask("GET", "/v1/camera/settings" + camera_query(shell.arguments));
  if (!page) return shell.fail(page.error());
  if (shell.arguments.is_json) return shell.say_json();

  Table table({"SETTING", "VALUE", "MEANING", "CHOICES"});
  for (const auto& setting : list_at(*page, "/items"))
    table.add({harmless(text_at(setting, "/name")), harmless(text_at(setting, "/value")),
               harmless(text_at(setting, "/label")) +
                   (flag_at(setting, "/is_read_only") ? " (read only)" : ""),
               allowed_text(setting)});
  auto text = table.text(shell.terminal);
  text.pop_back();
  shell.say(text);
  return ExitCode::Ok;
}

ExitCode set_camera_setting(Shell& shell) {
  const auto& arguments = shell.arguments;
  const json::object body{{"value", arguments.value}};
  const auto changed = shell.client.ask(
      "PUT", "/v1/camera/settings/" + escaped(arguments.name) + camera_query(arguments), body);
  if (!changed) return shell.fail(changed.error());
  if (!arguments.is_json) shell.say(arguments.name + " is now " + arguments.value + ".");
  return ExitCode::Ok;
}

ExitCode calibrate_camera(Shell& shell) {
  const auto lag = shell.client.ask("POST", "/v1/camera/calibrate" + camera_query(shell.arguments));
  if (!lag) {
    const auto code = shell.fail(lag.error());
    if (lag.error().code == Errc::Unsupported)
      std::cerr
          << "  If the time is known, write it as shutter_lag_s into the [camera] part of the "
             "configuration.\n";
    return code;
  }
  if (shell.arguments.is_json) return shell.say_json();
  const auto ms = [&lag](const char* key) { return std::to_string(number_at(*lag, key)) + " ms"; };
  shell.say("This camera exposes " + ms("/shutter_lag_ms") + " after the order (" +
            std::to_string(number_at(*lag, "/photos")) + " photos, " + ms("/shortest_ms") + " to " +
            ms("/longest_ms") +
            ").\nIt is asked that much earlier from now on, also after a restart.");
  return ExitCode::Ok;
}

}  // namespace booth::cli

#include "daemon/cli/commands.hpp"

namespace booth::cli {
namespace {

/// troff reads dots and quotes at the beginning of a line, and backslashes and dashes anywhere.
std::string roff(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '\\') {
      safe += "\\e";
    } else if (c == '-') {
      safe += "\\-";
    } else if ((c == '.' || c == '\'') && (safe.empty() || safe.back() == '\n')) {
      safe += std::string("\\&") + c;
    } else {
      safe += c;
    }
  }
  return safe;
}

std::string option_text(const CommandNode::Option& option) {
  std::string names;
  for (const auto& name : option.names) names += (names.empty() ? "" : ", ") + name;
  auto text = ".TP\n\\fB" + roff(names) + "\\fR";
  if (!option.value.empty() && !option.is_argument) text += " \\fI" + roff(option.value) + "\\fR";
  text += "\n" + roff(option.what) + "\n";
  if (!option.variable.empty()) text += ".br\nEnvironment: " + roff(option.variable) + "\n";
  return text;
}

std::string usage_of(const std::string& path, const CommandNode& command) {
  auto usage = path;
  for (const auto& option : command.options)
    if (option.is_argument)
      usage += option.is_required ? " " + option.names.front() : " [" + option.names.front() + "]";
  return usage;
}

void add_commands(std::string& page, const std::string& path, const CommandNode& parent) {
  for (const auto& command : parent.commands) {
    const auto full = path + " " + command.name;
    page += ".SS " + roff(usage_of(full, command)) + "\n" + roff(command.what) + ".\n";
    for (const auto& option : command.options)
      if (option.names.front() != "--help") page += option_text(option);
    if (!command.examples.empty()) page += ".PP\n.nf\n" + roff(command.examples) + "\n.fi\n";
    add_commands(page, full, command);
  }
}

}  // namespace

ExitCode print_manual(Shell& shell) {
  const auto& tree = shell.tree;
  std::string page = ".TH BOOTHCTL 1 \"\" \"boothd " BOOTH_VERSION "\" \"Photo booth\"\n";
  page += ".SH NAME\nboothctl \\- look at a photo booth and put it right\n";
  page += ".SH SYNOPSIS\n\\fBboothctl\\fR [\\fIoptions\\fR] \\fIcommand\\fR ...\n";
  page += ".SH DESCRIPTION\n" + roff(tree.what) +
          "\nBegin with \\fBboothctl status\\fR; when something is wrong, "
          "\\fBboothctl doctor\\fR says what and what to do.\n.SH OPTIONS\n";
  for (const auto& option : tree.options) page += option_text(option);
  page += ".SH COMMANDS\n";
  add_commands(page, "boothctl", tree);
  page += ".SH EXIT STATUS\n.nf\n" + roff(tree.examples) + "\n.fi";
  shell.say(page);
  return ExitCode::Ok;
}

}  // namespace booth::cli

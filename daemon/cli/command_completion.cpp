#include "daemon/cli/commands.hpp"

namespace booth::cli {
namespace {

/// "prints confirm" -> the words that may follow.
void add_cases(std::string& script, const std::string& path, const CommandNode& command) {
  std::string words;
  for (const auto& sub : command.commands) words += sub.name + ' ';
  for (const auto& option : command.options)
    for (const auto& name : option.names)
      if (name.starts_with("--")) words += name + ' ';
  if (!path.empty())
    words += "--json --socket";  // known everywhere; the first row has them already
  script += "    '" + path + "') words='" + words + "' ;;\n";
  for (const auto& sub : command.commands)
    add_cases(script, path.empty() ? sub.name : path + ' ' + sub.name, sub);
}

/// The words of the commands so far pick the case; files are offered where an option or argument
/// names one.
std::string bash_script(const CommandNode& tree) {
  std::string script = R"(# bash completion for boothctl; made by `boothctl completion bash`
_boothctl() {
  local current=${COMP_WORDS[COMP_CWORD]} path='' word words=''
  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in -*) ;; *) [[ " $(_boothctl_words "$path") " == *" $word "* ]] && path=${path:+$path }$word ;; esac
  done
  words=$(_boothctl_words "$path")
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ ${#COMPREPLY[@]} -eq 0 ]]; then compopt -o default; fi
}
_boothctl_words() {
  local words=''
  case $1 in
)";
  add_cases(script, "", tree);
  script += "  esac\n  printf '%s' \"$words\"\n}\ncomplete -F _boothctl boothctl\n";
  return script;
}

}  // namespace

ExitCode print_completion(Shell& shell) {
  auto script = bash_script(shell.tree);
  // zsh runs bash's completions; only the first lines differ.
  if (shell.arguments.name == "zsh")
    script = "#compdef boothctl\nautoload -U +X bashcompinit && bashcompinit\n" + script;
  shell.say_part(script);
  return ExitCode::Ok;
}

}  // namespace booth::cli

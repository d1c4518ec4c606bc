#include <algorithm>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/describe.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

/// "84 sheets, until 22:40 at 42 an hour"
std::string paper_text(const json::value& printer) {
  const auto left = number_at(printer, "/media_remaining", -1);
  const auto percent = number_at(printer, "/media_percent", -1);
  std::string text = left >= 0      ? count_text(left, "sheet", "sheets")
                     : percent >= 0 ? std::to_string(percent) + " %"
                                    : "not known";
  if (left >= 0 && !flag_at(printer, "/is_media_counted")) text += ", as somebody said";
  if (const auto until = time_from(text_at(printer, "/lasts_until")))
    text += ", until " + clock_text(*until) + " at " +
            std::to_string(number_at(printer, "/prints_per_hour")) + " an hour";
  return text;
}

std::string state_text(const json::value& printer) {
  const auto mode = text_at(printer, "/mode");
  const auto condition = words(text_at(printer, "/condition"));
  return mode.empty() || mode == "active" ? condition : words(mode) + ", " + condition;
}

Colour colour_of(const json::value& printer) {
  if (flag_at(printer, "/can_print")) return Colour::Green;
  return text_at(printer, "/mode") == "active" ? Colour::Red : Colour::Yellow;
}

std::string printer_text(const Terminal& terminal, const json::value& printer, UtcTime now) {
  auto text = terminal.paint(Colour::Bold, harmless(text_at(printer, "/name"))) + "  " +
              terminal.paint(colour_of(printer), state_text(printer));
  if (const auto since = time_from(text_at(printer, "/since")))
    text += " for " + duration_text(now - *since);
  const auto line = [&text](const char* name, const std::string& value) {
    if (!value.empty()) text += std::string("\n  ") + name + harmless(value);
  };
  line("says     ", text_at(printer, "/message"));
  line("do       ", text_at(printer, "/what_to_do"));
  const auto by = text_at(printer, "/mode_by");
  if (text_at(printer, "/mode") != "active" && !by.empty())
    line("mode     ", words(text_at(printer, "/mode")) + " by " + by);
  line("paper    ", paper_text(printer));
  line("loaded   ", text_at(printer, "/loaded"));
  const auto usual = number_at(printer, "/print_time_ms", -1);
  if (usual >= 0) line("a sheet  ", duration_text(std::chrono::milliseconds(usual)));
  line("proof    ", proof_text(text_at(printer, "/best_proof")));
  return text;
}

/// One printer is named, or there is only one.
Result<std::string> printer_name(Shell& shell) {
  if (!shell.arguments.printer.empty()) return shell.arguments.printer;
  const auto page = shell.client.ask("GET", "/v1/printers");
  if (!page) return page.error();
  const auto& printers = list_at(*page, "/items");
  if (printers.size() == 1) return text_at(printers.front(), "/name");
  if (printers.empty()) return make_error(Errc::NotFound, "this booth has no printer");
  std::string names;
  for (const auto& printer : printers)
    names += (names.empty() ? "" : ", ") + text_at(printer, "/name");
  return make_error(Errc::BadInput, "which printer? There are " + names);
}

ExitCode order(Shell& shell, const std::string& verb, const json::object& body,
               const std::string& done) {
  const auto name = printer_name(shell);
  if (!name) return shell.fail(name.error());
  const auto printer = shell.client.ask("POST", "/v1/printers/" + *name + '/' + verb, body);
  if (!printer) return shell.fail(printer.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say("Printer " + *name + ' ' + done);
  return ExitCode::Ok;
}

}  // namespace

ExitCode list_printers(Shell& shell) {
  const auto page = shell.client.ask("GET", "/v1/printers");
  if (!page) return shell.fail(page.error());
  if (shell.arguments.is_json) return shell.say_json();
  const auto& printers = list_at(*page, "/items");
  if (printers.empty()) {
    shell.say("This booth has no printer.");
    return ExitCode::Ok;
  }
  Table table({"PRINTER", "STATE", "PAPER", "LOADED", "PROOF"});
  for (const auto& printer : printers)
    table.add({harmless(text_at(printer, "/name")),
               shell.terminal.paint(colour_of(printer), state_text(printer)), paper_text(printer),
               harmless(text_at(printer, "/loaded")), proof_text(text_at(printer, "/best_proof"))});
  auto text = table.text(shell.terminal);
  text.pop_back();
  shell.say(text);
  return ExitCode::Ok;
}

ExitCode show_printer(Shell& shell) {
  const auto name = printer_name(shell);
  if (!name) return shell.fail(name.error());
  const auto printer = shell.client.ask("GET", "/v1/printers/" + *name);
  if (!printer) return shell.fail(printer.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say(printer_text(shell.terminal, *printer, now_utc()));
  return ExitCode::Ok;
}

ExitCode resume_printer(Shell& shell) {
  return order(shell, "resume", {}, "prints again.");
}
ExitCode pause_printer(Shell& shell) {
  return order(shell, "pause", {},
               "gets no new sheet until `boothctl printer resume`; what it has it may finish.");
}
ExitCode drain_printer(Shell& shell) {
  return order(shell, "drain", {},
               "finishes its sheet; the others move on. `boothctl printer resume` undoes this.");
}
ExitCode maintain_printer(Shell& shell) {
  return order(
      shell, "maintenance", {},
      "is yours. Try it with `boothctl printer test`; `boothctl printer resume` when it is "
      "done.");
}

ExitCode set_printer_media(Shell& shell) {
  json::object body;
  body["sheets"] = shell.arguments.sheets;
  return order(shell, "media", body,
               "has " + count_text(shell.arguments.sheets, "sheet", "sheets") + ", as you say.");
}

ExitCode test_printer(Shell& shell) {
  return order(shell, "test", {}, "prints the newest sheet. Follow with `boothctl print list`.");
}

}  // namespace booth::cli

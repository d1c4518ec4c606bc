#include <algorithm>
#include <iterator>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/describe.hpp"
#include "daemon/cli/find_id.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

constexpr std::string_view kDecisionHelp =
    "Look into the printer's tray. If the sheet is there: `boothctl print confirm PRINT`. If not: "
    "`boothctl print retry PRINT`. If nobody wants it any more: `boothctl print cancel PRINT`.";

/// @param done  "will be printed again"
ExitCode decide(Shell& shell, const std::string& verb, const std::string& done) {
  const auto id = find_listed_id(shell, "/v1/prints", "print", shell.arguments.id);
  if (!id) return shell.fail(id.error());
  const auto print = shell.client.ask("POST", "/v1/prints/" + *id + '/' + verb);
  if (!print) return shell.fail(print.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say("Print " + short_id(*id) + ' ' + done + '.');
  return ExitCode::Ok;
}

ExitCode say_asked(Shell& shell, const json::value& page) {
  if (shell.arguments.is_json) return shell.say_json();
  const auto& prints = list_at(page, "/items");
  shell.say(count_text(static_cast<std::int64_t>(prints.size()), "copy", "copies") +
            " asked for. Follow with `boothctl print list`.");
  return ExitCode::Ok;
}

bool needs_decision(const json::value& print) {
  const auto state = text_at(print, "/state");
  return state == "held" || state == "unknown";
}

json::array wanted(const Arguments& arguments, const json::array& prints) {
  if (!arguments.is_only_stuck) return prints;
  json::array stuck;
  std::copy_if(prints.begin(), prints.end(), std::back_inserter(stuck), needs_decision);
  return stuck;
}

}  // namespace

ExitCode print_session(Shell& shell) {
  if (shell.arguments.id.empty()) return list_prints(shell);
  const auto id = find_session_id(shell, shell.arguments.id);
  if (!id) return shell.fail(id.error());
  json::object body;
  if (shell.arguments.copies >= 0) body["copies"] = shell.arguments.copies;
  const auto page = shell.client.ask("POST", "/v1/sessions/" + *id + "/prints", body);
  if (!page) return shell.fail(page.error());
  return say_asked(shell, *page);
}

/// The newest sheet is the best test picture: it is what the event's guests get.
ExitCode test_print(Shell& shell) {
  const auto page = shell.client.ask("GET", "/v1/sessions?limit=100");
  if (!page) return shell.fail(page.error());
  for (const auto& session : list_at(*page, "/items")) {
    if (text_at(session, "/state") != "done") continue;
    shell.arguments.id = text_at(session, "/id");
    shell.arguments.copies = 1;
    shell.arguments.reason = "test print";
    return reprint_session(shell);
  }
  return shell.fail(
      make_error(Errc::NotFound,
                 "no sheet has been made yet: run a session first (`boothctl session start`)"));
}

ExitCode list_prints(Shell& shell) {
  const auto page = shell.client.ask("GET", "/v1/prints?limit=" + limit_text(shell.arguments));
  if (!page) return shell.fail(page.error());
  if (shell.arguments.is_json) return shell.say_json();

  const auto prints = wanted(shell.arguments, list_at(*page, "/items"));
  if (prints.empty()) {
    shell.say(shell.arguments.is_only_stuck ? "No print waits for a decision."
                                            : "Nothing has been printed yet.");
    return ExitCode::Ok;
  }
  auto text = prints_table(shell.terminal, prints, now_utc());
  if (std::any_of(prints.begin(), prints.end(), needs_decision)) {
    text += '\n';
    for (const auto& line :
         wrapped(kDecisionHelp, static_cast<std::size_t>(shell.terminal.columns())))
      text += line + '\n';
  }
  text.pop_back();
  shell.say(text);
  return ExitCode::Ok;
}

ExitCode show_print(Shell& shell) {
  const auto id = find_listed_id(shell, "/v1/prints", "print", shell.arguments.id);
  if (!id) return shell.fail(id.error());
  const auto print = shell.client.ask("GET", "/v1/prints/" + *id);
  if (!print) return shell.fail(print.error());
  if (shell.arguments.is_json) return shell.say_json();

  auto text = prints_table(shell.terminal, json::array{*print}, now_utc());
  text += "\n  id        " + harmless(text_at(*print, "/id")) + "\n  session   " +
          harmless(text_at(*print, "/session")) + "\n  sheet     " +
          harmless(text_at(*print, "/sheet")) + "\n  tries     " +
          std::to_string(number_at(*print, "/attempts")) + "\n  proof     " +
          (text_at(*print, "/state") == "printed" ? proof_text(text_at(*print, "/proof"))
                                                  : std::string("none yet"));
  const auto note = text_at(*print, "/note");
  text += "\n  asked as  " + words(text_at(*print, "/purpose"));
  if (!note.empty()) text += ": " + harmless(note);
  shell.say(text);
  return ExitCode::Ok;
}

ExitCode retry_print(Shell& shell) {
  return decide(shell, "retry", "will be printed again");
}
ExitCode confirm_print(Shell& shell) {
  return decide(shell, "confirm", "counts as printed");
}
ExitCode cancel_print(Shell& shell) {
  return decide(shell, "cancel", "is cancelled");
}
ExitCode hold_print(Shell& shell) {
  return decide(shell, "hold", "waits for `boothctl print retry` or `boothctl print cancel`");
}
ExitCode void_print(Shell& shell) {
  return decide(shell, "void", "counts as spoiled; `boothctl print retry` prints it again");
}

ExitCode reprint_session(Shell& shell) {
  const auto id = find_session_id(shell, shell.arguments.id);
  if (!id) return shell.fail(id.error());
  json::object body{{"reason", shell.arguments.reason}};
  if (shell.arguments.copies >= 0) body["copies"] = shell.arguments.copies;
  if (shell.arguments.is_gift) body["purpose"] = "comp";
  if (!shell.arguments.printer.empty()) body["printer"] = shell.arguments.printer;
  const auto page = shell.client.ask("POST", "/v1/sessions/" + *id + "/reprints", body);
  if (!page) return shell.fail(page.error());
  return say_asked(shell, *page);
}

ExitCode show_ledger(Shell& shell) {
  const auto event = shell.arguments.id;
  const auto ledger =
      shell.client.ask("GET", "/v1/print-ledger" + (event.empty() ? "" : "?event=" + event));
  if (!ledger) return shell.fail(ledger.error());
  if (shell.arguments.is_json) return shell.say_json();

  Table table({"SHEETS", "WHAT BECAME OF THEM"});
  const auto row = [&](const char* pointer, const std::string& what) {
    if (const auto count = number_at(*ledger, pointer); count > 0)
      table.add({std::to_string(count), what});
  };
  row("/asked", "asked for");
  row("/waiting", "wait for a printer");
  for (const auto* proof :
       {"printer_counter", "guard_journal", "ipp_job", "spooler_only", "person"})
    row((std::string("/printed/") + proof).c_str(), "printed: " + proof_text(proof));
  row("/held", "held for a person, not printed");
  row("/unknown", "may have come out: a person must look");
  row("/wasted", "spoiled");
  row("/cancelled", "cancelled");
  row("/sheets_used", "of paper are gone");
  row("/asked_as/reprint", "were reprints");
  row("/asked_as/comp", "were given away");
  row("/asked_as/test", "were tests");
  auto text = "Event " + harmless(text_at(*ledger, "/event")) + '\n' + table.text(shell.terminal);
  text.pop_back();
  shell.say(text);
  return ExitCode::Ok;
}

}  // namespace booth::cli

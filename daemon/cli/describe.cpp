#include "daemon/cli/describe.hpp"

#include <chrono>

#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

Colour colour_of(const std::string& state) {
  if (state == "printed" || state == "synced" || state == "done") return Colour::Green;
  if (state == "held" || state == "unknown" || state == "parked" || state == "interrupted")
    return Colour::Yellow;
  if (state == "failed") return Colour::Red;
  return Colour::Plain;
}

/// The reason, and how sure we are where it matters: a spooler's word alone is no proof of paper.
std::string print_note(const json::value& print) {
  const auto reason = harmless(text_at(print, "/reason"));
  const auto waits = number_at(print, "/expected_in_ms", -1);
  if (text_at(print, "/state") == "queued" && waits >= 0)
    return "in about " + duration_text(std::chrono::milliseconds(waits));
  if (text_at(print, "/state") != "printed" || !reason.empty()) return reason;
  return proof_text(text_at(print, "/proof"));
}

}  // namespace

UtcTime now_utc() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

std::string limit_text(const Arguments& arguments) {
  return std::to_string(arguments.is_only_stuck ? 500 : arguments.limit);
}

std::string session_sentence(const json::value& session, UtcTime now) {
  auto text =
      "#" + std::to_string(number_at(session, "/number")) + ' ' + words(text_at(session, "/state"));
  if (find_at(session, "/shots"))
    text += ", " + std::to_string(list_at(session, "/shots").size()) + " of " +
            count_text(number_at(session, "/shots_planned"), "photo", "photos");
  const auto countdown = number_at(session, "/countdown_ms", -1);
  if (countdown >= 0) text += ", next photo in " + std::to_string((countdown + 999) / 1000) + " s";
  text += ", started " + age_text(text_at(session, "/started_at"), now);
  return text;
}

std::string prints_table(const Terminal& terminal, const json::array& prints, UtcTime now) {
  Table table({"PRINT", "STATE", "PRINTER", "ASKED", "BY", "NOTE"});
  for (const auto& print : prints) {
    const auto state = text_at(print, "/state");
    table.add({short_id(text_at(print, "/id")), terminal.paint(colour_of(state), words(state)),
               harmless(text_at(print, "/printer")), age_text(text_at(print, "/requested_at"), now),
               harmless(text_at(print, "/requested_by")), print_note(print)});
  }
  return table.text(terminal);
}

std::string uploads_table(const Terminal& terminal, const json::array& uploads, UtcTime now) {
  Table table({"UPLOAD", "STATE", "WHAT", "SIZE", "TARGET", "SINCE", "TRIES", "NOTE"});
  for (const auto& upload : uploads) {
    const auto state = text_at(upload, "/state");
    table.add({short_id(text_at(upload, "/id")), terminal.paint(colour_of(state), words(state)),
               words(text_at(upload, "/class")), size_text(number_at(upload, "/size_bytes")),
               harmless(text_at(upload, "/target")), age_text(text_at(upload, "/created_at"), now),
               std::to_string(number_at(upload, "/attempts")),
               harmless(text_at(upload, "/last_error"))});
  }
  return table.text(terminal);
}

std::string session_text(const Terminal& terminal, const json::value& session, UtcTime now) {
  auto text = terminal.paint(Colour::Bold, "Session " + session_sentence(session, now)) + '\n';
  text += "  id        " + harmless(text_at(session, "/id")) + '\n';
  text += "  event     " + harmless(text_at(session, "/event_title")) + '\n';
  text += "  template  " + harmless(text_at(session, "/template")) + '\n';
  const auto reason = text_at(session, "/reason");
  if (!reason.empty()) text += "  reason    " + harmless(reason) + '\n';
  for (const auto& shot : list_at(session, "/shots"))
    text += "  photo " + std::to_string(number_at(shot, "/slot") + 1) + "   " +
            harmless(text_at(shot, "/path")) + ", " + size_text(number_at(shot, "/size_bytes")) +
            '\n';
  if (const auto* sheet = find_at(session, "/sheet"))
    text += "  sheet     " + harmless(text_at(*sheet, "/path")) + ", " +
            harmless(text_at(*sheet, "/medium")) + ", " +
            size_text(number_at(*sheet, "/size_bytes")) + '\n';
  if (const auto& prints = list_at(session, "/prints"); !prints.empty())
    text += '\n' + prints_table(terminal, prints, now);
  if (const auto& uploads = list_at(session, "/uploads"); !uploads.empty())
    text += '\n' + uploads_table(terminal, uploads, now);
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

}  // namespace booth::cli

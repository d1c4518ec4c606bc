#include <cmath>

#include "daemon/api/json_parts.hpp"

namespace booth::api {

namespace json = boost::json;

json::object to_json(const PrinterView& printer) {
  return {
      {"name", printer.name},
      {"condition", to_string(printer.report.condition)},
      {"can_print", can_print(printer.report.condition) && !printer.report.is_queue_paused &&
                        printer.mode == PrinterMode::Active},
      {"mode", to_string(printer.mode)},
      {"mode_by", text_or_null(printer.mode_by)},
      {"mode_since", time_or_null(printer.mode_since)},
      {"is_queue_paused", printer.report.is_queue_paused},
      {"message", printer.report.message},
      {"what_to_do", printer.what_to_do},
      {"since", time_text(printer.since)},
      {"jobs", printer.report.active_jobs.size()},
      {"media_remaining", number_or_null(printer.media_left)},
      {"is_media_counted", printer.report.media_remaining.has_value()},
      {"is_media_low", printer.is_media_low},
      {"media_percent", number_or_null(printer.report.media_percent)},
      {"loaded",
       printer.report.loaded ? text_or_null(printer.report.loaded->name) : json::value(nullptr)},
      {"prints_per_hour", printer.prints_per_hour
                              ? json::value(std::llround(*printer.prints_per_hour))
                              : json::value(nullptr)},
      {"lasts_until",
       printer.lasts_until ? time_or_null(*printer.lasts_until) : json::value(nullptr)},
      {"print_time_ms",
       printer.print_time ? json::value(printer.print_time->count()) : json::value(nullptr)},
      {"best_proof", to_string(printer.best_proof)},
      {"lifetime_count", number_or_null(printer.report.lifetime_count)},
  };
}

json::object to_json(const PaperView& paper) {
  return {
      {"expected", paper.expected},
      {"used", paper.used},
      {"loaded", number_or_null(paper.loaded)},
      {"missing", paper.missing},
  };
}

json::object to_json(const PrintLedger& ledger) {
  return {
      {"event", ledger.event},
      {"asked", ledger.asked},
      {"waiting", ledger.waiting},
      {"printed",
       {{"printer_counter", ledger.by_counter},
        {"guard_journal", ledger.by_guard},
        {"ipp_job", ledger.by_ipp_job},
        {"spooler_only", ledger.by_spooler},
        {"person", ledger.by_person}}},
      {"held", ledger.held},
      {"unknown", ledger.unknown},
      {"wasted", ledger.wasted},
      {"cancelled", ledger.cancelled},
      {"sheets_used", ledger.sheets_used()},
      {"asked_as",
       {{"order", ledger.orders},
        {"reprint", ledger.reprints},
        {"comp", ledger.comps},
        {"test", ledger.tests}}},
  };
}

json::object to_json(const Store::PrintCounts& prints) {
  return {{"waiting", prints.waiting}, {"held", prints.held}, {"printed", prints.printed}};
}

json::object to_json(const PrintJob& print) {
  return {
      {"id", print.id.str()},
      {"sheet", print.sheet.str()},
      {"session", print.session.str()},
      {"state", to_string(print.state)},
      {"is_settled", is_settled(print.state)},
      {"proof", to_string(print.proof)},
      {"printer", text_or_null(print.printer)},
      {"attempts", print.attempts},
      {"reason", text_or_null(print.reason)},
      {"requested_by", print.requested_by},
      {"purpose", to_string(print.purpose)},
      {"note", text_or_null(print.note)},
      {"only_printer", text_or_null(print.only_printer)},
      {"sent_at", time_or_null(print.sent_at)},
      {"expected_in_ms",
       print.expected_in ? json::value(print.expected_in->count()) : json::value(nullptr)},
      {"requested_at", time_text(print.requested_at)},
      {"changed_at", time_text(print.changed_at)},
  };
}

}  // namespace booth::api

#include "daemon/store/row_printer.hpp"

#include "daemon/store/read_rows.hpp"
#include "daemon/store/row_fact.hpp"

namespace booth::rows {
namespace {

std::optional<int> number_or_none(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  return row.small_number(column);
}

std::optional<PrinterMemory> read_printer(const Statement& row) {
  const auto mode = printer_mode_from(row.text(1));
  if (!mode) return std::nullopt;
  PrinterMemory printer;
  printer.name = row.text(0);
  printer.mode = *mode;
  printer.mode_by = row.text(2);
  printer.mode_since = row.time(3);
  printer.media_set = number_or_none(row, 4);
  printer.media_set_at = row.time(5);
  printer.media_used = row.small_number(6);
  printer.media_seen = number_or_none(row, 7);
  printer.medium_seen = row.text(8);
  printer.is_low_told = row.number(9) != 0;
  return printer;
}

constexpr const char* kPrinters = R"(
    SELECT name, mode, mode_by, mode_since_ms, media_set, media_set_at_ms, media_used, media_seen,
           medium_seen, is_low_told
    FROM printer ORDER BY name)";

// -1 stands for "not known".
constexpr const char* kSavePrinter = R"(
    INSERT INTO printer (name, mode, mode_by, mode_since_ms, media_set, media_set_at_ms, media_used,
                         media_seen, medium_seen, is_low_told)
    VALUES (:name, :mode, :mode_by, :mode_since_ms, nullif(:media_set, -1), :media_set_at_ms, 0,
            nullif(:media_seen, -1), :medium_seen, :is_low_told)
    ON CONFLICT (name) DO UPDATE SET
      mode = excluded.mode, mode_by = excluded.mode_by, mode_since_ms = excluded.mode_since_ms,
      media_used = CASE WHEN media_set_at_ms = excluded.media_set_at_ms THEN media_used ELSE 0 END,
      media_set = excluded.media_set, media_set_at_ms = excluded.media_set_at_ms,
      media_seen = excluded.media_seen,
      medium_seen = excluded.medium_seen, is_low_told = excluded.is_low_told)";

}  // namespace

Result<std::vector<PrinterMemory>> printers(Connection& database) {
  auto query = database.use(kPrinters);
  return read_rows(query, read_printer);
}

Result<void> save_printer(Connection& database, Stamp& stamp, const PrinterMemory& printer,
                          const std::string& fact, const std::string& data) {
  auto save = database.use(kSavePrinter);
  save.bind(":name", printer.name).bind(":mode", to_string(printer.mode));
  save.bind(":mode_by", printer.mode_by).bind(":mode_since_ms", printer.mode_since);
  save.bind(":media_set", printer.media_set.value_or(-1));
  save.bind(":media_set_at_ms", printer.media_set_at);
  save.bind(":media_seen", printer.media_seen.value_or(-1));
  save.bind(":medium_seen", printer.medium_seen).bind(":is_low_told", printer.is_low_told ? 1 : 0);
  if (const auto saved = save.run(); !saved) return saved.error();
  if (fact.empty()) return {};
  const auto added = add_fact(database, stamp, fact, printer.name, data);
  if (!added) return added.error();
  return {};
}

}  // namespace booth::rows

#include "daemon/runtime/log.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdlib>

namespace booth::log {
namespace {

std::atomic<bool> g_is_debug_shown{false};

bool needs_quotes(std::string_view value) {
  if (value.empty()) return true;
  for (const unsigned char c : value)
    if (c <= ' ' || c == '"' || c == '=' || c == 0x7F) return true;
  return false;
}

void append_quoted(std::string& line, std::string_view value) {
  line += '"';
  for (const char c : value) {
    if (c == '\n') {
      line += "\\n";
    } else if (c == '"' || c == '\\') {
      line += '\\';
      line += c;
    } else {
      // Other control characters could steer a terminal that shows the log.
      line += static_cast<unsigned char>(c) < ' ' ? '?' : c;
    }
  }
  line += '"';
}

void write_line(char level, std::string_view event, std::initializer_list<Field> fields) {
  static const bool is_journal = std::getenv("JOURNAL_STREAM") != nullptr;
  std::string line;
  if (is_journal) line = {'<', level, '>'};
  line += format(event, fields);
  line += '\n';
  // One write per line: lines of several threads and processes do not mix.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace

std::string format(std::string_view event, std::initializer_list<Field> fields) {
  std::string line(event);
  for (const auto& field : fields) {
    line += ' ';
    line += field.key;
    line += '=';
    if (needs_quotes(field.value))
      append_quoted(line, field.value);
    else
      line += field.value;
  }
  return line;
}

void show_debug(bool is_shown) {
  g_is_debug_shown = is_shown;
}

void debug(std::string_view event, std::initializer_list<Field> fields) {
  if (g_is_debug_shown) write_line('7', event, fields);
}
void note(std::string_view event, std::initializer_list<Field> fields) {
  write_line('5', event, fields);
}
void warn(std::string_view event, std::initializer_list<Field> fields) {
  write_line('4', event, fields);
}
void error(std::string_view event, std::initializer_list<Field> fields) {
  write_line('3', event, fields);
}

}  // namespace booth::log

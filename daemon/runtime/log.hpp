#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace booth::log {

/// One `key=value` of a log line. Values with blanks or quotes are quoted.
struct Field {
  Field(std::string_view k, std::string_view v) : key(k), value(v) {}
  Field(std::string_view k, const char* v) : key(k), value(v) {}
  Field(std::string_view k, const std::string& v) : key(k), value(v) {}
  Field(std::string_view k, bool v) : key(k), value(v ? "true" : "false") {}
  Field(std::string_view k, int v) : key(k), value(std::to_string(v)) {}
  Field(std::string_view k, std::int64_t v) : key(k), value(std::to_string(v)) {}
  Field(std::string_view k, std::uint64_t v) : key(k), value(std::to_string(v)) {}
  Field(std::string_view k, double v) : key(k), value(std::to_string(v)) {}

  std::string key;
  std::string value;
};

/// Levels are syslog's; under systemd the line carries the `<N>` prefix that the journal
/// understands.
void debug(std::string_view event, std::initializer_list<Field> fields = {});
void note(std::string_view event, std::initializer_list<Field> fields = {});
void warn(std::string_view event, std::initializer_list<Field> fields = {});
void error(std::string_view event, std::initializer_list<Field> fields = {});

/// Shows debug lines too. Call once, before threads start.
void show_debug(bool is_shown);

/// The line without prefix and line end: `print_retry job=7f3a cause="paper out"`.
std::string format(std::string_view event, std::initializer_list<Field> fields);

}  // namespace booth::log

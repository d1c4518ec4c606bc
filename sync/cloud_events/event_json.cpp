#include "sync/cloud_events/event_json.hpp"

#include <cstdio>
#include <ctime>

#include <boost/json.hpp>

namespace booth {
namespace {

namespace json = boost::json;

/// RFC 3339 in UTC with milliseconds.
std::string time_text(UtcTime time) {
  const auto second = std::chrono::floor<std::chrono::seconds>(time);
  const std::time_t whole = second.time_since_epoch().count();
  std::tm parts{};
  ::gmtime_r(&whole, &parts);
  char day[32];
  std::strftime(day, sizeof day, "%Y-%m-%dT%H:%M:%S", &parts);
  char text[48];
  std::snprintf(text, sizeof text, "%s.%03dZ", day, static_cast<int>((time - second).count()));
  return text;
}

json::object event_of(const Fact& fact, const std::string& source) {
  json::error_code broken;
  auto data = json::parse(fact.data, broken);
  // The store takes objects only; a row that was damaged since is sent as what it is.
  if (broken || !data.is_object()) data = json::object{{"damaged", fact.data}};
  json::object event{{"specversion", "1.0"},
                     {"id", fact.id.str()},
                     {"source", source},
                     {"type", "org.boothd." + fact.type},
                     {"time", time_text(fact.at)},
                     {"datacontenttype", "application/json"},
                     // The sequence extension of CloudEvents: order within one booth.
                     {"sequence", std::to_string(fact.sequence)},
                     {"data", std::move(data)}};
  if (!fact.subject.empty()) event["subject"] = fact.subject;
  return event;
}

}  // namespace

std::string event_json(const Fact& fact, const std::string& source) {
  return json::serialize(event_of(fact, source));
}

std::string batch_json(std::span<const Fact> facts, const std::string& source) {
  json::array batch;
  batch.reserve(facts.size());
  for (const auto& fact : facts) batch.emplace_back(event_of(fact, source));
  return json::serialize(batch);
}

std::string event_source(const std::string& booth_name) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string source = "urn:booth:";
  for (const char c : booth_name) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (is_plain)
      source += c;
    else
      source.append({'%', kHex[byte >> 4], kHex[byte & 0x0F]});
  }
  return source;
}

}  // namespace booth

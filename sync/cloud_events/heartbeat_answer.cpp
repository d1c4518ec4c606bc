#include "sync/cloud_events/heartbeat_answer.hpp"

#include <algorithm>
#include <array>

#include <boost/json.hpp>

namespace booth {
namespace {

namespace json = boost::json;

constexpr std::size_t kLongestAnswer = 64 * 1024;
constexpr std::size_t kMostCommands = 100;
constexpr double kLongestDelay = 3600;  // a booth that waits longer looks broken
constexpr std::array<std::string_view, 3> kProbes{"ok", "unknown_booth", "paused"};

Error wrong(const std::string& what) {
  return make_error(Errc::NotProven, "the answer to a heartbeat is not one: " + what);
}

Result<void> read_delay(const json::object& answer, HeartbeatAnswer& read) {
  const auto* value = answer.if_contains("first_contact_delay_s");
  if (value == nullptr) return {};
  json::error_code failed;
  const auto seconds = value->to_number<double>(failed);
  if (failed || !(seconds >= 0 && seconds <= kLongestDelay))
    return wrong("first_contact_delay_s must be a number from 0 to 3600");
  read.first_contact = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1000));
  return {};
}

Result<void> read_probe(const json::object& answer, HeartbeatAnswer& read) {
  const auto* value = answer.if_contains("probe");
  if (value == nullptr) return {};
  const bool is_known =
      value->is_string() && std::find(kProbes.begin(), kProbes.end(),
                                      std::string_view(value->as_string())) != kProbes.end();
  if (!is_known) return wrong("probe must be \"ok\", \"unknown_booth\" or \"paused\"");
  read.probe = value->as_string();
  return {};
}

Result<void> read_commands(const json::object& answer, HeartbeatAnswer& read) {
  const auto* value = answer.if_contains("commands");
  if (value == nullptr) return {};
  const bool is_list = value->is_array() && value->as_array().size() <= kMostCommands;
  if (!is_list) return wrong("commands must be a list of at most 100");
  for (const auto& command : value->as_array())
    if (!command.is_object()) return wrong("a command must be an object");
  read.commands = static_cast<int>(value->as_array().size());
  return {};
}

}  // namespace

Result<HeartbeatAnswer> parse_heartbeat_answer(std::string_view body, const FactId& id) {
  if (body.size() > kLongestAnswer) return wrong("it is longer than 64 KiB");
  json::error_code failed;
  json::parse_options options;
  options.max_depth = 8;
  const auto parsed = json::parse(body, failed, {}, options);
  if (failed || !parsed.is_object()) return wrong("no JSON object");
  const auto& answer = parsed.as_object();

  const auto* echo = answer.if_contains("heartbeat");
  if (echo == nullptr || !echo->is_string() || echo->as_string() != id.str())
    return wrong("it does not name our heartbeat");
  HeartbeatAnswer read;
  if (auto done = read_delay(answer, read); !done) return done.error();
  if (auto done = read_probe(answer, read); !done) return done.error();
  if (auto done = read_commands(answer, read); !done) return done.error();
  return read;
}

}  // namespace booth

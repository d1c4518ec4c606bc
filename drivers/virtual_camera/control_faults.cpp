#include "drivers/virtual_camera/control_faults.hpp"

#include <array>
#include <stdexcept>
#include <string>
#include <utility>

#include <boost/json.hpp>

#include "drivers/virtual_camera/ptp_codes.hpp"

namespace booth::virtual_camera {
namespace {

namespace json = boost::json;
using std::chrono::milliseconds;

constexpr int kForEver = -1;

int times_of(const json::object& command) {
  return static_cast<int>(number_or(command, "times", 1));
}
milliseconds milliseconds_of(const json::object& command) {
  return milliseconds(number_or(command, "ms", 0));
}
/// `"on": false` takes a lasting fault back.
bool is_on(const json::object& command) {
  const json::value* on = command.if_contains("on");
  return on == nullptr || (on->is_bool() && on->get_bool());
}

void add_operation_fault(Faults& faults, const json::object& command, OperationFaultKind kind) {
  OperationFault fault;
  fault.kind = kind;
  fault.operation = static_cast<std::uint16_t>(number_or(command, "operation", 0));
  fault.skip = static_cast<int>(number_or(command, "skip", 0));
  fault.times = times_of(command);
  if (fault.times < kForEver || fault.times == 0)
    throw std::invalid_argument("times must be 1 or more, or -1");
  fault.delay = milliseconds_of(command);
  fault.keep_bytes = static_cast<std::size_t>(number_or(command, "keep_bytes", 0));
  fault.code = static_cast<std::uint16_t>(number_or(command, "code", rc::kGeneralError));
  faults.operations.push_back(fault);
}

CorruptPhoto corruption_of(const json::object& command) {
  const json::value* how = command.if_contains("how");
  if (how == nullptr || *how == "cut_short") return CorruptPhoto::CutShort;
  if (*how == "garbage") return CorruptPhoto::Garbage;
  if (*how == "empty") return CorruptPhoto::Empty;
  if (*how == "flipped_bytes") return CorruptPhoto::FlippedBytes;
  throw std::invalid_argument("how must be cut_short, garbage, empty or flipped_bytes");
}

double rate_of(const json::object& command) {
  const json::value* rate = command.if_contains("percent_per_minute");
  if (rate == nullptr || !rate->is_number())
    throw std::invalid_argument("percent_per_minute is missing");
  return rate->to_number<double>();
}

using Command = const json::object&;
using Switch = void (*)(Faults&, Command, SteadyTime);
struct NamedFault {
  std::string_view name;
  Switch apply;
};

// clang-format off
constexpr std::array kFaults{
    NamedFault{"stall",                [](Faults& f, Command c, SteadyTime) { add_operation_fault(f, c, OperationFaultKind::Stall); }},
    NamedFault{"delay",                [](Faults& f, Command c, SteadyTime) { add_operation_fault(f, c, OperationFaultKind::Delay); }},
    NamedFault{"drop",                 [](Faults& f, Command c, SteadyTime) { add_operation_fault(f, c, OperationFaultKind::Drop); }},
    NamedFault{"truncate",             [](Faults& f, Command c, SteadyTime) { add_operation_fault(f, c, OperationFaultKind::Truncate); }},
    NamedFault{"respond",              [](Faults& f, Command c, SteadyTime) { add_operation_fault(f, c, OperationFaultKind::Respond); }},
    NamedFault{"deny",                 [](Faults& f, Command c, SteadyTime) { add_operation_fault(f, c, OperationFaultKind::Deny); }},
    NamedFault{"busy",                 [](Faults& f, Command c, SteadyTime now) { f.busy_until = now + milliseconds_of(c); }},
    NamedFault{"out_of_focus",         [](Faults& f, Command c, SteadyTime) { f.out_of_focus_shots = times_of(c); }},
    NamedFault{"no_events",            [](Faults& f, Command c, SteadyTime) { f.shots_without_events = times_of(c); }},
    NamedFault{"duplicate_object",     [](Faults& f, Command c, SteadyTime) { f.duplicate_events = times_of(c); }},
    NamedFault{"late_object",          [](Faults& f, Command c, SteadyTime) { f.late_object_added = milliseconds_of(c); }},
    NamedFault{"corrupt_photo",        [](Faults& f, Command c, SteadyTime) { f.corruption = corruption_of(c); f.corrupt_photos = times_of(c); }},
    NamedFault{"wrong_size",           [](Faults& f, Command c, SteadyTime) { f.size_lie = number_or(c, "by", 1000); f.wrong_size_photos = times_of(c); }},
    NamedFault{"no_available_shots",   [](Faults& f, Command c, SteadyTime) { f.has_no_available_shots = is_on(c); }},
    NamedFault{"card_full",            [](Faults& f, Command c, SteadyTime) { f.is_card_full = is_on(c); }},
    NamedFault{"live_view_prohibited", [](Faults& f, Command c, SteadyTime) { f.live_view_prohibited = static_cast<std::uint32_t>(number_or(c, "bits", 0)); }},
    NamedFault{"live_view_ends",       [](Faults& f, Command c, SteadyTime) { f.live_view_ends_after = static_cast<int>(number_or(c, "after_frames", 1)); }},
    NamedFault{"slow_live_view",       [](Faults& f, Command c, SteadyTime now) { f.live_view_busy_until = now + milliseconds_of(c); }},
    NamedFault{"battery_falls",        [](Faults& f, Command c, SteadyTime now) { f.battery_loss_per_minute = rate_of(c); f.battery_falls_from = now; }},
    NamedFault{"keeps_old_photos",     [](Faults& f, Command c, SteadyTime) { f.keeps_old_photos = is_on(c); }},
    NamedFault{"session_already_open", [](Faults& f, Command c, SteadyTime) { f.sessions_already_open = times_of(c); }},
    NamedFault{"reject_connection",    [](Faults& f, Command c, SteadyTime) { f.rejected_connections = times_of(c); }},
    NamedFault{"slow_link",            [](Faults& f, Command c, SteadyTime) { f.bytes_per_second = static_cast<std::uint64_t>(number_or(c, "bytes_per_second", 0)); }},
};
// clang-format on

}  // namespace

std::int64_t number_or(const json::object& command, std::string_view name, std::int64_t otherwise) {
  const json::value* value = command.if_contains(name);
  if (value == nullptr) return otherwise;
  if (value->is_int64()) return value->get_int64();
  if (value->is_uint64()) return static_cast<std::int64_t>(value->get_uint64());
  if (value->is_string()) {
    const std::string text(value->get_string());
    std::size_t used = 0;
    const std::int64_t number = std::stoll(text, &used, 0);
    if (used == text.size()) return number;
  }
  throw std::invalid_argument(std::string(name) + " must be a whole number");
}

void set_fault(Faults& faults, const json::object& command, SteadyTime now) {
  const json::value* name = command.if_contains("name");
  for (const NamedFault& fault : kFaults)
    if (name != nullptr && *name == json::string_view(fault.name))
      return fault.apply(faults, command, now);
  std::string known;
  for (const NamedFault& fault : kFaults) known.append(" ").append(fault.name);
  throw std::invalid_argument("no such fault; there are:" + known);
}

std::vector<std::string_view> fault_names() {
  std::vector<std::string_view> names;
  for (const NamedFault& fault : kFaults) names.push_back(fault.name);
  return names;
}

}  // namespace booth::virtual_camera

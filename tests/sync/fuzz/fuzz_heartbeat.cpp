// Any bytes as the answer to a heartbeat: what is read is within its bounds, and only when the
// answer names ours.
#include <cstdint>
#include <string_view>

#include "sync/cloud_events/heartbeat_answer.hpp"

namespace {

void check(bool is_true) {
  if (!is_true) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace booth;
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto answer = parse_heartbeat_answer(body, FactId("beat-1"));
  if (!answer) {
    check(answer.error().code == Errc::NotProven && !answer.error().context.empty());
    return 0;
  }
  check(body.size() <= 64 * 1024);
  check(!answer->first_contact ||
        (answer->first_contact->count() >= 0 && answer->first_contact->count() <= 3'600'000));
  check(answer->probe.empty() || answer->probe == "ok" || answer->probe == "unknown_booth" ||
        answer->probe == "paused");
  check(answer->commands >= 0 && answer->commands <= 100);
  // The same bytes prove nothing about another heartbeat.
  check(!parse_heartbeat_answer(body, FactId("beat-2")).has_value());
  return 0;
}

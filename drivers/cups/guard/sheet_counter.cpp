#include "drivers/cups/guard/sheet_counter.hpp"

#include <cstdlib>
#include <iostream>

#include "drivers/cups/guard/printer_counter.hpp"

namespace booth::guard {
namespace {

// Backends that answer BACKEND_STATS_ONLY instead of printing.
constexpr const char* kAskable = "gutenprint53+usb gutenprint52+usb";
constexpr std::chrono::seconds kPatience{10};
constexpr int kLooks = 4;
constexpr int kPauseMs = 1000;

}  // namespace

SheetCounter::SheetCounter(const BackendCommand& command, Journal& journal)
    : command_(command), journal_(journal), before_(read()) {}

std::optional<std::int64_t> SheetCounter::read() const {
  const char* const named = std::getenv("BOOTH_GUARD_COUNTERS");
  return read_counter(command_, named != nullptr ? named : kAskable, kPatience);
}

SheetCounter::Verdict SheetCounter::look(bool has_succeeded) {
  if (!before_) return Verdict::CannotTell;
  const bool is_counting = journal_.is_counting(command_.device_uri);
  const int looks = has_succeeded && is_counting ? kLooks : 1;
  std::optional<std::int64_t> after;
  for (int i = 0; i < looks; ++i) {
    if (i > 0 && wait_for_termination(kPauseMs)) break;
    after = read();
    if (!after || *after <= *before_) continue;
    const auto noted = journal_.note_counting(command_.device_uri);
    if (!noted) std::cerr << "WARNING: " << noted.error().context << std::endl;
    return Verdict::CameOut;
  }
  return after && is_counting ? Verdict::StoodStill : Verdict::CannotTell;
}

}  // namespace booth::guard

#include "drivers/cups/printer_reasons.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

namespace booth {
namespace {

struct Row {
  std::string_view text;
  PrinterCondition condition;
};

// clang-format off
constexpr std::array kKeywords{
    Row{"media-empty",               PrinterCondition::OutOfMedia},
    Row{"media-needed",              PrinterCondition::OutOfMedia},
    Row{"marker-supply-empty",       PrinterCondition::OutOfMedia},
    Row{"input-tray-missing",        PrinterCondition::OutOfMedia},
    Row{"media-low",                 PrinterCondition::MediaLow},
    Row{"marker-supply-low",         PrinterCondition::MediaLow},
    Row{"marker-waste-almost-full",  PrinterCondition::MediaLow},
    Row{"media-jam",                 PrinterCondition::Jammed},
    Row{"output-area-full",          PrinterCondition::Jammed},
    Row{"marker-waste-full",         PrinterCondition::Faulty},
    Row{"fuser-",                    PrinterCondition::Faulty},
    Row{"cover-open",                PrinterCondition::CoverOpen},
    Row{"door-open",                 PrinterCondition::CoverOpen},
    Row{"interlock-open",            PrinterCondition::CoverOpen},
    Row{"offline",                   PrinterCondition::Offline},
    Row{"shutdown",                  PrinterCondition::Offline},
    Row{"timed-out",                 PrinterCondition::Offline},
    // Gutenprint's dye-sublimation backend while it looks for the USB device; a moment at every job's start.
    Row{"connecting-to-device",      PrinterCondition::Busy},
    Row{"org.gutenprint.searching-for-device", PrinterCondition::Offline},
    Row{"cups-missing-filter",       PrinterCondition::Misconfigured},
    Row{"cups-insecure-filter",      PrinterCondition::Misconfigured},
    // Not about the printer: the queue's own state, said elsewhere.
    Row{"none",                      PrinterCondition::Ready},
    Row{"paused",                    PrinterCondition::Ready},
    Row{"moving-to-paused",          PrinterCondition::Ready},
    Row{"stopped-partly",            PrinterCondition::Ready},
    Row{"cups-waiting-for-job-completed", PrinterCondition::Busy},
    Row{"cups-ipp-",                 PrinterCondition::Ready},
    Row{"spool-area-full",           PrinterCondition::Faulty},
};

// Messages of the dye-sublimation backends (Gutenprint 5.3.4: DNP, Citizen, Mitsubishi, Kodak, Selphy, Sinfonia, HiTi,
// Sony, Magicard). The first row that is found in the message counts: "Paper Jam: Paper Empty On" is a jam, "Cover open
// or media empty!" begins with the cover.
constexpr std::array kMessages{
    Row{"definition error",       PrinterCondition::WrongMedia},
    Row{"incorrect media",        PrinterCondition::WrongMedia},
    Row{"incorrect paper",        PrinterCondition::WrongMedia},
    Row{"incorrect ribbon",       PrinterCondition::WrongMedia},
    Row{"wrong media",            PrinterCondition::WrongMedia},
    Row{"wrong ribbon",           PrinterCondition::WrongMedia},
    Row{"illegal ribbon",         PrinterCondition::WrongMedia},
    Row{"illegal job on",         PrinterCondition::WrongMedia},
    Row{"invalid ribbon type",    PrinterCondition::WrongMedia},
    Row{"unknown media",          PrinterCondition::WrongMedia},
    Row{"unsupported by media",   PrinterCondition::WrongMedia},
    Row{"mismatch",               PrinterCondition::WrongMedia},
    Row{"does not match",         PrinterCondition::WrongMedia},
    Row{"cover unstable",         PrinterCondition::Faulty},
    Row{"cover open",             PrinterCondition::CoverOpen},
    Row{"feed cover",             PrinterCondition::CoverOpen},
    Row{"door open",              PrinterCondition::CoverOpen},
    Row{"no scrap box",           PrinterCondition::CoverOpen},
    Row{"no strip bin",           PrinterCondition::CoverOpen},
    Row{"jam",                    PrinterCondition::Jammed},
    Row{"ribbon error",           PrinterCondition::Jammed},
    Row{"error (ribbon)",         PrinterCondition::Jammed},
    Row{"ribbon problem",         PrinterCondition::Jammed},
    Row{"ribbon tension",         PrinterCondition::Jammed},
    Row{"ribbon skipped",         PrinterCondition::Jammed},
    Row{"ribbon stuck",           PrinterCondition::Jammed},
    Row{"paper feed",             PrinterCondition::Jammed},
    Row{"feed error",             PrinterCondition::Jammed},
    Row{"reload paper",           PrinterCondition::Jammed},
    Row{"take out paper",         PrinterCondition::Jammed},
    Row{"tray full",              PrinterCondition::Jammed},
    Row{"paper end",              PrinterCondition::OutOfMedia},
    Row{"ribbon end",             PrinterCondition::OutOfMedia},
    Row{"ribbon count end",       PrinterCondition::OutOfMedia},
    Row{"end of paper",           PrinterCondition::OutOfMedia},
    Row{"end of ribbon",          PrinterCondition::OutOfMedia},
    Row{"no paper",               PrinterCondition::OutOfMedia},
    Row{"no ribbon",              PrinterCondition::OutOfMedia},
    Row{"no media",               PrinterCondition::OutOfMedia},
    Row{"no ink",                 PrinterCondition::OutOfMedia},
    Row{"empty ribbon",           PrinterCondition::OutOfMedia},
    Row{"out of paper",           PrinterCondition::OutOfMedia},
    Row{"out of media",           PrinterCondition::OutOfMedia},
    Row{"paper empty",            PrinterCondition::OutOfMedia},
    Row{"ribbon empty",           PrinterCondition::OutOfMedia},
    Row{"cassette empty",         PrinterCondition::OutOfMedia},
    Row{"ribbon depleted",        PrinterCondition::OutOfMedia},
    Row{"tray removed",           PrinterCondition::OutOfMedia},
    Row{"change paper",           PrinterCondition::OutOfMedia},
    Row{"change ribbon",          PrinterCondition::OutOfMedia},
    Row{"cooling",                PrinterCondition::Cooling},
    Row{"overheat",               PrinterCondition::Cooling},
    Row{"preheat",                PrinterCondition::Cooling},
    Row{"temperature",            PrinterCondition::Cooling},
    Row{"temp sensor",            PrinterCondition::Cooling},
    Row{"head voltage",           PrinterCondition::Faulty},
    Row{"hardware error",         PrinterCondition::Faulty},
    Row{"system error",           PrinterCondition::Faulty},
    Row{"mechanical:",            PrinterCondition::Faulty},
    Row{"offline due to errors",  PrinterCondition::Faulty},
    Row{"fatal printer error",    PrinterCondition::Faulty},
    Row{"printer cannot be started", PrinterCondition::Misconfigured},
    Row{"driver cannot be started", PrinterCondition::Misconfigured},
    Row{"library not found",      PrinterCondition::Misconfigured},
    Row{"processing library",     PrinterCondition::Misconfigured},
    Row{"unable to load cpc",     PrinterCondition::Misconfigured},
    Row{"lamination data file",   PrinterCondition::Misconfigured},
    Row{"need to be root",        PrinterCondition::Misconfigured},
    Row{"may not exist or is unavailable", PrinterCondition::Offline},
    Row{"printer open failure",   PrinterCondition::Offline},
    Row{"no matching printers",   PrinterCondition::Offline},
    Row{"unable to attach to printer", PrinterCondition::Offline},
};
// clang-format on

std::string lower(std::string_view text) {
  std::string result(text);
  for (auto& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

PrinterCondition condition_of_keyword(std::string_view keyword) {
  for (const auto& row : kKeywords)
    if (keyword.starts_with(row.text)) return row.condition;
  return PrinterCondition::Unknown;
}

/// Unknown is the least urgent trouble: a keyword that we have not met must not hide one that we
/// know.
int urgency(PrinterCondition condition) {
  return condition == PrinterCondition::Unknown ? 2 : 2 * static_cast<int>(condition) + 1;
}

}  // namespace

PrinterCondition worse_of(PrinterCondition a, PrinterCondition b) {
  return urgency(a) >= urgency(b) ? a : b;
}

PrinterCondition most_urgent(std::span<const std::string> reasons) {
  auto worst = PrinterCondition::Ready;
  for (const auto& reason : reasons) worst = worse_of(worst, condition_of_keyword(reason));
  return worst;
}

std::optional<PrinterCondition> condition_in_message(std::string_view message) {
  const auto text = lower(message);
  for (const auto& row : kMessages)
    if (text.find(row.text) != std::string::npos) return row.condition;
  return std::nullopt;
}

std::optional<int> prints_remaining_in_message(std::string_view message) {
  const auto words = message.find(" native prints remaining");
  if (words == std::string_view::npos) return std::nullopt;
  const auto before = message.substr(0, words);
  const auto blank = before.find_last_of(" '\"");
  const auto digits = blank == std::string_view::npos ? before : before.substr(blank + 1);
  int count = 0;
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), count);
  if (failure != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return count;
}

}  // namespace booth

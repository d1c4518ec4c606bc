#include "daemon/core/print/printer_condition.hpp"

#include "daemon/core/enum_text.hpp"

namespace booth {
namespace {

constexpr EnumText<PrinterCondition, 12> kWords{{"ready", "busy", "media_low", "cooling", "offline",
                                                 "out_of_media", "wrong_media", "cover_open",
                                                 "jammed", "misconfigured", "faulty", "unknown"}};

}  // namespace

std::string_view to_string(PrinterCondition condition) {
  return kWords.word(condition);
}

std::string_view what_to_do(PrinterCondition condition) {
  switch (condition) {
    case PrinterCondition::Ready:
    case PrinterCondition::Busy:
      return "";
    case PrinterCondition::MediaLow:
      return "Have a new roll of paper and ribbon at hand.";
    case PrinterCondition::Cooling:
      return "Wait: the printer cools its head and goes on by itself.";
    case PrinterCondition::Offline:
      return "Check that the printer is switched on and its USB cable is plugged in at both ends.";
    case PrinterCondition::OutOfMedia:
      return "Open the printer, put in a new roll of paper and ribbon, and close it.";
    case PrinterCondition::WrongMedia:
      return "Put in the paper and ribbon that this event's sheets need.";
    case PrinterCondition::CoverOpen:
      return "Close the printer's cover until it clicks.";
    case PrinterCondition::Jammed:
      return "Open the printer, take out the jammed sheet, cut the paper straight, and close it.";
    case PrinterCondition::Misconfigured:
      return "The print queue is closed, missing or incomplete: do what the printer's message "
             "says, "
             "or set it up again with `boothctl printer setup`.";
    case PrinterCondition::Faulty:
      return "Switch the printer off, wait ten seconds, switch it on. If it comes back, call "
             "service.";
    case PrinterCondition::Unknown:
      return "Look at the printer's own display; print a test sheet with `boothctl test print`.";
  }
  return "";
}

bool can_print(PrinterCondition condition) {
  return condition == PrinterCondition::Ready || condition == PrinterCondition::Busy ||
         condition == PrinterCondition::MediaLow || condition == PrinterCondition::Cooling;
}

}  // namespace booth

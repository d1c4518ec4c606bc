#include "daemon/app/sheet_texts.hpp"

#include <ctime>
#include <iomanip>
#include <locale>
#include <sstream>

namespace booth {
namespace {

std::string formatted(const std::tm& time, const char* format) {
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << std::put_time(&time, format);
  return text.str();
}

}  // namespace

std::map<std::string, std::string> sheet_texts(const Session& session) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(session.started_at);
  std::tm local{};
  localtime_r(&seconds, &local);

  auto date = formatted(local, "%d %B %Y");
  if (date.starts_with('0')) date.erase(0, 1);
  return {{"event", session.plan.event_title},
          {"date", date},
          {"time", formatted(local, "%H:%M")},
          {"session", std::to_string(session.number)},
          {"share_url", session.plan.share_url}};
}

}  // namespace booth

#include "daemon/cli/find_id.hpp"

#include <algorithm>

#include "daemon/cli/json_read.hpp"
#include "daemon/core/ids.hpp"

namespace booth::cli {
namespace {

constexpr std::size_t kShortestTail = 4;

bool is_number(const std::string& text) {
  return !text.empty() && text.size() < 7 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Result<std::string> by_tail(const boost::json::array& items, const std::string& what,
                            const std::string& typed) {
  std::string found;
  for (const auto& item : items) {
    const auto id = text_at(item, "/id");
    if (!id.ends_with(typed)) continue;
    if (!found.empty())
      return make_error(Errc::BadInput,
                        "several " + what + "s end in \"" + typed + "\": type more of the id");
    found = id;
  }
  if (!found.empty()) return found;
  return make_error(Errc::NotFound, "no " + what + " \"" + typed + "\" among the newest 500");
}

}  // namespace

Result<std::string> find_session_id(Shell& shell, const std::string& typed) {
  if (is_uuid(typed)) return typed;
  const auto page = shell.client.ask("GET", "/v1/sessions?limit=500");
  if (!page) return page.error();

  const auto& sessions = list_at(*page, "/items");
  if (typed.empty() || typed == "last") {
    if (!sessions.empty()) return text_at(sessions.front(), "/id");
    return make_error(Errc::NotFound, "there is no session yet");
  }
  const auto plain = typed.front() == '#' ? typed.substr(1) : typed;
  if (is_number(plain)) {
    // Newest first: the number of a former event does not hide today's.
    for (const auto& session : sessions)
      if (std::to_string(number_at(session, "/number")) == plain) return text_at(session, "/id");
  }
  if (plain.size() >= kShortestTail) return by_tail(sessions, "session", plain);
  return make_error(Errc::NotFound, "no session " + typed);
}

Result<std::string> find_listed_id(Shell& shell, const std::string& path, const std::string& what,
                                   const std::string& typed) {
  if (is_uuid(typed)) return typed;
  if (typed.size() < kShortestTail)
    return make_error(Errc::BadInput,
                      "type at least the last four characters of the " + what + "'s id");
  const auto page = shell.client.ask("GET", path + "?limit=500");
  if (!page) return page.error();
  return by_tail(list_at(*page, "/items"), what, typed);
}

}  // namespace booth::cli

#include <algorithm>
#include <chrono>
#include <thread>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"
#include "daemon/core/ids.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

constexpr std::chrono::milliseconds kAskEvery{500};

void say_fact(const Shell& shell, const json::value& fact) {
  if (shell.arguments.is_json) return shell.say(json::serialize(fact));
  auto when = harmless(text_at(fact, "/at")).substr(0, 19);  // to the second
  std::replace(when.begin(), when.end(), 'T', ' ');
  const auto subject = harmless(text_at(fact, "/subject"));
  auto line = padded(std::to_string(number_at(fact, "/sequence")), 7) +
              shell.terminal.paint(Colour::Dim, when) + "  " +
              padded(harmless(text_at(fact, "/type")), 20) + ' ' +
              (is_uuid(subject) ? short_id(subject) : subject);
  const auto& details = thing_at(fact, "/data");
  if (details.is_object() && !details.as_object().empty())
    line += ' ' + shell.terminal.paint(Colour::Dim, harmless(json::serialize(details)));
  shell.say(line);
}

/// One fact per line, also as JSON; a booth that restarts is waited for.
ExitCode follow(Shell& shell, std::int64_t after) {
  while (shell.is_heard()) {
    const auto page =
        shell.client.ask("GET", "/v1/facts?limit=1000&after=" + std::to_string(after));
    if (!page && page.error().code != Errc::NetworkDown) return shell.fail(page.error());
    if (page) {
      for (const auto& fact : list_at(*page, "/items")) say_fact(shell, fact);
      after = number_at(*page, "/next", after);
      shell.say_part("");
      if (!list_at(*page, "/items").empty()) continue;
    }
    std::this_thread::sleep_for(kAskEvery);
  }
  return ExitCode::Ok;
}

}  // namespace

ExitCode list_facts(Shell& shell) {
  const auto& arguments = shell.arguments;
  const auto limit = std::to_string(arguments.limit);
  // A log is read from its end, unless somebody says where to begin.
  const auto target = arguments.after < 0 ? "/v1/facts?last=" + limit
                                          : "/v1/facts?limit=" + limit +
                                                "&after=" + std::to_string(arguments.after);
  const auto page = shell.client.ask("GET", target);
  if (!page) return shell.fail(page.error());
  if (arguments.is_json && !arguments.is_following) return shell.say_json();
  for (const auto& fact : list_at(*page, "/items")) say_fact(shell, fact);
  return arguments.is_following ? follow(shell, number_at(*page, "/next")) : ExitCode::Ok;
}

}  // namespace booth::cli

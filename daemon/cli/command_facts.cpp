#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

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

/// By the beginning of its type, and by the end of its subject's id.
bool is_wanted(const Arguments& arguments, const json::value& fact) {
  return text_at(fact, "/type").starts_with(arguments.type) &&
         text_at(fact, "/subject").ends_with(arguments.id);
}

void say_wanted(const Shell& shell, const json::array& facts, std::size_t most) {
  std::vector<const json::value*> wanted;
  for (const auto& fact : facts)
    if (is_wanted(shell.arguments, fact)) wanted.push_back(&fact);
  const auto first = wanted.size() > most ? wanted.size() - most : 0;
  for (std::size_t i = first; i < wanted.size(); ++i) say_fact(shell, *wanted[i]);
}

/// One fact per line, also as JSON; a booth that restarts is waited for.
ExitCode follow(Shell& shell, std::int64_t after) {
  while (shell.is_heard()) {
    const auto page =
        shell.client.ask("GET", "/v1/facts?limit=1000&after=" + std::to_string(after));
    if (!page && page.error().code != Errc::NetworkDown) return shell.fail(page.error());
    if (page) {
      const auto& facts = list_at(*page, "/items");
      say_wanted(shell, facts, facts.size());
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
  // What is sifted here must be looked for further back.
  const bool is_sifted = !arguments.type.empty() || !arguments.id.empty();
  const auto limit = std::to_string(is_sifted ? 1000 : arguments.limit);
  // A log is read from its end, unless somebody says where to begin.
  const auto target = arguments.after < 0 ? "/v1/facts?last=" + limit
                                          : "/v1/facts?limit=" + limit +
                                                "&after=" + std::to_string(arguments.after);
  const auto page = shell.client.ask("GET", target);
  if (!page) return shell.fail(page.error());
  if (arguments.is_json && !arguments.is_following && !is_sifted) return shell.say_json();
  say_wanted(shell, list_at(*page, "/items"), static_cast<std::size_t>(arguments.limit));
  return arguments.is_following ? follow(shell, number_at(*page, "/next")) : ExitCode::Ok;
}

}  // namespace booth::cli

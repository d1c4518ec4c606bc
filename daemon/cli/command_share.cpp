// What a person beside the guests does for them: another photo, the link to their pictures.
#include <boost/json.hpp>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/find_id.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

constexpr std::size_t kQuietModules = 4;  // ISO/IEC 18004: readers may need them

/// Two rows of modules in one line of text, light ones drawn: a terminal is dark.
std::string drawn_code(const json::array& rows) {
  const auto side = rows.size() + 2 * kQuietModules;
  const auto is_light = [&rows](std::size_t y, std::size_t x) {
    if (y < kQuietModules || x < kQuietModules) return true;
    if (y - kQuietModules >= rows.size()) return true;
    const auto* row = rows[y - kQuietModules].if_string();
    return row == nullptr || x - kQuietModules >= row->size() || (*row)[x - kQuietModules] != '1';
  };
  std::string text;
  for (std::size_t y = 0; y < side; y += 2) {
    for (std::size_t x = 0; x < side; ++x) {
      const bool is_upper = is_light(y, x);
      const bool is_lower = y + 1 < side && is_light(y + 1, x);
      if (is_upper)
        text += is_lower ? "█" : "▀";
      else
        text += is_lower ? "▄" : " ";
    }
    text += '\n';
  }
  return text;
}

}  // namespace

ExitCode retake_photo(Shell& shell) {
  const auto id = find_session_id(shell, shell.arguments.id);
  if (!id) return shell.fail(id.error());
  const auto slot = std::to_string(shell.arguments.photo - 1);
  const auto session =
      shell.client.ask("POST", "/v1/sessions/" + *id + "/shots/" + slot + "/retake");
  if (!session) return shell.fail(session.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say("Photo " + std::to_string(shell.arguments.photo) + " of session #" +
            std::to_string(number_at(*session, "/number")) +
            " is taken again: the countdown runs. The old one stays until the new one is safe.");
  return ExitCode::Ok;
}

ExitCode share_session(Shell& shell) {
  const auto id = find_session_id(shell, shell.arguments.id);
  if (!id) return shell.fail(id.error());
  const auto shared = shell.client.ask("GET", "/v1/sessions/" + *id + "/share");
  if (!shared) return shell.fail(shared.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say_part(drawn_code(list_at(*shared, "/qr")));
  shell.say(harmless(text_at(*shared, "/url")));
  shell.say(flag_at(*shared, "/is_in_cloud")
                ? "The pictures are there."
                : "The pictures are still on their way: `boothctl uploads` shows how far.");
  return ExitCode::Ok;
}

}  // namespace booth::cli

#include <algorithm>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/describe.hpp"
#include "daemon/cli/find_id.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {

ExitCode list_uploads(Shell& shell) {
  const auto page = shell.client.ask("GET", "/v1/uploads?limit=" + limit_text(shell.arguments));
  if (!page) return shell.fail(page.error());
  if (shell.arguments.is_json) return shell.say_json();

  auto uploads = list_at(*page, "/items");
  if (shell.arguments.is_only_stuck) {
    const auto is_moving = [](const auto& upload) { return text_at(upload, "/state") != "parked"; };
    uploads.erase(std::remove_if(uploads.begin(), uploads.end(), is_moving), uploads.end());
  }
  if (uploads.empty()) {
    shell.say(shell.arguments.is_only_stuck ? "No upload is parked." : "Nothing to upload yet.");
    return ExitCode::Ok;
  }
  auto text = uploads_table(shell.terminal, uploads, now_utc());
  text.pop_back();
  shell.say(text);
  return ExitCode::Ok;
}

ExitCode retry_upload(Shell& shell) {
  const auto id = find_listed_id(shell, "/v1/uploads", "upload", shell.arguments.id);
  if (!id) return shell.fail(id.error());
  const auto upload = shell.client.ask("POST", "/v1/uploads/" + *id + "/retry");
  if (!upload) return shell.fail(upload.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say("Upload " + short_id(*id) + " waits for its turn again.");
  return ExitCode::Ok;
}

}  // namespace booth::cli

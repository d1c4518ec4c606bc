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

ExitCode show_upload(Shell& shell) {
  const auto id = find_listed_id(shell, "/v1/uploads", "upload", shell.arguments.id);
  if (!id) return shell.fail(id.error());
  const auto upload = shell.client.ask("GET", "/v1/uploads/" + *id);
  if (!upload) return shell.fail(upload.error());
  if (shell.arguments.is_json) return shell.say_json();
  auto text = uploads_table(shell.terminal, boost::json::array{*upload}, now_utc());
  text += "\n  id        " + harmless(text_at(*upload, "/id")) + "\n  session   " +
          harmless(text_at(*upload, "/session")) + "\n  key       " +
          harmless(text_at(*upload, "/key")) + "\n  sha256    " +
          harmless(text_at(*upload, "/sha256")) + "\n  tries     " +
          std::to_string(number_at(*upload, "/attempts"));
  if (const auto why = text_at(*upload, "/last_error"); !why.empty())
    text += "\n  trouble   " + harmless(why);
  shell.say(text);
  return ExitCode::Ok;
}

ExitCode park_upload(Shell& shell) {
  const auto id = find_listed_id(shell, "/v1/uploads", "upload", shell.arguments.id);
  if (!id) return shell.fail(id.error());
  const auto upload = shell.client.ask("POST", "/v1/uploads/" + *id + "/park");
  if (!upload) return shell.fail(upload.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say("Upload " + short_id(*id) + " stays here until `boothctl uploads retry " +
            short_id(*id) + "`.");
  return ExitCode::Ok;
}

ExitCode pause_uploads(Shell& shell) {
  const auto view = shell.client.ask("POST", "/v1/sync/pause");
  if (!view) return shell.fail(view.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say("Uploads pause until `boothctl uploads resume`, or until boothd starts again.");
  return ExitCode::Ok;
}

ExitCode resume_uploads(Shell& shell) {
  const auto view = shell.client.ask("POST", "/v1/sync/resume");
  if (!view) return shell.fail(view.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say("Uploads go on.");
  return ExitCode::Ok;
}

}  // namespace booth::cli

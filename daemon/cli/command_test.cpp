// `boothctl test ...`: try the booth's parts before the guests come.
#include <chrono>
#include <thread>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/describe.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {
namespace {

namespace json = boost::json;

constexpr std::chrono::seconds kPatience{90};
constexpr std::chrono::milliseconds kAskEvery{250};

bool is_settled(const std::string& state) {
  return state == "synced" || state == "parked";
}

/// The uploads of one photo, one per place.
Result<json::array> uploads_of(Shell& shell, const std::string& sha256) {
  const auto page = shell.client.ask("GET", "/v1/uploads?limit=100");
  if (!page) return page.error();
  json::array found;
  for (const auto& upload : list_at(*page, "/items"))
    if (text_at(upload, "/sha256") == sha256) found.push_back(upload);
  return found;
}

ExitCode verdict(Shell& shell, const json::array& uploads) {
  bool is_good = true;
  for (const auto& upload : uploads) is_good = is_good && text_at(upload, "/state") == "synced";
  if (shell.arguments.is_json) {
    shell.say(json::serialize(json::object{{"is_good", is_good}, {"uploads", uploads}}));
    return is_good ? ExitCode::Ok : ExitCode::Failed;
  }
  shell.say_part(uploads_table(shell.terminal, uploads, now_utc()));
  if (is_good) {
    shell.say(
        shell.terminal.paint(Colour::Green, "Every place has proved that it holds the photo."));
    return ExitCode::Ok;
  }
  shell.say(shell.terminal.paint(Colour::Red, "Not every place holds the photo yet.") +
            " `boothctl doctor` says what is in the way; it is tried further.");
  return ExitCode::Failed;
}

}  // namespace

/// The whole way of a picture: camera, disk, network, proof.
ExitCode test_upload(Shell& shell) {
  const auto answer = shell.client.ask("POST", "/v1/shots");
  if (!answer) return shell.fail(answer.error());
  const auto sha256 = text_at(*answer, "/shot/sha256");
  if (sha256.empty())
    return shell.fail(
        make_error(Errc::Conflict, "a session is running; try again when the guests have gone"));
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (true) {
    const auto uploads = uploads_of(shell, sha256);
    if (!uploads) return shell.fail(uploads.error());
    if (uploads->empty())
      return shell.fail(make_error(
          Errc::NotFound, "no place in the cloud gets originals: see [[target]] in boothd.toml"));
    std::size_t settled = 0;
    for (const auto& upload : *uploads)
      if (is_settled(text_at(upload, "/state"))) ++settled;
    const bool is_over = settled == uploads->size() || std::chrono::steady_clock::now() > deadline;
    if (shell.terminal.is_screen() && !shell.arguments.is_json)
      shell.say_part(
          "\r\033[K" +
          (is_over ? "" : progress_bar(shell.terminal, settled, uploads->size()) + " uploading"));
    if (is_over) return verdict(shell, *uploads);
    std::this_thread::sleep_for(kAskEvery);
  }
}

/// A sheet of two strips shows whether the printer cuts, and where.
ExitCode test_cut(Shell& shell) {
  const auto page = shell.client.ask("GET", "/v1/sessions?limit=200");
  if (!page) return shell.fail(page.error());
  for (const auto& session : list_at(*page, "/items")) {
    if (text_at(session, "/state") != "done") continue;
    const auto view = shell.client.ask("GET", "/v1/sessions/" + text_at(session, "/id"));
    if (!view || !text_at(*view, "/sheet/medium").ends_with("x2")) continue;
    shell.arguments.id = text_at(session, "/id");
    shell.arguments.copies = 1;
    shell.arguments.reason = "test of the cutter";
    const auto code = reprint_session(shell);
    if (code == ExitCode::Ok && !shell.arguments.is_json)
      shell.say(
          "Two strips must come out, cut apart. One uncut sheet: the printer's cutter is off "
          "in its queue's options.");
    return code;
  }
  return shell.fail(make_error(
      Errc::NotFound,
      "no sheet of two strips has been made yet: `boothctl session start --test --template "
      "strip-2x6`, then again"));
}

}  // namespace booth::cli

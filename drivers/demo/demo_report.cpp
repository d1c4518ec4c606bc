#include "drivers/demo/demo_report.hpp"

#include <algorithm>
#include <iostream>

#include <boost/json.hpp>

#include "drivers/demo/check_results.hpp"
#include "drivers/demo/json_reading.hpp"

namespace booth::demo {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

fs::path share_file(const DemoOptions& options) {
  return options.output / "shared.jpg";
}
fs::path sheet_file(const DemoOptions& options) {
  return options.output / "sheet.jpg";
}

fs::path printed_copy(const DemoBooth& booth, const DemoOptions& options,
                      const std::string& print_id) {
  return options.output / ("printed" + booth.printed_file(print_id).extension().string());
}

/// A file that is not there is not copied; one that cannot be copied is worth a word, but not the
/// end.
void copy_when_there(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  if (from.empty() || !fs::is_regular_file(from, failed)) return;
  fs::copy_file(from, to, fs::copy_options::overwrite_existing, failed);
  if (failed) std::cerr << "booth-demo: " << to.string() << ": " << failed.message() << '\n';
}

std::uint64_t size_of(const fs::path& path) {
  std::error_code absent;
  const auto size = fs::file_size(path, absent);
  return absent ? 0 : size;
}

void show_times(const std::vector<Step>& steps, Screen& screen) {
  screen.section("Times");
  std::chrono::milliseconds total{0};
  for (const auto& step : steps) {
    screen.row({{step.name, 22}, {seconds_text(step.took), -8}});
    total += step.took;
  }
  screen.row({{"in total", 22}, {seconds_text(total), -8}});
}

void show_outcome(const DemoBooth& booth, const DemoOptions& options, const json::object& session,
                  Screen& screen) {
  const auto& sheet = session.at("sheet").as_object();
  screen.section("What came out");
  screen.done("session", text_of(session, "id"));
  screen.done("sheet", sheet_file(options).string() + "   " +
                           std::to_string(number_of(sheet, "width_px")) + " x " +
                           std::to_string(number_of(sheet, "height_px")) + " pixels, " +
                           size_text(static_cast<std::uint64_t>(number_of(sheet, "size_bytes"))));
  screen.done("guests' page",
              text_of(session, "share_url") + "   known before there was a network");
  screen.done("shared", share_file(options).string() + "   the copy for the guests' phones");
  for (const auto& value : session.at("prints").as_array()) {
    const auto& print = value.as_object();
    const auto id = text_of(print, "id");
    screen.done("printed", printed_copy(booth, options, id).string() + "   what the printer got, " +
                               size_text(size_of(booth.printed_file(id))) +
                               "; proof: " + text_of(print, "proof"));
  }
}

void show_objects(const std::vector<ComparedObject>& objects, Screen& screen) {
  screen.section("In the cloud, compared byte by byte with the booth's own files");
  for (const auto& object : objects)
    screen.row({{object.kind, 10},
                {size_text(object.size_bytes), -8},
                {object.sha256, 64},
                {object.is_identical ? "same" : "DIFFERENT", 9}});
}

/// The guests' copy is known by its hash: the API does not tell where the booth keeps it.
fs::path stored_share_copy(const json::object& session, const fs::path& state_dir) {
  for (const auto& value : session.at("uploads").as_array()) {
    const auto& upload = value.as_object();
    if (text_of(upload, "class") == "share_copy" && text_of(upload, "key").ends_with(".jpg"))
      return stored_picture(state_dir, text_of(upload, "sha256"));
  }
  return {};
}

}  // namespace

bool report(const DemoBooth& booth, const DemoOptions& options, const GuestSession& session,
            const std::vector<Step>& steps, Screen& screen) {
  const auto& view = session.view();
  const auto objects = compare_with_cloud(view, booth.state_dir(), booth.cloud().objects());
  show_times(steps, screen);
  show_outcome(booth, options, view, screen);
  show_objects(objects, screen);

  screen.section("Is it true?");
  const auto printed_file = [&booth](const std::string& id) { return booth.printed_file(id); };
  const std::vector<Check> checks{
      check_session(view),
      {session.live_frames() > 0,
       "guests saw live view: " + std::to_string(session.live_frames()) + " different frames"},
      check_stored_files(view, booth.state_dir()),
      check_prints(view, printed_file),
      check_cloud(objects, view, booth.state_dir()),
  };
  for (const auto& check : checks) screen.verdict(check.is_true, check.sentence);
  return std::all_of(checks.begin(), checks.end(),
                     [](const Check& check) { return check.is_true; });
}

void keep_results(const DemoBooth& booth, const DemoOptions& options, const json::object& session) {
  std::error_code failed;
  fs::create_directories(options.output, failed);
  if (failed) {
    std::cerr << "booth-demo: " << options.output.string() << ": " << failed.message() << '\n';
    return;
  }
  for (const auto* const name : {"boothd", "camera"})
    copy_when_there(booth.log(name), options.output / (std::string(name) + ".log"));
  copy_when_there(booth.config(), options.output / "boothd.toml");
  copy_when_there(booth.cups_log(), options.output / "cups.log");
  if (!session.contains("prints")) return;
  if (const auto& sheet = session.at("sheet"); sheet.is_object())
    copy_when_there(booth.state_dir() / text_of(sheet.as_object(), "path"), sheet_file(options));
  copy_when_there(stored_share_copy(session, booth.state_dir()), share_file(options));
  for (const auto& print : session.at("prints").as_array()) {
    const auto id = text_of(print.as_object(), "id");
    copy_when_there(booth.printed_file(id), printed_copy(booth, options, id));
  }
}

void show_commands(const DemoBooth& booth, const json::object& session, Screen& screen) {
  const auto boothctl = booth.program("boothctl").string() + " --socket " + booth.socket().string();
  screen.section("All of it runs on until you press Ctrl-C. In another terminal:");
  screen.plain("  alias boothctl='" + boothctl + "'");
  screen.plain("  boothctl status");
  screen.plain("  boothctl session start        # another group of guests");
  screen.plain("  boothctl session show " + text_of(session, "id"));
  screen.plain("  boothctl print " + text_of(session, "id"));
  screen.plain("  boothctl uploads");
  screen.plain("  tail -f " + booth.log("boothd").string());
}

}  // namespace booth::demo

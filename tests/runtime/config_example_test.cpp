#include "daemon/runtime/config.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <sstream>

#include <doctest/doctest.h>

#include "tests/support/must.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {
namespace {

using testing::TemporaryFolder;

Config load(const std::string& text) {
  const TemporaryFolder folder;
  const auto path = (folder.path() / "boothd.toml").string();
  std::ofstream(path) << text;
  return must(load_config(path));
}

std::string shipped_example() {
  std::ifstream file(BOOTH_SOURCE_DIR "/systemd/boothd.toml.example");
  return {std::istreambuf_iterator<char>(file), {}};
}

/// The shipped example as a technician sees it who has uncommented everything.
std::vector<std::string> keys_shown_in(const std::string& text) {
  std::vector<std::string> keys;
  std::string section;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#")) line.erase(0, line.starts_with("# ") ? 2 : 1);
    const auto letters = line.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_");
    if (line.starts_with("["))
      section =
          line.substr(line.find_first_not_of('['), line.find(']') - line.find_first_not_of('['));
    else if (letters != std::string::npos && letters > 0 && line.substr(letters).starts_with(" = "))
      keys.push_back(section + "." + line.substr(0, letters));
  }
  return keys;
}

}  // namespace

TEST_SUITE("runtime/config_example") {
  TEST_CASE("the shipped example loads as it is") {
    const auto config = load(shipped_example());
    CHECK(config.event.slug == "anna-und-ben");
    CHECK(config.printers.size() == 1);
  }

  TEST_CASE("the shipped example shows every key that boothd knows, and no other") {
    auto shown = keys_shown_in(shipped_example());
    std::sort(shown.begin(), shown.end());
    CHECK(shown == known_config_keys());
    CHECK(shown.size() > 40);
  }

  TEST_CASE("the defaults that the example shows are the defaults") {
    // Every commented line whose value boothd takes without a further file.
    std::string text = "[event]\nslug = \"e\"\ntemplate = \"t\"\n";
    std::istringstream lines(shipped_example());
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("[") && !line.starts_with("[event]")) text += line + "\n";
      if (line.starts_with("[[printer]]")) text += "name = \"p\"\nqueue = \"p\"\nprofile = \"p\"\n";
      const bool is_example = line.find("default:") != std::string::npos ||
                              line.find("power_command") != std::string::npos ||
                              line.find("folder") != std::string::npos ||
                              line.find("token_file") != std::string::npos;
      if (line.starts_with("# ") && line.find(" = ") != std::string::npos && !is_example)
        text += line.substr(2) + "\n";
    }
    const auto shown = load(text);
    const Config usual;
    const Config::Camera camera;
    CHECK(shown.session.first_countdown == usual.session.first_countdown);
    CHECK(shown.session.next_countdown == usual.session.next_countdown);
    CHECK(shown.session.review == usual.session.review);
    CHECK(shown.session.last_review == usual.session.last_review);
    CHECK(shown.session.captures_per_photo == usual.session.captures_per_photo);
    CHECK(shown.session.camera_patience == usual.session.camera_patience);
    CHECK(shown.session.resume_window == usual.session.resume_window);
    CHECK(shown.cameras.at(0).capture_lead == camera.capture_lead);
    CHECK(shown.cameras.at(0).live_view_idle == camera.live_view_idle);
    CHECK(shown.cameras.at(0).live_view_fps == camera.live_view_fps);
    CHECK(shown.cameras.at(0).has_autofocus == camera.has_autofocus);
    CHECK(shown.cameras.at(0).is_kept_on_card == camera.is_kept_on_card);
    CHECK(shown.cameras.at(0).open_deadline == camera.open_deadline);
    CHECK(shown.cameras.at(0).photo_deadline == camera.photo_deadline);
    CHECK(shown.cameras.at(0).photo_silence == camera.photo_silence);
    CHECK(shown.prints.at_limit == usual.prints.at_limit);
    CHECK(shown.prints.low_media == usual.prints.low_media);
    CHECK(shown.printers.at(0).patience == Config::Printer().patience);
    CHECK(shown.storage.reserve_bytes == usual.storage.reserve_bytes);
    CHECK(shown.storage.low_bytes == usual.storage.low_bytes);
    CHECK(shown.storage.critical_bytes == usual.storage.critical_bytes);
    CHECK(shown.templates.directory == usual.templates.directory);
    CHECK(shown.api.socket == usual.api.socket);
  }
}

}  // namespace booth

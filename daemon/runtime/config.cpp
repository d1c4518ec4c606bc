#include "daemon/runtime/config.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "daemon/core/layout/look_name.hpp"
#include "daemon/runtime/config_camera.hpp"
#include "daemon/runtime/config_names.hpp"
#include "daemon/runtime/config_prints.hpp"
#include "daemon/runtime/config_table.hpp"
#include "daemon/runtime/config_target.hpp"

namespace booth {
namespace {

constexpr std::size_t kLongestSocketPath = 107;  // sockaddr_un

Config::Booth read_booth(ConfigTable table) {
  Config::Booth booth;
  booth.name = table.text("name", booth.name);
  if (booth.name.empty()) table.problem("name", "a text", "an empty one");
  table.finish();
  return booth;
}

Config::Event read_event(ConfigTable table) {
  Config::Event event;
  event.slug = name_in(table, "slug", kSlug);
  event.title = table.text("title", event.slug);
  event.template_name = table.required_text("template");
  event.copies = table.whole("copies", event.copies, 0, 20);
  event.look = table.text("look", "");
  if (!event.look.empty() && !is_look(event.look))
    table.problem("look", "one of " + known_looks(), '"' + event.look + '"');
  event.logo = table.file("logo");
  event.backdrop = table.text("backdrop", "");
  if (!event.backdrop.empty() && !is_file_name(event.backdrop))
    table.problem("backdrop", "the name of a file in [templates] backdrops",
                  '"' + event.backdrop + '"');
  event.expected_sheets = table.whole("expected_sheets", event.expected_sheets, 0, 100'000);
  table.finish();
  return event;
}

Config::Session read_session(ConfigTable table, const std::vector<Config::Camera>& cameras) {
  Config::Session session;
  session.first_countdown = table.seconds("first_countdown_s", session.first_countdown, 0, 60);
  session.next_countdown = table.seconds("next_countdown_s", session.next_countdown, 0, 60);
  session.review = table.seconds("review_s", session.review, 0, 60);
  session.last_review = table.seconds("last_review_s", session.last_review, 0, 60);
  session.captures_per_photo = table.whole("captures_per_photo", session.captures_per_photo, 1, 20);
  session.camera_patience = table.seconds("camera_patience_s", session.camera_patience, 1, 600);
  session.resume_window = table.seconds("resume_window_s", session.resume_window, 0, 3600);
  session.cameras = table.list("cameras");
  for (const auto& name : session.cameras) {
    const auto has_name = [&name](const Config::Camera& camera) { return camera.name == name; };
    if (std::none_of(cameras.begin(), cameras.end(), has_name))
      table.problem("cameras", "names of [[camera]] sections", '"' + name + '"');
  }
  table.finish();
  return session;
}

Config::Printer read_printer(ConfigTable& table) {
  Config::Printer printer;
  printer.name = name_in(table, "name", kSlug);
  printer.queue = name_in(table, "queue", kQueue);
  printer.profile = table.required_text("profile");
  printer.server = table.text("server", "");
  printer.icc_profile = table.file("icc_profile");
  printer.guard_journal = table.path("guard_journal", "");
  printer.patience = table.seconds("patience_s", printer.patience, 0.5, 60);
  table.finish();
  return printer;
}

std::vector<Config::Printer> read_printers(ConfigTable& root) {
  std::vector<Config::Printer> printers;
  std::set<std::string> names;
  std::set<std::string> queues;
  for (auto& table : root.tables("printer")) {
    const auto printer = printers.emplace_back(read_printer(table));
    if (!printer.name.empty() && !names.insert(printer.name).second)
      table.problem("name", "a name of its own", '"' + printer.name + "\" a second time");
    // Two printers on one queue would each count what the other printed.
    if (!printer.queue.empty() && !queues.insert(printer.server + ' ' + printer.queue).second)
      table.problem("queue", "a queue of its own", '"' + printer.queue + "\" a second time");
  }
  return printers;
}

std::optional<std::chrono::days> days(ConfigTable& table, std::string_view key) {
  const int count = table.whole(key, 0, 1, 3650);
  if (count == 0) return std::nullopt;
  return std::chrono::days(count);
}

Config::Privacy read_privacy(ConfigTable table) {
  Config::Privacy privacy;
  privacy.contact_key_file = table.secret_file("contact_key_file");
  privacy.consent_version = table.text("consent_version", "");
  privacy.consent_text_file = table.file("consent_text_file");
  privacy.originals = days(table, "keep_originals_days");
  privacy.sheets = days(table, "keep_sheets_days");
  privacy.contacts = days(table, "keep_contacts_days");
  const bool has_contacts = table.has("contact_key_file");
  for (const auto* key : {"consent_version", "consent_text_file"})
    if (has_contacts && !table.has(key))
      table.problem(key, "a value, because guests must agree before contact_key_file is of use",
                    "nothing");
  table.finish();
  return privacy;
}

Config::Share read_share(ConfigTable table) {
  Config::Share share;
  share.page_file = table.file("page_file");
  table.finish();
  return share;
}

Config::Uploads read_uploads(ConfigTable table) {
  Config::Uploads uploads;
  uploads.is_metered = table.yes("metered", uploads.is_metered);
  uploads.event_bytes_per_s = std::int64_t{1024} * table.whole("event_kib_per_s", 0, 0, 10'000'000);
  uploads.event_ends_after =
      table.seconds("event_ends_after_s", uploads.event_ends_after, 1, 86'400);
  table.finish();
  return uploads;
}

Config::Storage read_storage(ConfigTable table) {
  Config::Storage storage;
  storage.reserve_bytes = kMiB * table.whole("reserve_mib", 256, 16, 1'000'000);
  storage.critical_bytes = kMiB * table.whole("critical_mib", 1024, 16, 1'000'000);
  storage.low_bytes = kMiB * table.whole("low_mib", 5120, 16, 1'000'000);
  if (storage.reserve_bytes > storage.critical_bytes || storage.critical_bytes > storage.low_bytes)
    table.problem("reserve_mib", "reserve_mib <= critical_mib <= low_mib",
                  std::to_string(storage.reserve_bytes / kMiB) + ", " +
                      std::to_string(storage.critical_bytes / kMiB) + ", " +
                      std::to_string(storage.low_bytes / kMiB));
  if (const int days = table.whole("keep_days", 0, 0, 3650); days > 0)
    storage.keep = std::chrono::days(days);
  table.finish();
  return storage;
}

Config::Templates read_templates(ConfigTable table, const Config::Event& event) {
  Config::Templates templates;
  templates.directory = table.path("directory", templates.directory);
  templates.backdrops = table.path("backdrops", "");
  const auto picture = std::filesystem::path(templates.backdrops) / event.backdrop;
  std::error_code failed;
  if (is_file_name(event.backdrop) && !std::filesystem::is_regular_file(picture, failed))
    table.problem("backdrops", "the folder of \"" + event.backdrop + "\", which [event] wants",
                  '"' + templates.backdrops + "\" without it");
  table.finish();
  return templates;
}

Config::Api read_api(ConfigTable table) {
  Config::Api api;
  api.socket = table.path("socket", api.socket);
  if (api.socket.empty() || api.socket.size() > kLongestSocketPath)
    table.problem("socket", "a path of at most 107 bytes", '"' + api.socket + '"');
  const int port = table.whole("loopback_port", -1, 0, 65'535);
  if (port >= 0) api.loopback_port = static_cast<std::uint16_t>(port);
  api.token_file = table.secret_file("token_file");
  if (api.loopback_port && !table.has("token_file"))
    table.problem("token_file", "the token that the guest screen shows at loopback_port",
                  "nothing");
  table.finish();
  return api;
}

Config read_all(const std::string& text, ConfigReading& reading) {
  auto root = ConfigTable::parse(text, reading);
  if (!reading.problems.empty()) return {};  // no TOML: everything else would seem missing too
  Config config;
  config.booth = read_booth(root.table("booth"));
  config.event = read_event(root.table("event"));
  config.prints = read_prints(root.table("prints"));
  config.cameras = read_cameras(root);
  config.session = read_session(root.table("session"), config.cameras);
  config.printers = read_printers(root);
  config.targets = read_targets(root);
  config.facts = read_facts(root.table("facts"));
  config.privacy = read_privacy(root.table("privacy"));
  config.share = read_share(root.table("share"));
  config.uploads = read_uploads(root.table("uploads"));
  config.storage = read_storage(root.table("storage"));
  config.templates = read_templates(root.table("templates"), config.event);
  config.api = read_api(root.table("api"));
  root.finish();
  return config;
}

}  // namespace

Result<Config> load_config(const std::string& path) {
  std::ifstream file(path);
  if (!file) return make_error(Errc::BadInput, path + ": cannot be read: " + std::strerror(errno));
  if (std::filesystem::is_directory(path))
    return make_error(Errc::BadInput, path + ": is a folder");
  const std::string text(std::istreambuf_iterator<char>(file), {});

  ConfigReading reading{.file = path};
  auto config = read_all(text, reading);
  if (reading.problems.empty()) return config;
  std::string lines;
  for (const auto& problem : reading.problems) lines += (lines.empty() ? "" : "\n") + problem;
  return make_error(Errc::BadInput, std::move(lines));
}

std::vector<std::string> known_config_keys() {
  ConfigReading reading;
  read_all("[[camera_preset]]\n[[printer]]\n[[target]]\n", reading);
  return {reading.known_keys.begin(), reading.known_keys.end()};
}

Result<std::string> read_secret(const std::string& path) {
  std::ifstream file(path);
  if (!file) return make_error(Errc::Io, path + ": cannot be read: " + std::strerror(errno));
  std::string line;
  std::getline(file, line);
  while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
  if (line.empty())
    return make_error(Errc::BadInput, path + ": the first line must hold the secret");
  return line;
}

}  // namespace booth

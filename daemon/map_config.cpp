#include "daemon/map_config.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "daemon/core/upload/share_link.hpp"
#include "daemon/runtime/sha256.hpp"
#include "drivers/cups/cups_printer.hpp"
#include "drivers/gphoto2/gphoto_camera.hpp"
#include "drivers/hot_folder/hot_folder_camera.hpp"
#include "sync/cloud_events/event_json.hpp"
#include "sync/cloud_events/http_fact_sink.hpp"
#include "sync/share/share_page.hpp"

namespace booth {
namespace {

/// The worker is installed beside us, or in the package's own folder.
std::string camera_worker_path() {
  const auto beside =
      std::filesystem::read_symlink("/proc/self/exe").parent_path() / "booth-camera-worker";
  if (std::filesystem::exists(beside)) return beside;
  return "/usr/libexec/boothd/booth-camera-worker";
}

/// Of the first place that guests can fetch from.
std::string public_url(const Config& config) {
  for (const auto& target : config.targets)
    if (!target.public_url.empty()) return target.public_url;
  return {};
}

/// @throws std::runtime_error when the file cannot be read or is empty
std::string read_text(const std::string& key, const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(stream), {});
  if (!stream || text.empty()) throw std::runtime_error(key + ": cannot read " + file);
  return text;
}

std::string share_page(const Config& config) {
  if (config.share.page_file.empty()) return std::string(shipped_share_page());
  return read_text("share.page_file", config.share.page_file);
}

PrintRules print_rules(const Config& config) {
  PrintRules rules;
  rules.per_session = config.prints.per_session;
  rules.per_event = config.prints.per_event;
  rules.per_guest = config.prints.per_guest;
  rules.at_limit = at_limit_from(config.prints.at_limit).value_or(AtLimit::Stop);
  return rules;
}

}  // namespace

SqliteStoreOptions store_options(const Config& config, const std::string& state_dir) {
  SqliteStoreOptions options;
  options.state_dir = std::filesystem::absolute(state_dir);
  options.reserve_bytes = config.storage.reserve_bytes;
  for (const auto& target : config.targets) {
    StoreTarget wanted;
    wanted.name = target.name;
    wanted.events = target.events;
    wanted.is_public = !target.public_url.empty();
    wanted.kinds.clear();
    for (const auto& word : target.classes)
      if (const auto kind = upload_class_from(word)) wanted.kinds.push_back(*kind);
    options.targets.push_back(std::move(wanted));
  }
  options.retention = {config.event.slug, config.privacy.originals, config.privacy.sheets,
                       config.privacy.contacts};
  options.contact_key_file = config.privacy.contact_key_file;
  if (!public_url(config).empty()) options.share_page = share_page(config);
  return options;
}

SheetRendererOptions renderer_options(const Config& config) {
  SheetRendererOptions options;
  options.template_directory = config.templates.directory;
  options.backdrop_directory = config.templates.backdrops;
  return options;
}

SessionRunnerOptions session_options(const Config& config) {
  SessionRunnerOptions options;
  options.limits.max_captures_per_slot = config.session.captures_per_photo;
  options.limits.last_review = config.session.last_review;
  options.camera_patience = config.session.camera_patience;
  options.resume_window = config.session.resume_window;
  options.capture_lead = config.cameras.front().capture_lead;
  options.logo = config.event.logo;
  options.rules = print_rules(config);
  return options;
}

PrintQueueOptions print_queue_options(const Config& config) {
  PrintQueueOptions options;
  options.media.low_sheets = config.prints.low_media;
  return options;
}

UploadRunnerOptions upload_options(const Config& config) {
  UploadRunnerOptions options;
  options.is_metered = config.uploads.is_metered;
  options.event_bytes_per_s = config.uploads.event_bytes_per_s;
  options.event_ends_after = config.uploads.event_ends_after;
  return options;
}

HealthLimits health_limits(const Config& config) {
  HealthLimits limits;
  limits.low_disk_bytes = config.storage.low_bytes;
  limits.critical_disk_bytes = config.storage.critical_bytes;
  return limits;
}

RetentionRunnerOptions retention_options(const Config& config) {
  RetentionRunnerOptions options;
  options.pictures.keep = config.storage.keep;
  options.disk.low_bytes = config.storage.low_bytes;
  options.disk.critical_bytes = config.storage.critical_bytes;
  options.disk.reserve_bytes = config.storage.reserve_bytes;
  return options;
}

BoothOptions booth_options(const Config& config) {
  BoothOptions options;
  options.version = BOOTH_VERSION;
  options.timing.first_countdown = config.session.first_countdown;
  options.timing.next_countdown = config.session.next_countdown;
  options.timing.review = config.session.review;
  options.has_printers = !config.printers.empty();
  options.rules = print_rules(config);
  options.expected_sheets = config.event.expected_sheets;
  options.is_metered = config.uploads.is_metered;
  if (!config.privacy.contact_key_file.empty()) {
    auto text = read_text("privacy.consent_text_file", config.privacy.consent_text_file);
    options.consent_sha256 = sha256_hex(text);
    options.consent = {true, config.privacy.consent_version, std::move(text)};
  }
  options.public_url = public_url(config);
  if (!options.public_url.empty())
    options.share_page_key = share_page_key(sha256_hex(share_page(config)));
  options.live_view_idle = config.cameras.front().live_view_idle;
  return options;
}

EventPlan first_event(const Config& config) {
  EventPlan plan;
  plan.slug = config.event.slug;
  plan.title = config.event.title;
  plan.template_name = config.event.template_name;
  plan.copies = config.event.copies;
  plan.look = config.event.look;
  plan.backdrop = config.event.backdrop;
  plan.made_by = "boothd.toml";
  return plan;
}

api::ApiOptions api_options(const Config& config) {
  api::ApiOptions options;
  options.socket_path = config.api.socket;
  options.loopback_port = config.api.loopback_port;
  if (!config.api.token_file.empty()) {
    const auto token = read_secret(config.api.token_file);
    if (!token) throw std::runtime_error(token.error().context);
    options.loopback_token = *token;
  }
  return options;
}

std::unique_ptr<FactSink> make_fact_sink(boost::asio::any_io_executor executor, Timer& timer,
                                         const Config& config) {
  const auto& facts = config.facts;
  if (facts.url.empty() && facts.heartbeat_url.empty()) return nullptr;
  HttpFactSinkOptions options;
  options.url = facts.url;
  options.heartbeat_url = facts.heartbeat_url;
  options.source = facts.source.empty() ? event_source(config.booth.name) : facts.source;
  options.token_file = facts.token_file;
  options.portal_check_url = facts.portal_check_url;
  options.is_compressed = facts.is_compressed;
  options.curl.ca_file = facts.ca_file;
  options.curl.client_cert_file = facts.client_cert_file;
  options.curl.client_key_file = facts.client_key_file;
  options.curl.proxy = facts.proxy;
  options.curl.user_agent = "boothd/" BOOTH_VERSION;
  return std::make_unique<HttpFactSink>(std::move(executor), std::move(options), timer);
}

namespace {

std::unique_ptr<Camera> make_camera(boost::asio::any_io_executor executor, Timer& timer,
                                    const Config::Camera& wanted, const std::string& state_dir) {
  if (wanted.kind == "hot_folder") {
    HotFolderOptions folder;
    folder.folder = wanted.folder;
    return std::make_unique<HotFolderCamera>(std::move(executor), timer, std::move(folder));
  }
  if (wanted.kind != "gphoto2")
    throw std::runtime_error("camera kind " + wanted.kind + " is unknown");
  GphotoOptions options;
  options.worker_path = camera_worker_path();
  options.driver_folder = std::filesystem::absolute(state_dir) / "camera-drivers";
  options.model = wanted.model;
  options.port = wanted.port;
  options.serial = wanted.serial;
  options.power_command = {wanted.power_command, wanted.power_deadline};
  options.has_card_target = wanted.is_kept_on_card;
  options.settings = wanted.settings;
  options.has_autofocus = wanted.has_autofocus;
  options.live_view_fps = wanted.live_view_fps;
  options.shutter_lag = wanted.shutter_lag;
  options.lag_folder = std::filesystem::absolute(state_dir) / "shutter-lags";
  options.deadlines.open = wanted.open_deadline;
  options.deadlines.photo = wanted.photo_deadline;
  options.silence.capture = wanted.photo_silence;
  return std::make_unique<GphotoCamera>(std::move(executor), timer, std::move(options));
}

}  // namespace

std::vector<std::unique_ptr<Camera>> make_cameras(const boost::asio::any_io_executor& executor,
                                                  Timer& timer, const Config& config,
                                                  const std::string& state_dir) {
  std::vector<std::unique_ptr<Camera>> cameras;
  for (const auto& wanted : config.cameras)
    cameras.push_back(make_camera(executor, timer, wanted, state_dir));
  return cameras;
}

std::vector<CameraGroup::Member> group_members(
    const Config& config, const std::vector<std::unique_ptr<Camera>>& cameras) {
  std::vector<CameraGroup::Member> members;
  for (std::size_t i = 0; i < cameras.size(); ++i)
    members.push_back({config.cameras[i].name, cameras[i].get(), config.cameras[i].stands_in});
  return members;
}

std::vector<std::size_t> camera_turns(const Config& config) {
  std::vector<std::size_t> turns;
  for (const auto& name : config.session.cameras)
    for (std::size_t i = 0; i < config.cameras.size(); ++i)
      if (config.cameras[i].name == name) turns.push_back(i);
  return turns;
}

std::vector<std::unique_ptr<Printer>> make_printers(const Config& config) {
  std::vector<std::unique_ptr<Printer>> printers;
  for (const auto& printer : config.printers) {
    CupsPrinterOptions options;
    options.name = printer.name;
    options.profile = printer.profile;
    options.address.server = printer.server;
    options.address.queue = printer.queue;
    options.address.patience = printer.patience;
    options.icc_profile = printer.icc_profile;
    options.guard_journal = printer.guard_journal;
    printers.push_back(std::make_unique<CupsPrinter>(std::move(options)));
  }
  return printers;
}

}  // namespace booth

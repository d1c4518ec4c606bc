#include "tests/system/venue_booth.hpp"

#include <fstream>

#include <doctest/doctest.h>

#include "drivers/demo/rig/wait_until.hpp"
#include "tests/support/must.hpp"
#include "daemon/runtime/sha256.hpp"
#include "tests/support/upload_life.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;

// Both ends are alone in their network: every port is free.
constexpr std::uint16_t kCloudPort = 8443;
constexpr std::uint16_t kPlainPort = 8080;
constexpr std::uint16_t kPortalPort = 9443;
constexpr std::uint16_t kPortalPlainPort = 9080;

demo::NginxDav prepare(const VenueNetwork& network, const std::filesystem::path& folder,
                       std::uint16_t port, std::uint16_t plain_port, int plain_status) {
  demo::NginxDavOptions options;
  options.folder = folder;
  options.port = port;
  options.address = VenueNetwork::kCloud;
  options.launcher = network.at_cloud();
  options.plain_port = plain_port;
  options.plain_status = plain_status;
  return must(demo::NginxDav::prepare(options));
}

std::string plain_url() {
  return std::string("http://") + VenueNetwork::kCloud + ":" + std::to_string(kPlainPort) + "/up";
}

}  // namespace

std::unique_ptr<VenueBooth> VenueBooth::make() {
  auto folder = std::make_unique<demo::TempFolder>("venue");
  auto network = VenueNetwork::make(folder->path());
  if (!network) return nullptr;
  auto cloud = prepare(*network, folder->path() / "cloud", kCloudPort, kPlainPort, 204);
  auto portal = prepare(*network, folder->path() / "portal", kPortalPort, kPortalPlainPort, 200);
  must(cloud.start());
  must(portal.start());
  return std::unique_ptr<VenueBooth>(
      new VenueBooth(std::move(folder), std::move(network), std::move(cloud), std::move(portal)));
}

VenueBooth::VenueBooth(std::unique_ptr<demo::TempFolder> folder,
                       std::unique_ptr<VenueNetwork> network, demo::NginxDav cloud,
                       demo::NginxDav portal)
    : folder_(std::move(folder)),
      network_(std::move(network)),
      cloud_(std::move(cloud)),
      portal_(std::move(portal)),
      ca_file_(cloud_.ca_file()),
      client_(socket()) {}

void VenueBooth::prepare_photos(int count, std::size_t size_bytes) {
  UploadLife life(state_dir(), {put_options(cloud_)});
  for (int i = 0; i < count; ++i) life.add_shot(size_bytes);
}

void VenueBooth::write_config() const {
  const auto folder = folder_->path().string();
  std::filesystem::create_directories(folder_->path() / "incoming");
  std::ofstream file(folder_->path() / "boothd.toml");
  file << "[booth]\nname = \"venue\"\n[event]\nslug = \"wedding\"\ntemplate = \"classic-4x6\"\n"
       << "[camera]\nkind = \"hot_folder\"\nfolder = \"" << folder << "/incoming\"\n"
       << "[[target]]\nname = \"cloud\"\nkind = \"put\"\nurl = \"" << cloud_.base_url() << "\"\n"
       << "ca_file = \"" << ca_file_.string() << "\"\nportal_check_url = \"" << plain_url()
       << "\"\n[templates]\ndirectory = \"" << BOOTH_SOURCE_DIR << "/daemon/compose/templates\"\n"
       << "[api]\nsocket = \"" << socket().string() << "\"\n";
}

void VenueBooth::start(std::chrono::seconds clock_error) {
  write_config();
  auto words = network_->at_booth();
  words.insert(words.end(),
               {std::string(BOOTH_BIN_DIR) + "/boothd", "--config",
                (folder_->path() / "boothd.toml").string(), "--state-dir", state_dir().string()});
  std::map<std::string, std::string> environment;
  if (clock_error != 0s)
    environment = {{"LD_PRELOAD", WRONG_CLOCK_SHIM},
                   {"BOOTH_CLOCK_ERROR_S", std::to_string(clock_error.count())}};
  daemon_ = must(demo::ChildProcess::start({.words = std::move(words),
                                            .environment = std::move(environment),
                                            .log = folder_->path() / "boothd.log",
                                            .folder = {}}));
  must(daemon_->wait_until_ready([this] { return client_.get("/v1/status").has_value(); }, 60s));
}

void VenueBooth::close_portal() const {
  network_->cloud(
      "nft add table ip portal; "
      "nft 'add chain ip portal pre { type nat hook prerouting priority -100; }'; "
      "nft add rule ip portal pre tcp dport 8443 redirect to :9443; "
      "nft add rule ip portal pre tcp dport 8080 redirect to :9080");
}

void VenueBooth::close_portal_without_tls() const {
  close_portal();
  network_->cloud(
      "nft 'add chain ip portal in { type filter hook input priority 0; }'; "
      "nft add rule ip portal in tcp dport 9443 reject with tcp reset");
}

void VenueBooth::swallow_packets() const {
  network_->cloud(
      "nft add table ip hole; nft 'add chain ip hole in { type filter hook input priority 0; }'; "
      "nft add rule ip hole in drop");
}

void VenueBooth::narrow(const std::string& rate) const {
  network_->booth("tc qdisc add dev booth root tbf rate " + rate + " burst 16k latency 300ms");
}

std::string VenueBooth::network(const std::string& field) const {
  const auto status = client_.get("/v1/status");
  return status ? std::string(status->at("network").at(field).as_string()) : std::string();
}

bool VenueBooth::network_becomes(const std::string& state) const {
  return demo::wait_until([&] { return network("state") == state; }, 60s);
}

void VenueBooth::looks_again(int times) const {
  const auto looks = [this] {
    const auto log = contents(portal_.log());
    return std::count(log.begin(), log.end(), '\n');
  };
  const auto before = looks();
  REQUIRE(demo::wait_until([&] { return looks() >= before + times; }, 60s));
}

bool VenueBooth::is_sending() const {
  const auto has_arrived = [this] { return objects_in(folder_->path() / "cloud" / "parts") > 0; };
  return demo::wait_until(has_arrived, 60s);
}

boost::json::array VenueBooth::uploads() const {
  return must(client_.get("/v1/uploads")).at("items").as_array();
}

int VenueBooth::attempts() const {
  std::int64_t sum = 0;
  for (const auto& item : uploads()) sum += item.at("attempts").as_int64();
  return static_cast<int>(sum);
}

void VenueBooth::check_nothing_was_tried() const {
  for (const auto& item : uploads()) {
    CHECK(item.at("state").as_string() == "waiting");
    CHECK(item.at("attempts").as_int64() == 0);
  }
  CHECK(contents(cloud_.log()).find("PUT") == std::string::npos);
}

void VenueBooth::check_all_arrive() const {
  const auto all_synced = [this] {
    for (const auto& item : uploads())
      if (item.at("state").as_string() != "synced") return false;
    return true;
  };
  CHECK_MESSAGE(demo::wait_until(all_synced, 120s), daemon_->log_end());
  for (const auto& item : uploads()) {
    const auto object = cloud_.objects() / std::string(item.at("key").as_string());
    CHECK(sha256_hex(contents(object)) == std::string(item.at("sha256").as_string()));
  }
  CHECK(objects_in(cloud_.objects()) == uploads().size());
}

}  // namespace booth

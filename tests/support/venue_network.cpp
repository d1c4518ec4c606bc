#include "tests/support/venue_network.hpp"

#include <fstream>

#include <doctest/doctest.h>

namespace booth {
namespace {

using std::chrono::seconds;

// The inner `unshare` is the cloud's end; the kernel ends it with this shell, and this shell with
// us.
constexpr const char* kMake = R"sh(
set -e
ip link set lo up
unshare -n setpriv --pdeathsig KILL sleep infinity &
cloud=$!
until [ "$(readlink /proc/$cloud/ns/net)" != "$(readlink /proc/$$/ns/net)" ]; do sleep 0.01; done
ip link add booth type veth peer name cloud
ip link set cloud netns $cloud
ip addr add 10.77.0.1/24 dev booth
ip link set booth up
nsenter -t $cloud -n sh -c 'ip link set lo up; ip addr add 10.77.0.2/24 dev cloud; ip link set cloud up'
nsenter -t $cloud -n nft list ruleset
printf '%s\n' $cloud >"$1/cloud.new"
mv "$1/cloud.new" "$1/cloud.pid"
wait
)sh";

std::string first_line(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

}  // namespace

VenueNetwork::VenueNetwork(std::filesystem::path folder, demo::ChildProcess holder)
    : folder_(std::move(folder)),
      holder_(std::move(holder)),
      cloud_pid_(first_line(folder_ / "cloud.pid")) {}

std::unique_ptr<VenueNetwork> VenueNetwork::make(const std::filesystem::path& folder) {
  auto holder =
      demo::ChildProcess::start({.words = {"unshare", "-Urn", "setpriv", "--pdeathsig", "KILL",
                                           "sh", "-c", kMake, "sh", folder.string()},
                                 .environment = {},
                                 .log = folder / "venue.log",
                                 .folder = {}});
  if (!holder) {
    MESSAGE("skipped: ", holder.error().context);
    return nullptr;
  }
  const auto is_ready = [&folder] { return !first_line(folder / "cloud.pid").empty(); };
  const auto ready = holder->wait_until_ready(is_ready, seconds(60));
  if (!ready) {
    MESSAGE("skipped: this machine gives us no network namespaces: ", ready.error().context);
    return nullptr;
  }
  return std::unique_ptr<VenueNetwork>(new VenueNetwork(folder, std::move(*holder)));
}

namespace {

/// A new user namespace forgets that the program was to end with its parent: it is told again.
std::vector<std::string> enter(const std::string& pid) {
  return {"nsenter", "--preserve-credentials", "-U", "-n", "-t", pid, "setpriv", "--pdeathsig",
          "KILL"};
}

}  // namespace

std::vector<std::string> VenueNetwork::at_booth() const {
  return enter(std::to_string(holder_.pid()));
}

std::vector<std::string> VenueNetwork::at_cloud() const {
  return enter(cloud_pid_);
}

void VenueNetwork::run(std::vector<std::string> words, const std::string& line) const {
  words.insert(words.end(), {"sh", "-ec", line});
  auto child = demo::ChildProcess::start(
      {.words = std::move(words), .environment = {}, .log = folder_ / "venue.log", .folder = {}});
  REQUIRE(child.has_value());
  const auto status = child->wait_for_end(seconds(60));
  REQUIRE(status.has_value());
  REQUIRE_MESSAGE(*status == 0, line, ": ", child->log_end());
}

}  // namespace booth

#include "daemon/app/upload_road.hpp"

#include <algorithm>

namespace booth {
namespace {

constexpr const char* kOfflineAdvice =
    "check the booth's network cable or Wi-Fi; uploads wait safely and go on by themselves";
constexpr const char* kLoginAdvice =
    "the venue's Wi-Fi wants a login: open a browser on it and log in; uploads go on by themselves";
constexpr const char* kCertificateAdvice =
    "see the message: set the booth's date, or check ca_file; where no portal_check_url is set, "
    "the "
    "venue's Wi-Fi may want a login: open a browser on it";
constexpr const char* kShakyAdvice = "the line is bad: move the access point, or use a cable";
constexpr const char* kRefusedAdvice =
    "get a new token or new keys from whoever runs the server and put them into the file that this "
    "target names in the configuration; within minutes uploads go on by themselves";
constexpr const char* kRestAdvice = "see the message; then: boothctl uploads retry";

/// Larger is worse, and is what the summary speaks about.
int severity(const RoadView& road) {
  switch (road.mode) {
    case NetworkMode::Captive:
      return 5;
    case NetworkMode::Offline:
      return 4;
    case NetworkMode::Probing:
      return 3;
    case NetworkMode::Degraded:
      return 2;
    case NetworkMode::Online:
      return road.is_resting || road.is_refused ? 1 : 0;
  }
  return 0;
}

std::string advice(const RoadView& road) {
  switch (road.mode) {
    case NetworkMode::Captive:
      return road.is_login_wanted ? kLoginAdvice : kCertificateAdvice;
    case NetworkMode::Offline:
      return kOfflineAdvice;
    case NetworkMode::Degraded:
      return kShakyAdvice;
    case NetworkMode::Online:
      if (road.is_refused) return kRefusedAdvice;
      return road.is_resting ? kRestAdvice : "";
    case NetworkMode::Probing:
      break;
  }
  return {};
}

}  // namespace

NetworkView summarise(const std::vector<RoadView>& roads, UtcTime started_at) {
  if (roads.empty()) return {"unused", "no upload target is configured", "", started_at};

  const auto is_better = [](const RoadView& a, const RoadView& b) {
    return severity(a) < severity(b);
  };
  const auto& worst = *std::max_element(roads.begin(), roads.end(), is_better);
  if (severity(worst) == 0) return {"online", "uploads run", "", worst.since};

  const bool some_work = std::any_of(roads.begin(), roads.end(), [](const RoadView& road) {
    return may_send(road.mode) && !road.is_resting && !road.is_refused;
  });
  // One target that is away among several is a degraded booth, not an offline one.
  const bool is_partial = (some_work && roads.size() > 1) || worst.is_resting || worst.is_refused;
  const bool is_shown_as_is = worst.mode == NetworkMode::Captive || !is_partial;
  const auto state = is_shown_as_is ? to_string(worst.mode) : to_string(NetworkMode::Degraded);
  const auto what = worst.trouble.empty() ? std::string(to_string(worst.mode)) : worst.trouble;
  return {std::string(state), worst.target + ": " + what, advice(worst), worst.since};
}

UploadRunner::Road::Road(UploadTarget& its_target, const boost::asio::any_io_executor& executor,
                         const TargetLimits& limits, UtcTime now)
    : target(its_target),
      state(limits),
      probe_bell(executor),
      probe_stop(executor),
      erase_bell(executor),
      erase_stop(executor),
      since(now) {
  for (int i = 0; i <= limits.lanes.most; ++i)
    lanes.emplace_back(executor);  // the urgent one comes on top
}

void UploadRunner::Road::forget_pages() {
  ++pages_forgotten;
  for (auto& page : pages) page = Page();
}

void UploadRunner::Road::ring_all() {
  for (auto& each : lanes) each.bell.ring();
  probe_bell.ring();
  erase_bell.ring();
}

void UploadRunner::Road::ring_stop() {
  for (auto& each : lanes) each.stop.ring();
  probe_stop.ring();
  erase_stop.ring();
}

bool UploadRunner::Road::note_mode(UtcTime now) {
  if (state.mode() == noted_mode) return false;
  noted_mode = state.mode();
  since = now;
  return true;
}

RoadView UploadRunner::Road::view(SteadyTime now) const {
  const auto probe_error = state.probe_error();
  return {.target = target.name(),
          .mode = state.mode(),
          .is_resting = state.is_resting(now),
          .is_login_wanted = probe_error == Errc::CaptivePortal,
          .is_refused = probe_error == Errc::AuthRefused,
          .trouble = state.trouble(),
          .since = since};
}

}  // namespace booth

#include "daemon/app/watch_health.hpp"

#include <algorithm>
#include <set>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/runtime/log.hpp"

namespace booth {

using boost::asio::awaitable;

namespace {

/// Its end is not yet believed, but nobody should act on it any more.
void take_back(Health& shown, const std::string& newest_trouble) {
  shown.message = "it was wrong a moment ago (" + newest_trouble + ")";
  shown.what_to_do.clear();
}

}  // namespace

std::vector<Health> HealthWatcher::health_beside(const BoothStatus& status) const {
  auto shown = health_;
  for (const auto& judged : judge_health(status, limits_)) {
    if (judged.level != HealthLevel::Ok) continue;
    for (auto& each : shown)
      if (each.subsystem == judged.subsystem && each.level != HealthLevel::Ok)
        take_back(each, watched_.at(each.subsystem).newest_trouble);
  }
  return shown;
}

awaitable<void> HealthWatcher::look(BoothStatus status) {
  auto judged = judge_health(status, limits_);
  std::set<std::string> seen;
  for (auto& health : judged) {
    seen.insert(health.subsystem);
    co_await take(std::move(health), status.now);
  }
  std::erase_if(watched_, [&seen](const auto& entry) { return !seen.contains(entry.first); });

  health_.clear();
  for (const auto& entry : watched_) health_.push_back(entry.second.shown);
  const auto is_worse = [](const Health& a, const Health& b) { return a.level > b.level; };
  std::stable_sort(health_.begin(), health_.end(), is_worse);
}

awaitable<void> HealthWatcher::take(Health judged, UtcTime now) {
  const auto [place, is_new] = watched_.try_emplace(judged.subsystem);
  auto& watched = place->second;
  if (is_new) {
    watched.shown = judged;
    watched.shown.since = now;
    watched.shown.level = HealthLevel::Ok;  // the first look already counts towards an alarm
  }
  watched.looks = judged.level == watched.candidate ? watched.looks + 1 : 1;
  watched.candidate = judged.level;
  const bool is_change = judged.level != watched.shown.level && watched.looks >= 2;
  if (!is_change) {
    if (judged.level == watched.shown.level) {
      watched.shown.message = judged.message;
      watched.shown.what_to_do = judged.what_to_do;
      watched.newest_trouble = judged.message;
    } else if (judged.level == HealthLevel::Ok) {
      take_back(watched.shown, watched.newest_trouble);
    }
    co_return;
  }
  judged.since = now;
  watched.shown = judged;
  watched.newest_trouble = judged.message;

  const bool is_raised = judged.level != HealthLevel::Ok;
  boost::json::object data{{"level", to_string(judged.level)}, {"message", judged.message}};
  if (is_raised) data["what_to_do"] = judged.what_to_do;
  const std::string type = is_raised ? "alarm.raised" : "alarm.cleared";
  auto text = boost::json::serialize(data);
  log::warn(is_raised ? "alarm_raised" : "alarm_cleared", {{"subsystem", judged.subsystem},
                                                           {"level", to_string(judged.level)},
                                                           {"message", judged.message}});
  const auto added = co_await store_.add_fact(type, judged.subsystem, std::move(text));
  if (!added) log::error("fact_not_stored", {{"type", type}, {"cause", added.error().context}});
}

}  // namespace booth

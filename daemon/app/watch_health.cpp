#include "daemon/app/watch_health.hpp"

#include <algorithm>

#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
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

/// As the fact alarm.raised tells it.
Health alarm_in(const Fact& fact) {
  boost::json::error_code unreadable;
  const auto data = boost::json::parse(fact.data, unreadable);
  const auto text = [&data](const char* key) {
    const auto* object = data.if_object();
    const auto* value = object == nullptr ? nullptr : object->if_contains(key);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
  };
  Health alarm;
  alarm.subsystem = fact.subject;
  alarm.level = text("level") == "failed" ? HealthLevel::Failed : HealthLevel::Degraded;
  alarm.since = fact.at;
  alarm.message = text("message");
  alarm.what_to_do = text("what_to_do");
  return alarm;
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
  if (!has_remembered_) co_await remember();
  auto judged = judge_health(status, limits_);
  std::set<std::string> seen;
  for (auto& health : judged) {
    seen.insert(health.subsystem);
    co_await take(std::move(health), status.now);
  }
  co_await forget_others(seen);

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

  co_await tell(watched.shown);
}

awaitable<void> HealthWatcher::tell(const Health& changed) {
  const bool is_raised = changed.level != HealthLevel::Ok;
  boost::json::object data{{"level", to_string(changed.level)}, {"message", changed.message}};
  if (is_raised) data["what_to_do"] = changed.what_to_do;
  const std::string type = is_raised ? "alarm.raised" : "alarm.cleared";
  auto text = boost::json::serialize(data);
  log::warn(is_raised ? "alarm_raised" : "alarm_cleared", {{"subsystem", changed.subsystem},
                                                           {"level", to_string(changed.level)},
                                                           {"message", changed.message}});
  const auto added = co_await store_.add_fact(type, changed.subsystem, std::move(text));
  if (!added) log::error("fact_not_stored", {{"type", type}, {"cause", added.error().context}});
}

awaitable<void> HealthWatcher::remember() {
  const auto open = co_await alarms_.open_alarms();
  if (!open) {
    log::error("alarms_unreadable", {{"cause", open.error().context}});
    co_return;  // the next look asks again
  }
  has_remembered_ = true;
  for (const auto& fact : *open) {
    auto& watched = watched_[fact.subject];
    watched.shown = alarm_in(fact);
    watched.candidate = watched.shown.level;
    watched.newest_trouble = watched.shown.message;
  }
}

/// A printer that is taken out of the configuration takes its alarm with it.
awaitable<void> HealthWatcher::forget_others(const std::set<std::string>& judged) {
  std::vector<Health> gone;
  for (const auto& entry : watched_)
    if (!judged.contains(entry.first)) gone.push_back(entry.second.shown);
  for (auto& health : gone) {
    watched_.erase(health.subsystem);
    if (health.level == HealthLevel::Ok) continue;
    health.level = HealthLevel::Ok;
    health.message = "it is no part of the booth any more";
    co_await tell(health);
  }
}

}  // namespace booth

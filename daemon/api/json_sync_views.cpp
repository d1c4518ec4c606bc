// The wire form of what is told about the cloud and about guests' wishes.
#include <cmath>

#include <boost/json.hpp>

#include "daemon/api/json_views.hpp"

namespace booth::api {
namespace {

namespace json = boost::json;

json::value text_or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::value time_or_null(const std::optional<UtcTime>& time) {
  return time ? json::value(time_text(*time)) : json::value(nullptr);
}

}  // namespace

json::object to_json(const TargetView& target) {
  json::value left = nullptr;
  if (target.time_left) left = target.time_left->count();
  return {
      {"name", target.name},
      {"state", target.state},
      {"message", target.message},
      {"what_to_do", target.what_to_do},
      {"since", time_text(target.since)},
      {"waiting", target.counts.waiting},
      {"waiting_bytes", target.counts.waiting_bytes},
      {"parked", target.counts.parked},
      {"erasures", target.counts.erasures},
      {"oldest_waiting_at", time_or_null(target.counts.oldest_waiting)},
      {"bytes_per_s", static_cast<std::int64_t>(std::llround(target.bytes_per_s))},
      {"seconds_left", std::move(left)},
  };
}

json::object to_json(const SyncView& view) {
  json::array targets;
  for (const auto& target : view.targets) targets.emplace_back(to_json(target));
  return {
      {"now", time_text(view.now)},
      {"is_paused", view.is_paused},
      {"is_metered", view.is_metered},
      {"targets", std::move(targets)},
      {"facts",
       {{"is_used", view.facts.is_used},
        {"waiting", view.facts.progress.waiting},
        {"set_aside", view.facts.progress.set_aside},
        {"oldest_waiting_at", time_or_null(view.facts.progress.oldest_waiting)},
        {"trouble", text_or_null(view.facts.trouble)},
        {"since", time_text(view.facts.since)}}},
      {"heartbeat",
       {{"is_used", view.heartbeat.is_used},
        {"trouble", text_or_null(view.heartbeat.trouble)},
        {"probe", text_or_null(view.heartbeat.probe)},
        {"since", time_text(view.heartbeat.since)}}},
  };
}

json::object to_json(const TargetTest& test) {
  return {{"stored", test.stored},
          {"erased", text_or_null(test.erased)},
          {"trouble", text_or_null(test.trouble)}};
}

json::object to_json(const PrivacyStore::Forgotten& forgotten) {
  return {{"files_removed", forgotten.files_removed},
          {"contacts_removed", forgotten.contacts_removed},
          {"erasures_wanted", forgotten.erasures_wanted}};
}

json::object to_json(const PrivacyStore::Erasure& erasure) {
  return {{"target", erasure.target},
          {"key", erasure.key},
          {"is_done", erasure.is_done},
          {"proof", text_or_null(erasure.proof)},
          {"last_error", text_or_null(erasure.last_error)},
          {"wanted_at", time_text(erasure.wanted_at)},
          {"changed_at", time_text(erasure.changed_at)}};
}

json::object to_json(const ConsentView& consent) {
  return {{"is_taking_contacts", consent.is_taking_contacts},
          {"version", text_or_null(consent.version)},
          {"text", text_or_null(consent.text)}};
}

json::object to_json(const Contact& contact) {
  return {{"id", contact.id.str()},
          {"session", contact.session.str()},
          {"kind", contact.kind == ContactKind::Email ? "email" : "phone"},
          {"value", contact.value},
          {"consent_version", contact.consent_version},
          {"consent_sha256", contact.consent_sha256},
          {"created_at", time_text(contact.created_at)}};
}

}  // namespace booth::api

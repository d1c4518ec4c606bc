// The wire form of events (bookings).
#include <boost/json.hpp>

#include "daemon/api/json_views.hpp"

namespace booth::api {
namespace {

namespace json = boost::json;

constexpr EventFeature kAllFeatures[] = {EventFeature::Print, EventFeature::Retake,
                                         EventFeature::Share, EventFeature::ChooseTemplate,
                                         EventFeature::ChooseLook};

json::value time_or_null(const std::optional<UtcTime>& time) {
  return time ? json::value(time_text(*time)) : json::value(nullptr);
}
json::value number_or_null(const std::optional<int>& number) {
  return number ? json::value(*number) : json::value(nullptr);
}

json::value to_json(const std::optional<EventVersion>& event) {
  if (!event) return nullptr;
  return json::object{{"slug", event->slug}, {"version", event->version}};
}

}  // namespace

json::object to_json(const EventPlan& plan) {
  json::object features;
  for (const auto feature : kAllFeatures) features[to_string(feature)] = plan.has(feature);
  json::value keep_days = nullptr;
  if (plan.keep) keep_days = std::int64_t{plan.keep->count()};
  return {
      {"slug", plan.slug},
      {"version", plan.version},
      {"title", plan.title},
      {"template", plan.template_name},
      {"templates", json::value_from(plan.templates)},
      {"look", plan.look},
      {"backdrop", plan.backdrop},
      {"copies", plan.copies},
      {"opens_at", time_or_null(plan.opens_at)},
      {"closes_at", time_or_null(plan.closes_at)},
      {"most_sessions", number_or_null(plan.limits.sessions)},
      {"most_prints", number_or_null(plan.limits.prints)},
      {"most_prints_per_session", plan.limits.prints_per_session},
      {"keep_days", std::move(keep_days)},
      {"targets", json::value_from(plan.targets)},
      {"features", std::move(features)},
      {"made_at", time_text(plan.made_at)},
      {"made_by", plan.made_by},
  };
}

json::object to_json(const EventRecord& record) {
  auto object = to_json(record.plan);
  object["is_closed"] = record.is_closed;
  object["sessions"] = record.use.sessions;
  object["prints"] = record.use.prints;
  return object;
}

json::object to_json(const EventChoices& choices) {
  return {{"active", to_json(choices.active)},
          {"previous", to_json(choices.previous)},
          {"wanted", to_json(choices.wanted)}};
}

}  // namespace booth::api

#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"

namespace booth {

/// What guests may do at an event; everything unless it is switched off.
enum class EventFeature { Print, Retake, Share, ChooseTemplate, ChooseLook };
inline constexpr std::size_t kEventFeatures = 5;

std::string_view to_string(EventFeature feature);
std::optional<EventFeature> event_feature_from(std::string_view text);

struct EventLimits {
  std::optional<int> sessions;  ///< of the whole event; nullopt = no limit
  std::optional<int> prints;    ///< sheets of paper of the whole event; nullopt = no limit
  int prints_per_session = 20;  ///< a typing error must not empty the printer
};

/// One version of an event (a booking), as agreed with the customer. A version is never changed: a
/// change is a new version, so that a session can end with what it began with.
struct EventPlan {
  std::string slug;   ///< [a-z0-9-]; folder and object key; the same for all versions
  int version = 0;    ///< from 1, given by the store; 0 = not stored yet
  std::string title;  ///< printed on sheets
  std::string template_name;
  std::vector<std::string> templates;  ///< guests may choose these too; may be empty
  std::string look;                    ///< as in SheetOrder; guests may change it
  std::string backdrop;                ///< likewise
  int copies = 1;                      ///< prints of each sheet that are asked for by themselves
  std::optional<UtcTime> opens_at;     ///< nullopt = open from the start
  std::optional<UtcTime> closes_at;    ///< nullopt = open until somebody closes it
  EventLimits limits;
  std::optional<std::chrono::days> keep;  ///< pictures; nullopt = as the booth is configured
  std::vector<std::string> targets;       ///< where pictures go; empty = every configured place
  std::array<bool, kEventFeatures> features{true, true, true, true, true};
  UtcTime made_at;
  std::string made_by;  ///< "boothd.toml", "boothctl:root"

  bool has(EventFeature feature) const { return features[static_cast<std::size_t>(feature)]; }
};

/// Whether a person's plan can be a version: names, numbers, order of times. Pure.
/// @returns BadInput that names the field, what is expected and what was found
Result<void> check_plan(const EventPlan& plan);

/// True when both say the same to guests; slug and the version's own number, time and author do not
/// count.
bool is_same_offer(const EventPlan& a, const EventPlan& b);

/// The template that a guest asked for, or the event's own.
/// @returns Conflict when guests may not choose, or not this one
Result<std::string> chosen_template(const EventPlan& plan, const std::optional<std::string>& asked);

}  // namespace booth

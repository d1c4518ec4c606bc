#include "daemon/core/event/event_plan.hpp"

#include <algorithm>

#include "daemon/core/enum_text.hpp"

namespace booth {
namespace {

constexpr EnumText<EventFeature, kEventFeatures> kFeatures{
    {"print", "retake", "share", "choose_template", "choose_look"}};

constexpr std::string_view kSlugLetters = "abcdefghijklmnopqrstuvwxyz0123456789-";
constexpr std::string_view kNameLetters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.";
constexpr std::size_t kLongestName = 64;
constexpr std::size_t kLongestTitle = 200;
constexpr int kMostCopies = 20;
constexpr int kMostOfEvent = 1'000'000;
constexpr std::chrono::days kLongestKept{3650};

bool is_name(std::string_view text, std::string_view letters) {
  return !text.empty() && text.size() <= kLongestName && text.front() != '.' &&
         text.find_first_not_of(letters) == std::string_view::npos;
}

Error wrong(std::string_view field, std::string_view expected, const std::string& found) {
  return make_error(Errc::BadInput, std::string(field) + ": expected " + std::string(expected) +
                                        ", found \"" + found.substr(0, 80) + "\"");
}

/// @returns the first name that is none
const std::string* first_bad(const std::vector<std::string>& names, std::string_view letters) {
  const auto found = std::find_if(names.begin(), names.end(),
                                  [&](const std::string& name) { return !is_name(name, letters); });
  return found == names.end() ? nullptr : &*found;
}

Result<void> check_numbers(const EventPlan& plan) {
  if (plan.copies < 0 || plan.copies > kMostCopies)
    return wrong("copies", "0 to 20", std::to_string(plan.copies));
  const auto& limits = plan.limits;
  if (limits.prints_per_session < 0 || limits.prints_per_session > 100)
    return wrong("most_prints_per_session", "0 to 100", std::to_string(limits.prints_per_session));
  if (plan.copies > limits.prints_per_session)
    return wrong("copies", "at most most_prints_per_session", std::to_string(plan.copies));
  for (const auto& most : {limits.sessions, limits.prints})
    if (most && (*most < 1 || *most > kMostOfEvent))
      return wrong("most_sessions and most_prints", "1 to 1000000, or nothing",
                   std::to_string(*most));
  if (plan.keep && (plan.keep->count() < 1 || *plan.keep > kLongestKept))
    return wrong("keep_days", "1 to 3650, or nothing", std::to_string(plan.keep->count()));
  return {};
}

}  // namespace

std::string_view to_string(EventFeature feature) {
  return kFeatures.word(feature);
}
std::optional<EventFeature> event_feature_from(std::string_view text) {
  return kFeatures.value(text);
}

Result<void> check_plan(const EventPlan& plan) {
  constexpr std::string_view kSlug = "1 to 64 lower-case letters, digits and hyphens";
  constexpr std::string_view kName = "1 to 64 letters, digits, hyphens, dots and underscores";
  if (!is_name(plan.slug, kSlugLetters)) return wrong("slug", kSlug, plan.slug);
  if (plan.title.empty() || plan.title.size() > kLongestTitle)
    return wrong("title", "1 to 200 characters", plan.title);
  if (!is_name(plan.template_name, kNameLetters))
    return wrong("template", kName, plan.template_name);
  if (const auto* bad = first_bad(plan.templates, kNameLetters))
    return wrong("templates", kName, *bad);
  if (const auto* bad = first_bad(plan.targets, kSlugLetters)) return wrong("targets", kSlug, *bad);
  if (plan.opens_at && plan.closes_at && *plan.opens_at >= *plan.closes_at)
    return make_error(Errc::BadInput, "closes_at: the event would close before it opens");
  return check_numbers(plan);
}

bool is_same_offer(const EventPlan& a, const EventPlan& b) {
  return a.title == b.title && a.template_name == b.template_name && a.templates == b.templates &&
         a.look == b.look && a.backdrop == b.backdrop && a.copies == b.copies &&
         a.opens_at == b.opens_at && a.closes_at == b.closes_at &&
         a.limits.sessions == b.limits.sessions && a.limits.prints == b.limits.prints &&
         a.limits.prints_per_session == b.limits.prints_per_session && a.keep == b.keep &&
         a.targets == b.targets && a.features == b.features;
}

Result<std::string> chosen_template(const EventPlan& plan,
                                    const std::optional<std::string>& asked) {
  if (!asked || *asked == plan.template_name) return plan.template_name;
  if (!plan.has(EventFeature::ChooseTemplate))
    return make_error(Errc::Conflict, "guests of " + plan.title + " may not choose a template");
  // An event that lists none leaves the choice to everything that is installed.
  const auto& known = plan.templates;
  if (known.empty() || std::find(known.begin(), known.end(), *asked) != known.end()) return *asked;
  return make_error(Errc::Conflict, "template " + *asked + " is not one of those of " + plan.title);
}

}  // namespace booth

#pragma once

#include <map>
#include <string>
#include <vector>

#include "daemon/app/event_control.hpp"

namespace booth::testing {

/// Events in memory, active as soon as they are selected.
class FakeEvents : public EventControl {
 public:
  template <class T>
  using Answer = boost::asio::awaitable<Result<T>>;

  std::map<std::string, std::vector<EventPlan>> versions;  ///< by slug, oldest first
  std::map<std::string, bool> closed;
  EventChoices choices;

  FakeEvents() {
    EventPlan plan;
    plan.slug = "anna-und-ben";
    plan.version = 1;
    plan.title = "Anna & Ben";
    plan.template_name = "classic-4x6";
    plan.made_by = "boothd.toml";
    versions[plan.slug].push_back(plan);
    choices.active = EventVersion{plan.slug, 1};
  }

  Answer<std::vector<EventRecord>> events(int limit, std::string after) override {
    std::vector<EventRecord> page;
    for (const auto& entry : versions)
      if (entry.first > after && static_cast<int>(page.size()) < limit)
        page.push_back(record(entry.first));
    co_return page;
  }
  Answer<EventRecord> event(std::string slug) override {
    if (!versions.contains(slug)) co_return unknown(slug);
    co_return record(slug);
  }
  Answer<EventPlan> event_version(std::string slug, int version) override {
    const auto count = static_cast<int>(versions.contains(slug) ? versions[slug].size() : 0);
    if (count == 0 || version > count) co_return unknown(slug);
    co_return versions[slug][static_cast<std::size_t>((version == 0 ? count : version) - 1)];
  }
  Answer<EventPlan> create_event(EventPlan plan) override {
    if (auto checked = check_plan(plan); !checked) co_return checked.error();
    if (versions.contains(plan.slug)) co_return make_error(Errc::Conflict, "there is one already");
    co_return added(std::move(plan));
  }
  Answer<EventPlan> edit_event(EventPlan plan) override {
    if (auto checked = check_plan(plan); !checked) co_return checked.error();
    if (plan.version != static_cast<int>(versions[plan.slug].size()))
      co_return make_error(Errc::Conflict, "it has been changed meanwhile");
    co_return added(std::move(plan));
  }
  Answer<EventChoices> event_choices() override { co_return choices; }
  Answer<EventChoices> select_event(EventVersion wanted, std::string) override {
    if (!versions.contains(wanted.slug)) co_return unknown(wanted.slug);
    if (wanted.version == 0) wanted.version = static_cast<int>(versions[wanted.slug].size());
    choices.previous = choices.active;
    choices.active = wanted;
    co_return choices;
  }
  Answer<EventChoices> revert_event(std::string) override {
    if (!choices.previous) co_return make_error(Errc::Conflict, "nothing was active before");
    std::swap(choices.active, choices.previous);
    co_return choices;
  }
  Answer<EventRecord> close_event(std::string slug, bool is_closed, std::string) override {
    if (!versions.contains(slug)) co_return unknown(slug);
    closed[slug] = is_closed;
    co_return record(slug);
  }

 private:
  static Error unknown(const std::string& slug) {
    return make_error(Errc::NotFound, "there is no event " + slug);
  }
  EventRecord record(const std::string& slug) {
    return {versions[slug].back(), closed[slug], {12, 8}};
  }
  EventPlan added(EventPlan plan) {
    auto& all = versions[plan.slug];
    plan.version = static_cast<int>(all.size()) + 1;
    all.push_back(plan);
    return plan;
  }
};

}  // namespace booth::testing

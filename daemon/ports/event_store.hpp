#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/event/admission.hpp"
#include "daemon/core/event/event_plan.hpp"
#include "daemon/core/result.hpp"

namespace booth {

/// An event with its newest version.
struct EventRecord {
  EventPlan plan;
  bool is_closed = false;
  EventUse use;
};

struct EventVersion {
  std::string slug;
  int version = 0;
  bool operator==(const EventVersion&) const = default;
};

/// Which version of which event the booth works with.
struct EventChoices {
  std::optional<EventVersion> active;
  std::optional<EventVersion> previous;  ///< active before: one command away
  std::optional<EventVersion> wanted;    ///< becomes active when the booth is idle
};

/// Events (bookings) that survive a power cut. Every change is a fact with who did it. Calls and
/// errors as in ports/store.hpp.
class EventStore {
 public:
  virtual ~EventStore() = default;

  /// Adds the event, or its next version. @param plan  version, made_at are given by the store
  virtual boost::asio::awaitable<Result<EventPlan>> add_event_version(EventPlan plan) = 0;

  /// @param version  0 = the newest. @returns NotFound
  virtual boost::asio::awaitable<Result<EventPlan>> event_version(std::string slug,
                                                                  int version) = 0;
  virtual boost::asio::awaitable<Result<EventRecord>> event(std::string slug) = 0;

  /// By slug. @param after  slug; empty = from the first
  virtual boost::asio::awaitable<Result<std::vector<EventRecord>>> events(int limit,
                                                                          std::string after) = 0;

  /// The newest version that `author` made, of any event; nullopt when there is none.
  virtual boost::asio::awaitable<Result<std::optional<EventPlan>>> newest_version_by(
      std::string author) = 0;

  virtual boost::asio::awaitable<Result<void>> close_event(std::string slug, bool is_closed,
                                                           std::string by) = 0;

  virtual boost::asio::awaitable<Result<EventChoices>> event_choices() = 0;

  /// Remembers what shall become active; nullopt = nothing any more.
  virtual boost::asio::awaitable<Result<void>> want_event(std::optional<EventVersion> wanted,
                                                          std::string by) = 0;

  /// Makes the wanted version the active one and the active one the previous one, with the fact
  /// event.activated. @returns Conflict when nothing is wanted
  virtual boost::asio::awaitable<Result<void>> activate_wanted_event() = 0;
};

}  // namespace booth

#pragma once

#include "daemon/ports/event_store.hpp"

namespace booth {

/// What people may ask about events (bookings). The API calls this; app/event_book.cpp is the real
/// one. Errors carry a sentence for the caller.
class EventControl {
 public:
  virtual ~EventControl() = default;

  virtual boost::asio::awaitable<Result<std::vector<EventRecord>>> events(int limit,
                                                                          std::string after) = 0;
  virtual boost::asio::awaitable<Result<EventRecord>> event(std::string slug) = 0;
  virtual boost::asio::awaitable<Result<EventPlan>> event_version(std::string slug,
                                                                  int version) = 0;

  /// @returns Conflict when the slug is taken; BadInput, NotFound (template)
  virtual boost::asio::awaitable<Result<EventPlan>> create_event(EventPlan plan) = 0;

  /// Adds a version. That of the active event becomes active when the booth is idle.
  /// @param plan  its version is the one that was changed. @returns Conflict when it is not the
  /// newest any more
  virtual boost::asio::awaitable<Result<EventPlan>> edit_event(EventPlan plan) = 0;

  virtual boost::asio::awaitable<Result<EventChoices>> event_choices() = 0;

  /// Active at once when the booth is idle, after the session otherwise.
  virtual boost::asio::awaitable<Result<EventChoices>> select_event(EventVersion wanted,
                                                                    std::string by) = 0;
  /// Back to what was active before. @returns Conflict when there was nothing
  virtual boost::asio::awaitable<Result<EventChoices>> revert_event(std::string by) = 0;

  virtual boost::asio::awaitable<Result<EventRecord>> close_event(std::string slug, bool is_closed,
                                                                  std::string by) = 0;
};

}  // namespace booth

#pragma once

#include <functional>
#include <optional>
#include <string>

#include "daemon/app/event_control.hpp"
#include "daemon/ports/sheet_renderer.hpp"

namespace booth {

/// Knows the active event and changes it only while the booth is idle. Main loop.
class EventBook final : public EventControl {
 public:
  /// @param from_file  what the configuration file says: the first event, and a new version of it
  /// whenever the file has changed
  /// @param is_idle    no session runs
  EventBook(EventStore& store, SheetRenderer& renderer, EventPlan from_file,
            std::function<bool()> is_idle);

  /// Reads what is active, once, and activates what is wanted as soon as the booth is idle. Called
  /// about once a second; what fails is tried again.
  boost::asio::awaitable<void> settle();

  /// False until the store was asked which event is active.
  bool is_ready() const { return is_ready_; }
  const EventPlan& active() const { return active_; }

  /// Why the active event's templates cannot be used; empty = they can. Looked at every half
  /// minute.
  const std::string& template_trouble() const { return template_trouble_; }

  boost::asio::awaitable<Result<std::vector<EventRecord>>> events(int limit,
                                                                  std::string after) override;
  boost::asio::awaitable<Result<EventRecord>> event(std::string slug) override;
  boost::asio::awaitable<Result<EventPlan>> event_version(std::string slug, int version) override;
  boost::asio::awaitable<Result<EventPlan>> create_event(EventPlan plan) override;
  boost::asio::awaitable<Result<EventPlan>> edit_event(EventPlan plan) override;
  boost::asio::awaitable<Result<EventChoices>> event_choices() override;
  boost::asio::awaitable<Result<EventChoices>> select_event(EventVersion wanted,
                                                            std::string by) override;
  boost::asio::awaitable<Result<EventChoices>> revert_event(std::string by) override;
  boost::asio::awaitable<Result<EventRecord>> close_event(std::string slug, bool is_closed,
                                                          std::string by) override;

 private:
  boost::asio::awaitable<Result<void>> begin();
  boost::asio::awaitable<Result<void>> take_file();
  boost::asio::awaitable<Result<void>> activate();
  boost::asio::awaitable<void> look_at_templates();
  boost::asio::awaitable<Result<void>> check_templates(EventPlan plan);

  EventStore& store_;
  SheetRenderer& renderer_;
  std::function<bool()> is_idle_;
  EventPlan from_file_;
  EventPlan active_;
  std::string template_trouble_;
  int looks_until_check_ = 0;
  bool is_ready_ = false;
  bool is_wanted_ = false;      ///< something waits to become active
  bool is_activating_ = false;  ///< one at a time
};

}  // namespace booth

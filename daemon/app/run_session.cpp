#include "daemon/app/run_session.hpp"

#include <algorithm>

#include "daemon/runtime/log.hpp"

namespace booth {

using boost::asio::awaitable;

SessionRunner::SessionRunner(boost::asio::any_io_executor executor, Store& store, Camera& camera,
                             SheetRenderer& renderer, Timer& timer, std::vector<Printer*> printers,
                             SessionRunnerOptions options)
    : store_(store),
      camera_(camera),
      renderer_(renderer),
      timer_(timer),
      printers_(std::move(printers)),
      options_(std::move(options)),
      bell_(std::move(executor)) {}

awaitable<void> SessionRunner::run() {
  co_await finish_open_sessions();
  while (!is_stopped_) {
    if (current_)
      co_await run_current();
    else
      co_await bell_.wait();
  }
}

void SessionRunner::stop() {
  is_stopped_ = true;
  bell_.ring();
}

awaitable<Result<Session>> SessionRunner::start(Session session) {
  if (!is_idle())
    co_return make_error(Errc::Conflict,
                         "a session is running; wait until it is done or cancel it");
  is_starting_ = true;
  const auto added = co_await store_.add_session(std::move(session));
  is_starting_ = false;
  if (!added) co_return added.error();
  current_ = *added;
  progress_ = Preparing{};
  presses_.clear();
  bell_.ring();
  co_return *added;
}

std::optional<Session> SessionRunner::current() const {
  return current_;
}

std::optional<std::chrono::milliseconds> SessionRunner::countdown() const {
  if (!current_ || !std::holds_alternative<CountingDown>(progress_) || !deadline_)
    return std::nullopt;
  const auto left = *deadline_ - timer_.steady_now();
  return std::max(std::chrono::ceil<std::chrono::milliseconds>(left), std::chrono::milliseconds{0});
}

Result<void> SessionRunner::press_shutter() {
  if (!current_ || !std::holds_alternative<CountingDown>(progress_))
    return make_error(Errc::Conflict, "no countdown is running");
  presses_.emplace_back(ShutterPressed{});
  bell_.ring();
  return {};
}

Result<void> SessionRunner::retake(const SessionId& id, int slot) {
  if (!current_ || current_->id != id)
    return make_error(Errc::Conflict, "this session is not running");
  if (std::holds_alternative<Composing>(progress_))
    return make_error(Errc::Conflict, "the sheet is already being made; start another session");
  if (!std::holds_alternative<Reviewing>(progress_) &&
      !std::holds_alternative<CountingDown>(progress_))
    return make_error(Errc::Conflict, "a photo is being taken; press again when it is shown");
  presses_.emplace_back(RetakePressed{slot});
  bell_.ring();
  return {};
}

Result<void> SessionRunner::cancel(const SessionId& id, std::string by) {
  if (!current_ || current_->id != id)
    return make_error(Errc::Conflict, "this session is not running");
  if (std::holds_alternative<Composing>(progress_))
    return make_error(Errc::Conflict, "the sheet is already being made; cancel its prints instead");
  presses_.emplace_back(CancelPressed{std::move(by)});
  bell_.ring();
  return {};
}

awaitable<Result<void>> SessionRunner::choose_look(SessionId id, std::string look,
                                                   std::string backdrop) {
  if (!current_ || current_->id != id)
    co_return make_error(Errc::Conflict, "this session is not running");
  auto stored = co_await store_.choose_look(id, look, backdrop);
  if (!stored) co_return stored.error();
  // The store refuses once the sheet is being made, so MakeSheet still sees this.
  if (current_ && current_->id == id) {
    current_->plan.look = std::move(look);
    current_->plan.backdrop = std::move(backdrop);
  }
  co_return Result<void>{};
}

// --- after a restart

awaitable<void> SessionRunner::finish_open_sessions() {
  const auto open = co_await store_.open_sessions();
  if (!open) {
    log::error("open_sessions_unreadable", {{"cause", open.error().context}});
    co_return;
  }
  for (std::size_t i = 0; i < open->size() && !is_stopped_; ++i)
    co_await resume_or_interrupt((*open)[i], i + 1 == open->size());
}

awaitable<void> SessionRunner::resume_or_interrupt(Session session, bool is_newest) {
  current_ = std::move(session);
  progress_ = Preparing{};
  const auto shots = co_await stored_shots();
  const bool is_complete = shots && static_cast<int>(shots->size()) >= current_->plan.shots;

  // The date may be wrong after a power cut; a session from the future counts as old.
  const auto age = timer_.utc_now() - current_->changed_at;
  const bool is_young = age >= age.zero() && age <= options_.resume_window;
  if (is_complete || (is_newest && is_young)) {
    log::note("session_resumed", {{"session", current_->id.str()},
                                  {"shots", shots ? static_cast<int>(shots->size()) : 0},
                                  {"state", to_string(current_->state)}});
    co_await run_current();
    co_return;
  }
  const auto moved = co_await record(SessionState::Interrupted,
                                     "the booth was switched off in the middle of this session");
  if (!moved) log::error("session_not_recorded", {{"cause", moved.error().context}});
  current_.reset();
}

// --- the loop

awaitable<void> SessionRunner::run_current() {
  log::note("session_begins",
            {{"session", current_->id.str()}, {"template", current_->plan.template_name}});
  SessionEffect effect = BeginSheet{};
  while (!is_stopped_ && !std::holds_alternative<Ended>(progress_)) {
    if (const auto* waiting = std::get_if<AwaitingCamera>(&progress_)) begin_slot(waiting->slot);
    if (const auto* counting = std::get_if<CountingDown>(&progress_)) begin_slot(counting->slot);
    auto pending = std::visit([this](const auto& todo) { return carry_out(todo); }, effect);
    const auto event = co_await std::move(pending);
    if (is_stopped_) co_return;  // the row stays as it is; the next start finishes the session

    auto made = step(progress_, event, current_->plan, options_.limits);
    const auto* ended = std::get_if<Ended>(&made.progress);
    const auto reason = ended ? ended->reason : std::string();
    const auto recorded = co_await record(stored_state(made.progress), reason);
    if (!recorded) {
      log::error("session_not_recorded",
                 {{"session", current_->id.str()}, {"cause", recorded.error().context}});
      made =
          step(progress_, StorageFailed{recorded.error().context}, current_->plan, options_.limits);
    }
    progress_ = std::move(made.progress);
    if (std::holds_alternative<GoOn>(made.effect)) continue;
    effect = made.effect;
    if (std::holds_alternative<CountDown>(effect) || std::holds_alternative<ShowPhoto>(effect))
      deadline_.reset();
  }
  const AbandonSheet over;
  co_await carry_out(over);
  begin_slot(0);  // single photos come from the first camera
  log::note("session_ended",
            {{"session", current_->id.str()}, {"state", to_string(stored_state(progress_))}});
  current_.reset();
}

void SessionRunner::begin_slot(int slot) const {
  if (slot_begins_) slot_begins_(slot);
}

awaitable<Result<void>> SessionRunner::record(SessionState next, std::string reason) {
  if (next == current_->state) co_return Result<void>{};
  auto moved = co_await store_.move_session(current_->id, current_->state, next, std::move(reason));
  if (moved) current_->state = next;
  co_return moved;
}

awaitable<bool> SessionRunner::is_interrupted_before(SteadyTime until) {
  while (presses_.empty() && !is_stopped_ && timer_.steady_now() < until)
    co_await bell_.wait_until(until);
  co_return !presses_.empty() || is_stopped_;
}

SessionEvent SessionRunner::take_press() {
  if (presses_.empty()) return CancelPressed{"shutdown"};  // never acted on: the loop ends first
  auto press = std::move(presses_.front());
  presses_.pop_front();
  return press;
}

}  // namespace booth

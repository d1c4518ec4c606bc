#include "daemon/core/upload/target_state.hpp"

#include <algorithm>
#include <utility>

namespace booth {

using std::chrono::milliseconds;

TargetState::TargetState(TargetLimits limits)
    : limits_(std::move(limits)), probe_at_(SteadyTime::min()) {}

// --- may we send?
// -----------------------------------------------------------------------------------

BreakerPass TargetState::may_start(int lane, SteadyTime now) const {
  if (!may_send(network_.mode)) return BreakerPass::No;
  const int most = network_.mode == NetworkMode::Degraded ? 1 : lanes_.count;
  const bool is_paced = lane > 0 || pace_.binds_urgent;
  if (lane > most || (is_paced && now < pace_.next)) return BreakerPass::No;
  if (held_.size() >= limits_.most_held_back) return BreakerPass::No;
  return may_pass(breaker_, now);
}

bool TargetState::is_held_back(const UploadId& item, SteadyTime now) const {
  if (under_way_.contains(item)) return true;
  const auto found = held_.find(item);
  return found != held_.end() && now < due_at(found->second);
}

SteadyTime TargetState::due_at(const Held& held) const {
  if (!held.is_by_server) return held.until;
  return std::max(held.until, next_retry(retries_, limits_.retries));
}

bool TargetState::is_retry(const UploadId& item) const {
  const auto found = held_.find(item);
  return found != held_.end() && found->second.is_by_server;
}

int TargetState::held_back_count() const {
  return static_cast<int>(held_.size() + under_way_.size());
}

bool TargetState::is_resting(SteadyTime now) const {
  const auto until = rest_ends(breaker_);
  return until && now < *until;
}

std::optional<SteadyTime> TargetState::next_change(SteadyTime now) const {
  std::optional<SteadyTime> next = rest_ends(breaker_);
  if (pace_.next > now && (!next || pace_.next < *next)) next = pace_.next;
  for (const auto& each : held_) {
    const auto due = due_at(each.second);
    if (due > now && (!next || due < *next)) next = due;
  }
  return next;
}

// --- what happened to items
// ---------------------------------------------------------------------------

void TargetState::started(const UploadItem& item, SteadyTime now, std::uint32_t random) {
  pace_ = after_start(pace_, now, random);
  if (is_retry(item.id)) retries_ = after_retry(retries_, now, limits_.retries);
  under_way_.insert(item.id);
  breaker_ = after_sending(breaker_, now);
}

void TargetState::succeeded(const UploadItem& item, SteadyTime now) {
  under_way_.erase(item.id);
  retries_ = after_taken(retries_, is_retry(item.id), now, limits_.retries);
  held_.erase(item.id);
  ++wins_;
  is_well_ = true;
  refused_in_a_row_ = 0;
  trouble_.clear();
  breaker_ = after_success(breaker_);
  pace_ = after_taken(pace_);
  measure(item.size_bytes, now);
  on_network(TransferAnswered{}, now, 0);
}

UploadHistory TargetState::history_of(const UploadItem& item) const {
  const auto found = held_.find(item.id);
  const bool is_first = found == held_.end();
  return {.counted = item.attempts,
          .in_a_row = is_first ? 1 : found->second.in_a_row + 1,
          .is_target_well = is_first ? is_well_ : wins_ > found->second.wins,
          .refused_others = refused_in_a_row_};
}

UploadDecision TargetState::failed(const UploadItem& item, const Error& error,
                                   std::optional<milliseconds> retry_after, SteadyTime now,
                                   std::uint32_t random) {
  under_way_.erase(item.id);
  const auto history = history_of(item);
  const auto decision =
      decide_after_failure({error.code, retry_after}, history, limits_.retry, random);
  const bool is_by_server = error.code == Errc::ServerBusy || error.code == Errc::NotProven;
  if (const auto* retry = std::get_if<RetryUpload>(&decision))
    held_[item.id] = {now + retry->delay, history.in_a_row, wins_, is_network_fault(error.code),
                      is_by_server};
  else
    held_.erase(item.id);
  note_failure(error, decision, retry_after, now, random);
  return decision;
}

void TargetState::note_failure(const Error& error, const UploadDecision& decision,
                               std::optional<milliseconds> retry_after, SteadyTime now,
                               std::uint32_t random) {
  is_well_ = false;
  if (error.code == Errc::ServerRefused || error.code == Errc::Unsupported) ++refused_in_a_row_;

  if (const auto* rest = std::get_if<RestTarget>(&decision)) {
    breaker_ = rest_until(breaker_, now + rest->delay);
    trouble_ = error.context;
  } else if (error.code == Errc::ServerBusy) {
    breaker_ = after_overload(breaker_, now, retry_after, limits_.breaker, random);
    pace_ = after_refused(pace_, limits_.pace);
    trouble_ = error.context;
  } else if (std::holds_alternative<ParkUpload>(decision) && error.code != Errc::Io) {
    breaker_ = after_success(breaker_);  // it answered, and the answer was about this one item
  } else {
    breaker_ = after_no_answer(breaker_, now);
  }
  if (error.code == Errc::TimedOut || error.code == Errc::ServerBusy)
    lanes_ = after_trouble(lanes_);
  if (is_network_fault(error.code)) trouble_ = error.context;
  on_network(TransferFailed{error.code}, now, random);
}

void TargetState::put_back(const UploadItem& item, SteadyTime now, milliseconds delay) {
  under_way_.erase(item.id);
  breaker_ = after_no_answer(breaker_, now);
  if (delay > milliseconds{0}) held_[item.id].until = now + delay;
}

void TargetState::open_window(SteadyTime now) {
  window_began_ = now;
  window_bytes_ = 0;
  window_objects_ = 0;
}

void TargetState::measure(std::int64_t bytes, SteadyTime now) {
  if (was_idle_) {
    open_window(now);
    was_idle_ = false;
    return;  // this transfer began before the window
  }
  window_bytes_ += bytes;
  ++window_objects_;
  const auto length = now - window_began_;
  const bool is_enough =
      window_objects_ >= limits_.lane_window_objects && length >= limits_.shortest_lane_window;
  if (length < limits_.lane_window && !is_enough) return;
  const double seconds = std::chrono::duration<double>(length).count();
  lanes_ = after_window(lanes_, static_cast<double>(window_bytes_) / seconds, limits_.lanes);
  open_window(now);
}

// --- what happened to the road
// ------------------------------------------------------------------------

void TargetState::on_network(const NetworkEvent& event, SteadyTime now, std::uint32_t random) {
  const auto next = step(network_, event, limits_.network, random);
  network_ = next.state;
  if (next.probe_after) {
    const auto at = now + *next.probe_after;
    probe_at_ = probe_at_ ? std::min(*probe_at_, at) : at;
  }
  if (!next.is_back) return;
  // Due at once; how often each has failed stays known.
  for (auto& [id, held] : held_)
    if (held.is_by_network) held.until = std::min(held.until, now);
}

void TargetState::link_changed(SteadyTime now, std::uint32_t random) {
  on_network(LinkChanged{}, now, random);
}

void TargetState::probe_answered(SteadyTime now, std::uint32_t random) {
  if (!is_resting(now)) trouble_.clear();
  probe_error_.reset();
  // Booths are switched on at different times, but an outage ends for all of them at once.
  const bool was_away = !may_send(network_.mode) && network_.failed_probes > 0;
  if (was_away && away_since_) pace_ = after_return(now, now - *away_since_, limits_.pace, random);
  away_since_.reset();
  on_network(ProbeAnswered{}, now, random);
}

void TargetState::probe_failed(const Error& error, SteadyTime now, std::uint32_t random) {
  if (!away_since_) away_since_ = now;
  trouble_ = error.context;
  probe_error_ = error.code;
  on_network(ProbeFailed{error.code}, now, random);
}

}  // namespace booth

#include "daemon/app/camera_group.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>

#include "daemon/runtime/log.hpp"

namespace booth {

using boost::asio::awaitable;
using std::chrono::milliseconds;

namespace {

/// As many as one camera keeps; more stay on the cameras until somebody asks.
constexpr std::size_t kMostForeignPhotos = 8;

}  // namespace

CameraGroup::CameraGroup(boost::asio::any_io_executor executor, Timer& timer,
                         std::vector<Member> members, std::vector<std::size_t> turns,
                         CameraChoiceLimits limits)
    : timer_(timer),
      members_(std::move(members)),
      turns_(std::move(turns)),
      limits_(limits),
      bell_(std::move(executor)) {
  wanted_ = camera_of_slot(0, turns_);
  shown_ = wanted_;
}

void CameraGroup::aim(int slot) {
  wanted_ = camera_of_slot(slot, turns_);
}

std::size_t CameraGroup::chosen(std::size_t wanted) const {
  std::vector<CameraCandidate> candidates;
  for (const auto& member : members_) {
    const auto status = member.camera->status();
    CameraCandidate candidate;
    candidate.is_ready = status.state == CameraState::Ready;
    candidate.is_coming =
        status.state == CameraState::Connecting || status.state == CameraState::Recovering;
    // The wall clock may jump; a wrong guess costs a wait, or a stand-in that was not needed.
    candidate.away_for = std::chrono::duration_cast<milliseconds>(timer_.utc_now() - status.since);
    candidate.stands_in = member.stands_in;
    candidates.push_back(candidate);
  }
  return choose_camera(candidates, wanted, limits_);
}

Camera* CameraGroup::find(const std::string& name) const {
  for (const auto& member : members_)
    if (member.name == name) return member.camera;
  return nullptr;
}

std::vector<CameraView> CameraGroup::each() const {
  std::vector<CameraView> all;
  for (std::size_t i = 0; i < members_.size(); ++i) {
    CameraView view{members_[i].camera->status(), {}};
    view.status.name = members_[i].name;
    if (const auto who = chosen(i); who != i) view.replaced_by = members_[who].name;
    all.push_back(std::move(view));
  }
  return all;
}

CameraStatus CameraGroup::status() const {
  const auto& member = members_[chosen(wanted_)];
  auto status = member.camera->status();
  status.name = member.name;
  for (const auto& other : members_) status.has_live_view |= other.camera->status().has_live_view;
  return status;
}

awaitable<void> CameraGroup::run() {
  return run_from(0);
}

awaitable<void> CameraGroup::run_from(std::size_t member) {
  using namespace boost::asio::experimental::awaitable_operators;
  auto this_one = members_[member].camera->run() && collect_foreign(member);
  if (member + 1 == members_.size()) {
    co_await std::move(this_one);
    co_return;
  }
  auto all = std::move(this_one) && run_from(member + 1);
  co_await std::move(all);
}

void CameraGroup::stop() {
  is_stopping_ = true;
  for (const auto& member : members_) member.camera->stop();
  bell_.ring();
}

awaitable<Result<TakenPhoto>> CameraGroup::take_photo(CaptureRequest request) {
  const auto who = chosen(wanted_);
  if (who != wanted_)
    log::warn("camera_stands_in", {{"shot", request.shot.str()},
                                   {"camera", members_[who].name},
                                   {"for", members_[wanted_].name},
                                   {"cause", members_[wanted_].camera->status().message}});
  co_return co_await members_[who].camera->take_photo(std::move(request));
}

awaitable<void> CameraGroup::collect_foreign(std::size_t member) {
  while (!is_stopping_) {
    auto photo = co_await members_[member].camera->next_foreign_photo();
    if (!photo) co_return;
    foreign_.push_back(std::move(*photo));
    bell_.ring();
    while (foreign_.size() >= kMostForeignPhotos && !is_stopping_) {
      const auto look_again = timer_.steady_now() + milliseconds{100};
      co_await timer_.wait_until(look_again);
    }
  }
}

awaitable<Result<TakenPhoto>> CameraGroup::next_foreign_photo() {
  while (foreign_.empty() && !is_stopping_) co_await bell_.wait();
  if (foreign_.empty()) co_return make_error(Errc::Cancelled, "the cameras are being closed");
  auto photo = std::move(foreign_.front());
  foreign_.pop_front();
  co_return photo;
}

awaitable<Result<void>> CameraGroup::release_photo(ShotId shot) {
  Result<void> released;
  // Only the one that took it knows it; to the others it is nothing.
  for (const auto& member : members_) {
    auto done = co_await member.camera->release_photo(shot);
    if (!done) released = std::move(done);
  }
  co_return released;
}

awaitable<Result<void>> CameraGroup::start_live_view() {
  const auto who = chosen(wanted_);
  if (who != shown_) {
    shown_ = who;
    shown_offset_ = newest_number_;
  }
  co_await rest_others(who);
  co_return co_await members_[who].camera->start_live_view();
}

awaitable<Result<void>> CameraGroup::stop_live_view() {
  co_await rest_others(members_.size());
  co_return Result<void>();
}

awaitable<void> CameraGroup::rest_others(std::size_t shown) {
  for (std::size_t i = 0; i < members_.size(); ++i) {
    if (i == shown) continue;
    const auto stopped = co_await members_[i].camera->stop_live_view();
    if (!stopped)
      log::warn("live_view_not_stopped",
                {{"camera", members_[i].name}, {"cause", stopped.error().context}});
  }
}

awaitable<Result<LiveFrame>> CameraGroup::next_frame(std::uint64_t after, milliseconds patience) {
  if (chosen(wanted_) != shown_) {
    // Guests look into this one now, so it is the one that must show them.
    const auto started = co_await start_live_view();
    if (!started) co_return started.error();
  }
  const auto own_number = after > shown_offset_ ? after - shown_offset_ : 0;
  const auto offset = shown_offset_;
  auto frame = co_await members_[shown_].camera->next_frame(own_number, patience);
  if (!frame) co_return frame;
  frame->number += offset;
  newest_number_ = std::max(newest_number_, frame->number);
  co_return frame;
}

awaitable<Result<std::vector<CameraSetting>>> CameraGroup::settings() {
  return members_[chosen(wanted_)].camera->settings();
}

awaitable<Result<void>> CameraGroup::change_setting(std::string name, std::string value) {
  return members_[chosen(wanted_)].camera->change_setting(std::move(name), std::move(value));
}

awaitable<Result<ShutterLag>> CameraGroup::measure_shutter_lag() {
  return members_[chosen(wanted_)].camera->measure_shutter_lag();
}

}  // namespace booth

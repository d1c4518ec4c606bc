#include "daemon/api/fact_feed.hpp"

#include <utility>

namespace booth::api {
namespace {

using boost::asio::awaitable;

constexpr std::chrono::milliseconds kLookEvery{
    200};  // a person does not see the difference to "at once"
constexpr int kMostAtOnce = 100;
constexpr std::size_t kMostRemembered = 500;
constexpr auto kNothingRemembered = std::numeric_limits<std::int64_t>::max();

}  // namespace

FactFeed::FactFeed(boost::asio::any_io_executor executor, BoothControl& booth)
    : booth_(booth), listener_came_(executor), has_new_(executor), pause_(executor) {}

/// The log is only ever read forward, so its end is found by doubling and halving: some forty
/// look-ups of one row, whether it has ten facts or ten million.
awaitable<Result<std::int64_t>> FactFeed::newest() {
  std::int64_t has_more = 0;  // there is a fact behind it, or the log is empty
  std::int64_t is_end = 1;
  for (;;) {
    const auto facts = co_await booth_.facts(is_end, 1);
    if (!facts) co_return facts.error();
    if (facts->empty()) break;
    has_more = facts->front().sequence;
    is_end = has_more * 2;
  }
  while (has_more < is_end) {
    const auto middle = has_more + (is_end - has_more) / 2;
    const auto facts = co_await booth_.facts(middle, 1);
    if (!facts) co_return facts.error();
    if (facts->empty())
      is_end = middle;
    else
      has_more = facts->front().sequence;
  }
  co_return is_end;
}

awaitable<Result<std::vector<Fact>>> FactFeed::wait_after(std::int64_t after, SteadyTime deadline) {
  for (bool is_late = false; !is_stopped_;) {
    auto facts = co_await facts_after(after);
    if (!facts || !facts->empty() || is_late) co_return facts;
    const bool was_notified = co_await has_new_.wait_until(deadline);
    is_late = !was_notified;
  }
  co_return make_error(Errc::Cancelled, "the booth is shutting down");
}

awaitable<Result<std::vector<Fact>>> FactFeed::facts_after(std::int64_t after) {
  if (after < remembered_after_) {
    auto facts = co_await booth_.facts(after, kMostAtOnce);
    co_return facts;
  }
  std::vector<Fact> facts;
  for (const auto& fact : recent_)
    if (fact.sequence > after) facts.push_back(fact);
  co_return facts;
}

awaitable<void> FactFeed::run() {
  while (!is_stopped_) {
    if (listeners_ == 0) {
      forget();
      co_await listener_came_.wait();
    } else {
      co_await look_for_new();
      const auto next = std::chrono::steady_clock::now() + kLookEvery;
      if (!is_stopped_) co_await pause_.wait_until(next);
    }
  }
}

void FactFeed::stop() {
  is_stopped_ = true;
  listener_came_.notify_all();
  has_new_.notify_all();
  pause_.notify_all();
}

awaitable<void> FactFeed::look_for_new() {
  if (remembered_after_ == kNothingRemembered) {
    const auto end = co_await newest();
    if (!end) co_return;  // the next look may go better
    remembered_after_ = *end;
    // Whoever asked the store before may have missed a fact since: look again, from here on nothing
    // is missed.
    has_new_.notify_all();
  }
  const auto after = recent_.empty() ? remembered_after_ : recent_.back().sequence;
  auto facts = co_await booth_.facts(after, kMostAtOnce);
  if (facts && !facts->empty()) remember(std::move(*facts));
}

void FactFeed::remember(std::vector<Fact> facts) {
  for (auto& fact : facts) recent_.push_back(std::move(fact));
  while (recent_.size() > kMostRemembered) {
    remembered_after_ = recent_.front().sequence;
    recent_.pop_front();
  }
  has_new_.notify_all();
}

void FactFeed::forget() {
  recent_.clear();
  remembered_after_ = kNothingRemembered;
}

}  // namespace booth::api

#pragma once

#include "daemon/ports/measure_store.hpp"

namespace booth::testing {

/// What a store might have measured. Tests set its fields before they ask.
class FakeMeasures : public MeasureStore {
 public:
  template <class T>
  using Answer = boost::asio::awaitable<Result<T>>;

  Measurements measured;
  std::vector<Span> trace;  ///< of every session
  std::vector<ServiceTally> tallies;

  FakeMeasures() {
    for (std::size_t i = 0; i < kGuestSteps; ++i)
      measured.steps.push_back({static_cast<GuestStep>(i), {}, 0});
    measured.steps[1].buckets[2] = 7;
    measured.steps[1].buckets.back() = 1;
    measured.steps[1].sum_ms = 22'000'000;
    measured.facts = {{"session.done", 12}, {"printer.resumed", 2}};
    measured.prints = {{"queued", 1}, {"printed", 118}};
    measured.uploads = {{"waiting", 42}, {"synced", 1903}};
    tallies = {{"anna-und-ben", ServiceIndicator::Sheet, {240, 9}},
               {"anna-und-ben", ServiceIndicator::Session, {198, 1}}};
  }

  Answer<Measurements> measurements() override { co_return measured; }
  Answer<std::vector<Span>> spans(SessionId session) override {
    if (session.str().ends_with("ffff"))
      co_return make_error(Errc::NotFound, "there is no session " + session.str());
    co_return trace;
  }
  Answer<std::vector<ServiceTally>> service(int) override { co_return tallies; }
};

}  // namespace booth::testing

#include "daemon/core/upload/bandwidth.hpp"

#include <doctest/doctest.h>

namespace booth {
namespace {

using namespace std::chrono_literals;
const SteadyTime kStart{std::chrono::hours(1)};

/// Bytes that a greedy sender gets through the bucket in `length`, asking for 64 KiB whenever it
/// may.
std::int64_t sent_in(TokenBucket& bucket, std::chrono::milliseconds length, SteadyTime& now) {
  std::int64_t sent = 0;
  for (const auto end = now + length; now < end;) {
    if (const auto got = bucket.take(64 * 1024, now); got > 0)
      sent += got;
    else
      now += std::max<std::chrono::milliseconds>(bucket.time_until_some(now), 1ms);
  }
  return sent;
}

}  // namespace

TEST_SUITE("core/upload/bandwidth") {
  TEST_CASE("no limit gives everything at once") {
    TokenBucket bucket(0, kStart);
    CHECK_FALSE(bucket.is_limited());
    CHECK(bucket.take(1'000'000'000, kStart) == 1'000'000'000);
    CHECK(bucket.time_until_some(kStart) == 0ms);
  }

  TEST_CASE("the cap is kept within five percent over ten seconds, for every common rate") {
    for (const std::int64_t rate : {20'000, 125'000, 250'000, 1'250'000, 12'500'000}) {
      CAPTURE(rate);
      TokenBucket bucket(rate, kStart);
      auto now = kStart;
      sent_in(bucket, 1s, now);
      const auto sent = static_cast<double>(sent_in(bucket, 10s, now));
      CHECK(sent <= static_cast<double>(rate) * 10 * 1.05);
      CHECK(sent >= static_cast<double>(rate) * 10 * 0.95);
    }
  }

  TEST_CASE("a silence saves up one burst, not more") {
    TokenBucket bucket(250'000, kStart);
    CHECK(bucket.take(10'000'000, kStart + 24h) <= 25'000);
  }

  TEST_CASE("a small rest is granted, tiny scraps of a large piece are not") {
    TokenBucket bucket(100'000, kStart);
    CHECK(bucket.take(100, kStart + 1ms) == 100);
    CHECK(bucket.take(60'000, kStart + 2ms) == 0);
    CHECK(bucket.time_until_some(kStart + 2ms) > 0ms);
  }

  TEST_CASE("urgent bytes are paid for by the others, with bounded debt") {
    TokenBucket bucket(100'000, kStart);
    auto now = kStart + 1s;
    bucket.charge(50'000, now);
    CHECK(bucket.take(1000, now) == 0);
    bucket.charge(1'000'000'000, now);
    CHECK(bucket.time_until_some(now) <= 1100ms);
  }

  TEST_CASE(
      "a changed rate counts from now on, and a clock that stands still or runs back harms "
      "nobody") {
    TokenBucket bucket(100'000, kStart);
    auto now = kStart + 1s;
    bucket.change_rate(1'000'000, now);
    sent_in(bucket, 1s, now);
    CHECK(sent_in(bucket, 10s, now) == doctest::Approx(10'000'000).epsilon(0.05));
    bucket.change_rate(0, now);
    CHECK(bucket.take(5'000'000, now) == 5'000'000);
    TokenBucket other(100'000, kStart);
    CHECK(other.take(64'000, kStart - 1h) == 0);
  }

  TEST_CASE("lanes grow while that helps, stay when it does not, halve on trouble") {
    Lanes lanes;
    lanes = after_window(lanes, 100'000, {});
    CHECK(lanes.count == 2);
    lanes = after_window(lanes, 190'000, {});
    CHECK(lanes.count == 3);
    lanes = after_window(lanes, 192'000, {});
    CHECK(lanes.count == 3);
    lanes = after_window(lanes, 300'000, {});
    lanes = after_window(lanes, 900'000, {});
    CHECK(lanes.count == 4);
    CHECK(after_trouble(lanes).count == 2);
    CHECK(after_trouble(after_trouble(after_trouble(lanes))).count == 1);
  }
}

}  // namespace booth

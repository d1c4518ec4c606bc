#include "daemon/core/upload/upload_retry.hpp"

#include <doctest/doctest.h>

namespace booth {
namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kHalf = 0x80000000U;
constexpr std::uint32_t kMost = 0xFFFFFFFFU;

UploadDecision decide(Errc code, UploadHistory history = {}, std::uint32_t random = kHalf,
                      std::optional<std::chrono::milliseconds> retry_after = {}) {
  return decide_after_failure({code, retry_after}, history, {}, random);
}

RetryUpload retry(const UploadDecision& decision) {
  REQUIRE(std::holds_alternative<RetryUpload>(decision));
  return std::get<RetryUpload>(decision);
}

}  // namespace

TEST_SUITE("core/upload/upload_retry") {
  TEST_CASE(
      "a network fault is tried again at once, then with growing delays, and is not counted") {
    for (const auto code : {Errc::NetworkDown, Errc::TimedOut}) {
      CHECK(retry(decide(code)).delay == 0ms);
      CHECK(retry(decide(code, {.in_a_row = 2})).delay == 1s);
      CHECK(retry(decide(code, {.in_a_row = 3})).delay == 2s);
      CHECK(retry(decide(code, {.in_a_row = 1000}, kMost)).delay < 5min);
      for (const int in_a_row : {1, 2, 50, 100'000}) {
        CHECK_FALSE(retry(decide(code, {.counted = 11, .in_a_row = in_a_row})).counts);
      }
    }
  }

  TEST_CASE("an item that alone meets network faults while others pass is counted and parked") {
    const UploadHistory early{.counted = 0, .in_a_row = 3, .is_target_well = true};
    CHECK_FALSE(retry(decide(Errc::NetworkDown, early)).counts);
    const UploadHistory suspicious{.counted = 0, .in_a_row = 4, .is_target_well = true};
    CHECK(retry(decide(Errc::NetworkDown, suspicious)).counts);
    const UploadHistory hopeless{.counted = 11, .in_a_row = 15, .is_target_well = true};
    CHECK(std::holds_alternative<ParkUpload>(decide(Errc::NetworkDown, hopeless)));
  }

  TEST_CASE(
      "behind a portal, with a strange certificate or when we stop, nothing is counted or "
      "delayed") {
    for (const auto code : {Errc::CaptivePortal, Errc::TlsRefused, Errc::Cancelled}) {
      const auto again =
          retry(decide(code, {.counted = 11, .in_a_row = 500, .is_target_well = true}));
      CHECK(again.delay == 0ms);
      CHECK_FALSE(again.counts);
    }
  }

  TEST_CASE("a busy server is asked again with full jitter, never sooner than it wished") {
    CHECK(retry(decide(Errc::ServerBusy)).delay == 1s);
    CHECK(retry(decide(Errc::ServerBusy, {}, 0)).delay == 0ms);
    CHECK(retry(decide(Errc::ServerBusy, {.in_a_row = 4})).delay == 8s);
    CHECK(retry(decide(Errc::ServerBusy, {}, 0, 90s)).delay == 90s);
    CHECK(retry(decide(Errc::ServerBusy, {}, kHalf, 90s)).delay == 91s);
    CHECK(retry(decide(Errc::ServerBusy, {}, 0, 24h)).delay == 1h);
    CHECK(retry(decide(Errc::ServerBusy, {}, 0, -5s)).delay == 0ms);
  }

  TEST_CASE("a busy server counts against an item only while it takes others") {
    CHECK_FALSE(retry(decide(Errc::ServerBusy, {.counted = 11, .in_a_row = 900})).counts);
    CHECK(retry(decide(Errc::ServerBusy, {.is_target_well = true})).counts);
    const UploadHistory last{.counted = 11, .in_a_row = 12, .is_target_well = true};
    CHECK(std::holds_alternative<ParkUpload>(decide(Errc::ServerBusy, last)));
  }

  TEST_CASE("a server that says yes and does not hold the bytes is counted every time") {
    CHECK(retry(decide(Errc::NotProven)).counts);
    CHECK(std::holds_alternative<ParkUpload>(decide(Errc::NotProven, {.counted = 11})));
  }

  TEST_CASE("a refused credential rests the target and leaves the item alone") {
    const auto decision = decide(Errc::AuthRefused, {.counted = 11, .in_a_row = 100});
    REQUIRE(std::holds_alternative<RestTarget>(decision));
    CHECK(std::get<RestTarget>(decision).delay >= 5min);
  }

  TEST_CASE("one refused item is parked, and when all are refused the target is to blame") {
    for (const auto code : {Errc::ServerRefused, Errc::Unsupported}) {
      CHECK(std::holds_alternative<ParkUpload>(decide(code)));
      CHECK(std::holds_alternative<ParkUpload>(decide(code, {.refused_others = 2})));
      CHECK(std::holds_alternative<RestTarget>(decide(code, {.refused_others = 3})));
    }
  }

  TEST_CASE("a missing or damaged file and bugs are parked at once") {
    for (const auto code :
         {Errc::Io, Errc::Corrupt, Errc::BadInput, Errc::Internal, Errc::NotFound})
      CHECK(std::holds_alternative<ParkUpload>(decide(code)));
  }

  TEST_CASE("every error there is gets a decision, and no delay leaves its bounds") {
    for (int code = 0; code <= static_cast<int>(Errc::Internal); ++code) {
      for (const int in_a_row : {-3, 0, 1, 7, 2'000'000'000}) {
        const auto decision =
            decide(static_cast<Errc>(code), {.counted = 3, .in_a_row = in_a_row}, kMost);
        if (const auto* again = std::get_if<RetryUpload>(&decision)) {
          CHECK(again->delay >= 0ms);
          CHECK(again->delay < 5min);
        }
      }
    }
  }
}

}  // namespace booth

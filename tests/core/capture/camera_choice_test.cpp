#include "daemon/core/capture/camera_choice.hpp"

#include <doctest/doctest.h>

#include <array>

namespace booth {
namespace {

using std::chrono::milliseconds;

constexpr CameraCandidate kReady{.is_ready = true};
constexpr CameraCandidate kShy{.is_ready = true, .stands_in = false};
constexpr CameraCandidate kComing{.is_coming = true, .away_for = milliseconds(2999)};
constexpr CameraCandidate kLate{.is_coming = true, .away_for = milliseconds(3000)};
constexpr CameraCandidate kGone{.away_for = milliseconds(1)};

}  // namespace

TEST_SUITE("core/capture/camera_choice") {
  TEST_CASE(
      "a camera takes its own photos, or waits for its driver, and only then another stands in") {
    struct Case {
      CameraCandidate wanted;
      CameraCandidate other;
      bool is_replaced;
    };
    const Case cases[] = {
        {kReady, kReady, false},   {kReady, kShy, false},    {kReady, kComing, false},
        {kReady, kLate, false},    {kReady, kGone, false},   {kShy, kReady, false},
        {kShy, kShy, false},       {kShy, kComing, false},   {kShy, kLate, false},
        {kShy, kGone, false},      {kComing, kReady, false}, {kComing, kShy, false},
        {kComing, kComing, false}, {kComing, kLate, false},  {kComing, kGone, false},
        {kLate, kReady, true},     {kLate, kShy, false},     {kLate, kComing, false},
        {kLate, kLate, false},     {kLate, kGone, false},    {kGone, kReady, true},
        {kGone, kShy, false},      {kGone, kComing, false},  {kGone, kLate, false},
        {kGone, kGone, false},
    };
    for (const auto& one : cases)
      for (const std::size_t wanted : {0U, 1U}) {
        std::array<CameraCandidate, 2> cameras{one.wanted, one.other};
        if (wanted == 1) std::swap(cameras[0], cameras[1]);
        CAPTURE(&one - cases);
        CAPTURE(wanted);
        CHECK(choose_camera(cameras, wanted, {}) == (one.is_replaced ? 1 - wanted : wanted));
      }
  }

  TEST_CASE("the first that can stand in does, and alone a camera is waited for") {
    const std::array three{kGone, kShy, kReady};
    CHECK(choose_camera(three, 0, {}) == 2);
    const std::array all{kReady, kReady, kGone};
    CHECK(choose_camera(all, 2, {}) == 0);
    CHECK(choose_camera(std::array{kGone}, 0, {}) == 0);
  }

  TEST_CASE("cameras take photos in turns, the first one takes them all when nobody says") {
    const std::array<std::size_t, 3> turns{0, 1, 0};
    for (const int slot : {0, 2, 3, 5}) CHECK(camera_of_slot(slot, turns) == 0);
    for (const int slot : {1, 4}) CHECK(camera_of_slot(slot, turns) == 1);
    for (const int slot : {0, 1, 7}) CHECK(camera_of_slot(slot, {}) == 0);
    CHECK(camera_of_slot(-1, turns) == 0);
  }
}

}  // namespace booth

#include "daemon/core/storage/retention.hpp"

#include <doctest/doctest.h>

namespace booth {
namespace {

using std::chrono::days;
using std::chrono::hours;

const UtcTime kNow{days(20'000)};

PictureRecord old_picture() {
  PictureRecord picture;
  picture.stored_at = kNow - days(40);
  picture.uploads = 2;
  picture.synced = 2;
  picture.newer_sessions = 1000;
  return picture;
}
RetentionLimits a_month() {
  return {.keep = days(30)};
}

}  // namespace

TEST_SUITE("core/storage/retention") {
  TEST_CASE("an old picture that every place has proved to hold may go") {
    CHECK(may_remove(old_picture(), kNow, DiskLevel::Ok, a_month()));
  }

  TEST_CASE("without a period nothing ever goes, not even from a full disk") {
    CHECK_FALSE(may_remove(old_picture(), kNow, DiskLevel::Full, {}));
  }

  TEST_CASE("a picture that one place does not hold yet stays, however full the disk is") {
    auto picture = old_picture();
    picture.synced = 1;
    CHECK_FALSE(may_remove(picture, kNow, DiskLevel::Full, a_month()));
    picture.uploads = picture.synced = 0;
    CHECK_FALSE(may_remove(picture, kNow, DiskLevel::Full, a_month()));
  }

  TEST_CASE("a picture that a print waits for stays") {
    auto picture = old_picture();
    picture.is_needed_to_print = true;
    CHECK_FALSE(may_remove(picture, kNow, DiskLevel::Full, a_month()));
  }

  TEST_CASE("a young picture stays, and goes sooner when the disk is low") {
    auto picture = old_picture();
    picture.stored_at = kNow - days(30) + hours(1);
    CHECK_FALSE(may_remove(picture, kNow, DiskLevel::Ok, a_month()));
    CHECK(may_remove(picture, kNow, DiskLevel::Low, a_month()));
    picture.stored_at = kNow - hours(47);
    CHECK_FALSE(may_remove(picture, kNow, DiskLevel::Full, a_month()));
  }

  TEST_CASE("a low disk never makes a picture stay longer") {
    auto picture = old_picture();
    picture.stored_at = kNow - hours(25);
    CHECK(may_remove(picture, kNow, DiskLevel::Low, {.keep = days(1)}));
  }

  TEST_CASE("a clock that has jumped does not empty the booth") {
    auto picture = old_picture();
    picture.newer_sessions = 199;
    CHECK_FALSE(may_remove(picture, kNow + days(10'000), DiskLevel::Low, a_month()));
    picture = old_picture();
    picture.stored_at = kNow + days(1);  // stored by a clock that was ahead
    CHECK_FALSE(may_remove(picture, kNow, DiskLevel::Low, a_month()));
  }
}

}  // namespace booth

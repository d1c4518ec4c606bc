#include "daemon/core/storage/disk_space_policy.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace booth {
namespace {

constexpr DiskSpaceLimits kLimits{
    .low_bytes = 1000, .critical_bytes = 500, .reserve_bytes = 100, .margin_bytes = 50};

}  // namespace

TEST_SUITE("core/storage/disk_space_policy") {
  TEST_CASE("the level follows the free space") {
    struct Case {
      DiskLevel before;
      std::int64_t free_bytes;
      DiskLevel after;
    };
    const std::vector<Case> cases{
        {DiskLevel::Ok, 1000, DiskLevel::Ok},
        {DiskLevel::Ok, 999, DiskLevel::Low},
        {DiskLevel::Ok, 499, DiskLevel::Critical},
        {DiskLevel::Ok, 99, DiskLevel::Full},
        {DiskLevel::Ok, 0, DiskLevel::Full},
        {DiskLevel::Low, 100, DiskLevel::Critical},
        // Better only with the margin.
        {DiskLevel::Low, 1000, DiskLevel::Low},
        {DiskLevel::Low, 1049, DiskLevel::Low},
        {DiskLevel::Low, 1050, DiskLevel::Ok},
        {DiskLevel::Critical, 549, DiskLevel::Critical},
        {DiskLevel::Critical, 550, DiskLevel::Low},
        {DiskLevel::Critical, 1020, DiskLevel::Low},
        {DiskLevel::Full, 120, DiskLevel::Full},
        {DiskLevel::Full, 150, DiskLevel::Critical},
        {DiskLevel::Full, 2000, DiskLevel::Ok},
    };
    for (const auto& one : cases) {
      CAPTURE(to_string(one.before));
      CAPTURE(one.free_bytes);
      CHECK(next_disk_level(one.before, one.free_bytes, kLimits) == one.after);
    }
  }

  TEST_CASE("a running session may end when no new one may begin") {
    CHECK(may_begin_session(DiskLevel::Low));
    CHECK_FALSE(may_begin_session(DiskLevel::Critical));
    CHECK(may_store_photo(DiskLevel::Critical));
    CHECK_FALSE(may_store_photo(DiskLevel::Full));
  }

  TEST_CASE("a person is told what to do, unless all is well") {
    CHECK(what_to_do(DiskLevel::Ok).empty());
    for (const auto level : {DiskLevel::Low, DiskLevel::Critical, DiskLevel::Full})
      CHECK_FALSE(what_to_do(level).empty());
  }

  TEST_CASE("the shipped limits are in order") {
    const DiskSpaceLimits limits;
    CHECK(limits.reserve_bytes + limits.margin_bytes < limits.critical_bytes);
    CHECK(limits.critical_bytes + limits.margin_bytes < limits.low_bytes);
  }
}

}  // namespace booth

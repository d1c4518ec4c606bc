#include "daemon/core/capture/recovery_tally.hpp"

#include <doctest/doctest.h>

namespace booth {
namespace {

using std::chrono::milliseconds;

SteadyTime at(int ms) {
  return SteadyTime{} + milliseconds{ms};
}

const RungCount& count_of(const std::vector<RungCount>& all, RecoveryRung rung) {
  return all.at(static_cast<std::size_t>(rung));
}

}  // namespace

TEST_SUITE("core/capture/recovery_tally") {
  TEST_CASE("nothing has happened yet, and every rung is named") {
    const auto all = RecoveryTally().counts();
    REQUIRE(all.size() == 6);
    CHECK(all.front().rung == "retry");
    CHECK(all.back().rung == "ask_person");
    for (const auto& each : all) CHECK((each.tried == 0 && each.helped == 0));
  }

  TEST_CASE("the rung before the camera's return helped, the ones before it did not") {
    RecoveryTally tally;
    tally.begin(RecoveryRung::Respawn, at(0));
    tally.begin(RecoveryRung::Respawn, at(100));
    tally.begin(RecoveryRung::ResetUsb, at(400));
    tally.succeed(at(1000));
    const auto all = tally.counts();
    CHECK(count_of(all, RecoveryRung::Respawn).tried == 2);
    CHECK(count_of(all, RecoveryRung::Respawn).helped == 0);
    CHECK(count_of(all, RecoveryRung::Respawn).spent == milliseconds{400});
    CHECK(count_of(all, RecoveryRung::ResetUsb).tried == 1);
    CHECK(count_of(all, RecoveryRung::ResetUsb).helped == 1);
    CHECK(count_of(all, RecoveryRung::ResetUsb).spent == milliseconds{600});
  }

  TEST_CASE("a camera that comes without a rung, or comes twice, counts for none") {
    RecoveryTally tally;
    tally.succeed(at(5));
    tally.begin(RecoveryRung::Reopen, at(10));
    tally.succeed(at(30));
    tally.succeed(at(90));
    CHECK(count_of(tally.counts(), RecoveryRung::Reopen).helped == 1);
    CHECK(count_of(tally.counts(), RecoveryRung::Reopen).spent == milliseconds{20});
  }
}

}  // namespace booth

#include "daemon/core/capture/recovery_ladder.hpp"

#include <doctest/doctest.h>

namespace booth {
namespace {

using std::chrono::milliseconds;

RecoveryStep step_for(int failures, bool has_usb_port = true, bool has_power_command = false) {
  return next_recovery({.failures_in_a_row = failures,
                        .is_driver_to_blame = true,
                        .has_usb_port = has_usb_port,
                        .has_power_command = has_power_command});
}

}  // namespace

TEST_SUITE("core/capture/recovery_ladder") {
  TEST_CASE("the first loss is answered at once, the next ones after growing delays") {
    const int delays[] = {0, 200, 500, 1000, 2000, 5000, 5000};
    int failures = 0;
    for (const int delay : delays) {
      ++failures;
      CAPTURE(failures);
      CHECK(step_for(failures).delay == milliseconds{delay});
    }
    CHECK(step_for(1000000).delay == milliseconds{5000});
  }

  TEST_CASE("the rungs follow each other from cheap to dear") {
    struct Case {
      int failures;
      bool has_usb_port;
      bool has_power_command;
      RecoveryRung expected;
    };
    const Case cases[] = {
        {1, true, true, RecoveryRung::Respawn},     {2, true, true, RecoveryRung::Respawn},
        {3, true, true, RecoveryRung::ResetUsb},    {4, true, true, RecoveryRung::ResetUsb},
        {5, true, true, RecoveryRung::PowerCycle},  {6, true, true, RecoveryRung::AskPerson},
        {17, true, true, RecoveryRung::PowerCycle}, {5, true, false, RecoveryRung::AskPerson},
        {3, false, false, RecoveryRung::Respawn},   {4, false, true, RecoveryRung::Respawn},
        {5, false, true, RecoveryRung::PowerCycle}, {99, false, false, RecoveryRung::AskPerson},
    };
    for (const auto& one : cases) {
      CAPTURE(one.failures);
      CAPTURE(one.has_usb_port);
      CAPTURE(one.has_power_command);
      CHECK(step_for(one.failures, one.has_usb_port, one.has_power_command).rung == one.expected);
    }
  }

  TEST_CASE("a driver that is not to blame is asked to open the camera afresh, at first") {
    const auto step_after = [](int failures) {
      return next_recovery({.failures_in_a_row = failures, .has_usb_port = true}).rung;
    };
    CHECK(step_after(1) == RecoveryRung::Reopen);
    CHECK(step_after(2) == RecoveryRung::Reopen);
    CHECK(step_after(3) == RecoveryRung::ResetUsb);
  }

  TEST_CASE("a worker that served long enough starts the ladder anew") {
    const RecoveryLimits limits;
    CHECK(failures_after_loss(7, limits.healthy_after) == 1);
    CHECK(failures_after_loss(7, limits.healthy_after - milliseconds{1}) == 8);
    CHECK(failures_after_loss(0, milliseconds{0}) == 1);
  }
}

}  // namespace booth

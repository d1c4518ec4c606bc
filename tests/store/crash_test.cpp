#include "tests/store/crash_rounds.hpp"

#include "tests/store/worker_process.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {

using namespace booth::testing;

TEST_SUITE("store/crash") {
  TEST_CASE("what was acknowledged survives SIGKILL at any instant") {
    kill_again_and_again(Death::Kill, 12, 1);
  }

  TEST_CASE("what was acknowledged survives a power cut at any instant") {
    kill_again_and_again(Death::PowerCut, 12, 2);
  }

  TEST_CASE(
      "a full disk refuses photos by name, keeps what it promised and goes on when there is room") {
    const TemporaryFolder folder;
    WorkerProcess worker({"full", folder.path().string()});
    const int status = worker.wait();
    REQUIRE(WIFEXITED(status));
    if (WEXITSTATUS(status) == 77) {
      MESSAGE("skipped: this kernel does not let us mount a small disk");
      return;
    }
    CHECK(WEXITSTATUS(status) == 0);
  }
}

}  // namespace booth

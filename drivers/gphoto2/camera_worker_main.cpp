#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>

#include <cstdio>
#include <exception>

#include "daemon/runtime/worker_process.hpp"
#include "drivers/gphoto2/driver_links.hpp"
#include "drivers/gphoto2/worker_loop.hpp"

// The only program that links libgphoto2. The daemon starts it with a packet socket at descriptor 3
// and the live-view memory at 4, and kills it when it does not answer. Its one argument is a folder
// for links to the drivers that it needs; without it all drivers are loaded.
namespace {

constexpr int kSocket = booth::WorkerProcess::kSocketInChild;
constexpr int kFrameMemory = kSocket + 1;

void prepare_process() {
  // Whatever the driver hangs in, we do not outlive the daemon.
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  // The PTP/IP driver writes to its socket without MSG_NOSIGNAL: a vanished camera would kill us.
  ::signal(SIGPIPE, SIG_IGN);
  // libgphoto2 keeps settings in $HOME/.gphoto, unlocked and shared by all its programs. A home
  // that cannot exist, not even for root, means that nothing is read, written or left behind.
  ::setenv("HOME", "/proc/self/no-home", 1);
  // The names of settings' choices are translated otherwise.
  ::setenv("LC_ALL", "C", 1);
  // Pictures of the live view stay on the heap: given back to the kernel and fetched again, the
  // pages of each cost more than the picture. Photos are larger and go back. Without fixed limits
  // the allocator learns from the first photo to keep photos, too.
  constexpr int kLargestKept = 4 << 20;
  (void)::mallopt(M_MMAP_THRESHOLD, kLargestKept);
  (void)::mallopt(M_TRIM_THRESHOLD, kLargestKept);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    prepare_process();
    if (argc > 1) booth::use_few_drivers(argv[1]);
    auto ring = booth::FrameRing::open(booth::UniqueFd(kFrameMemory));
    if (!ring) {
      std::fprintf(stderr, "booth-camera-worker is started by boothd: %s\n",
                   ring.error().context.c_str());
      return 2;
    }
    return booth::WorkerLoop(kSocket, std::move(*ring)).run();
  } catch (const std::exception& problem) {
    std::fprintf(stderr, "booth-camera-worker: %s\n", problem.what());
    return 2;
  }
}

#include "drivers/demo/interruption.hpp"

#include <csignal>
#include <thread>

namespace booth::demo {
namespace {

volatile std::sig_atomic_t g_is_interrupted = 0;

void interrupt(int) {
  g_is_interrupted = 1;
}

constexpr std::chrono::milliseconds kPoll{25};

}  // namespace

void listen_for_interruption() {
  struct sigaction action {};
  action.sa_handler = interrupt;
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) ::sigaction(number, &action, nullptr);
  ::signal(SIGPIPE, SIG_IGN);  // the reader of our output may leave; the clean-up must still happen
}

bool is_interrupted() {
  return g_is_interrupted != 0;
}

Result<void> wait_for(const std::string& what, const std::function<bool()>& condition,
                      std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!condition()) {
    if (is_interrupted()) return make_error(Errc::Cancelled, "interrupted");
    if (std::chrono::steady_clock::now() >= deadline)
      return make_error(Errc::TimedOut,
                        what + " within " + std::to_string(patience.count() / 1000) + " s");
    std::this_thread::sleep_for(kPoll);
  }
  return {};
}

void wait_for_interruption() {
  while (!is_interrupted()) std::this_thread::sleep_for(kPoll);
}

}  // namespace booth::demo

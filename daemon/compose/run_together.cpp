#include "daemon/compose/run_together.hpp"

#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

namespace booth::compose {

void run_together(const std::vector<std::function<void()>>& tasks) {
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::mutex failure_mutex;
  const auto work = [&] {
    for (std::size_t i = next++; i < tasks.size(); i = next++) {
      try {
        tasks[i]();
      } catch (...) {
        const std::lock_guard lock(failure_mutex);
        if (!failure) failure = std::current_exception();
      }
    }
  };
  if (tasks.size() > 1) {
    const std::jthread second(work);
    work();
  } else {
    work();
  }
  if (failure) std::rethrow_exception(failure);
}

}  // namespace booth::compose

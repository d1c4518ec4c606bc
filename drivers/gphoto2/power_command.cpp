#include "drivers/gphoto2/power_command.hpp"

#include "daemon/runtime/log.hpp"
#include "daemon/runtime/worker_process.hpp"

namespace booth {

boost::asio::awaitable<void> run_power_command(PowerCommand command, LoopCondition& waiting) {
  const WorkerCommand child{.program = command.words.front(),
                            .arguments = {command.words.begin() + 1, command.words.end()},
                            .environment = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin"}};
  auto process = WorkerProcess::start(child);
  if (!process) {
    log::error("camera_power_command_failed", {{"cause", process.error().context}});
    co_return;
  }
  const auto give_up = std::chrono::steady_clock::now() + command.deadline;
  auto how = process->try_reap();
  while (!how && std::chrono::steady_clock::now() < give_up) {
    const auto soon = std::chrono::steady_clock::now() + std::chrono::milliseconds{50};
    (void)co_await waiting.wait_until(soon);
    how = process->try_reap();
  }
  log::note("camera_power_command",
            {{"program", child.program}, {"outcome", how.value_or("took too long and was ended")}});
}

}  // namespace booth

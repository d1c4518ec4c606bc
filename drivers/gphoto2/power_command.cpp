#include "drivers/gphoto2/power_command.hpp"

#include "daemon/runtime/log.hpp"
#include "daemon/runtime/worker_process.hpp"

namespace booth {

boost::asio::awaitable<void> run_power_command(std::string program, LoopCondition& waiting) {
  const WorkerCommand command{
      .program = program, .arguments = {}, .environment = {"PATH=/usr/sbin:/usr/bin:/sbin:/bin"}};
  auto process = WorkerProcess::start(command);
  if (!process) {
    log::error("camera_power_command_failed", {{"cause", process.error().context}});
    co_return;
  }
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  auto how = process->try_reap();
  while (!how && std::chrono::steady_clock::now() < give_up) {
    const auto soon = std::chrono::steady_clock::now() + std::chrono::milliseconds{50};
    (void)co_await waiting.wait_until(soon);
    how = process->try_reap();
  }
  log::note("camera_power_command",
            {{"program", program}, {"outcome", how.value_or("took too long and was ended")}});
}

}  // namespace booth

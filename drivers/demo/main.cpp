// booth-demo: one whole photo booth session on real parts, without any hardware. See README.md
// beside this file.

#include <exception>
#include <iostream>

#include "drivers/demo/demo_options.hpp"
#include "drivers/demo/interruption.hpp"
#include "drivers/demo/left_over_processes.hpp"
#include "drivers/demo/run_demo.hpp"

int main(int argc, char** argv) {
  using namespace booth::demo;
  DemoOptions options;
  if (const auto status = read_options(argc, argv, options)) return *status;

  listen_for_interruption();
  adopt_orphans();
  Screen screen;
  bool is_all_true = false;
  try {
    is_all_true = run_demo(options, screen);
  } catch (const std::exception& failure) {
    std::cerr << "booth-demo: " << failure.what() << '\n';
  }
  const auto left_over = end_left_over_processes();
  for (const auto& name : left_over)
    screen.verdict(false, name + " was left running; it was killed");
  if (left_over.empty() && is_all_true) screen.verdict(true, "nothing is left running");
  // With --keep, Ctrl-C is the ordinary end.
  if (is_interrupted() && !(options.is_kept && is_all_true)) {
    screen.plain("interrupted; everything is stopped");
    return 130;
  }
  return is_all_true && left_over.empty() ? 0 : 1;
}

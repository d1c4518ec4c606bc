#include <algorithm>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/describe.hpp"
#include "daemon/cli/find_id.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/waterfall.hpp"

namespace booth::cli {

ExitCode show_trace(Shell& shell) {
  const auto id = find_session_id(shell, shell.arguments.id);
  if (!id) return shell.fail(id.error());
  const auto trace = shell.client.ask("GET", "/v1/sessions/" + *id + "/trace");
  if (!trace) return shell.fail(trace.error());
  if (shell.arguments.is_json) return shell.say_json();
  shell.say_part(waterfall(shell.terminal, *trace, now_utc()));
  return ExitCode::Ok;
}

}  // namespace booth::cli

#include <fstream>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {

ExitCode save_live_frame(Shell& shell) {
  const auto& path = shell.arguments.output;
  const auto frame = shell.client.call("GET", "/v1/live.jpg");
  if (!frame) return shell.fail(frame.error());
  if (frame->status != 200) return shell.fail(error_of(*frame));

  std::ofstream file(path, std::ios::binary);
  file << frame->body;
  file.close();
  if (!file) return shell.fail(make_error(Errc::Io, path + ": cannot be written"));
  shell.say("Live view saved to " + path + ", " +
            size_text(static_cast<std::int64_t>(frame->body.size())) + ".");
  return ExitCode::Ok;
}

}  // namespace booth::cli

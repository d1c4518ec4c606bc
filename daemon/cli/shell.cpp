#include <iostream>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/people_text.hpp"

namespace booth::cli {
namespace {

std::string_view remedy_for(Errc code) {
  switch (code) {
    case Errc::NetworkDown:
      return "Is boothd running? Look with `systemctl status boothd`, start it with `systemctl "
             "start boothd`;\n"
             "  a booth with another socket is reached with --socket PATH or BOOTHD_SOCKET.";
    case Errc::TimedOut:
      return "Look at what the booth is doing: `boothctl status`.";
    default:
      return "";
  }
}

}  // namespace

void Shell::say_part(const std::string& text) const {
  std::cout << text << std::flush;
}

bool Shell::is_heard() const {
  return std::cout.good();
}

void Shell::say(const std::string& text) const {
  std::cout << text << '\n';
}

ExitCode Shell::say_json() const {
  std::cout << client.last_body() << '\n';
  return ExitCode::Ok;
}

ExitCode Shell::fail(const Error& error) const {
  std::cerr << "boothctl: " << harmless(error.context) << '\n';
  if (const auto remedy = remedy_for(error.code); !remedy.empty())
    std::cerr << "  " << remedy << '\n';
  if (arguments.is_json && !client.last_body().empty()) std::cout << client.last_body() << '\n';
  return exit_code_for(error.code);
}

}  // namespace booth::cli

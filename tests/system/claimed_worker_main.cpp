// A camera worker that finds the camera in another program's hands: of the process whose number
// stands in the file `holder` beside it, as long as that one runs. Then the camera is there.
#include <poll.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <variant>

#include "daemon/runtime/packet_socket.hpp"
#include "daemon/runtime/worker_process.hpp"
#include "drivers/gphoto2/worker_messages.hpp"

namespace {

using namespace booth;

constexpr int kSocket = WorkerProcess::kSocketInChild;

void say(const wire::Report& report) {
  (void)send_packet(kSocket, wire::encode(report));
}

/// 0 = nobody.
pid_t holder() {
  const auto here = std::filesystem::read_symlink("/proc/self/exe").parent_path();
  pid_t process = 0;
  std::ifstream(here / "holder") >> process;
  return process > 0 && ::kill(process, 0) == 0 ? process : 0;
}

struct Obedience {
  void operator()(const wire::Open& order) const {
    if (const auto process = holder(); process != 0)
      return say(wire::Answer{
          .order = order.order,
          .failure = wire::to_wire(Errc::CameraClaimed),
          .context = "gvfsd-gphoto2 (process " + std::to_string(process) + ") holds the camera"});
    say(wire::Opened{.model = "Test camera", .serial = "1", .port = "usb:001,002"});
    say(wire::Answer{.order = order.order});
  }
  void operator()(const wire::Quit&) const {}
  template <class Order>
  void operator()(const Order& order) const {
    say(wire::Answer{.order = order.order});
  }
};

}  // namespace

int main() {
  say(wire::Hello{.protocol = wire::kProtocol, .library = "none"});
  for (;;) {
    pollfd waiting{kSocket, POLLIN, 0};
    ::poll(&waiting, 1, 100);
    for (;;) {
      auto packet = receive_packet(kSocket);
      if (!packet) return 0;
      if (!*packet) break;
      if (const auto order = wire::decode<wire::Order>((*packet)->bytes))
        std::visit(Obedience{}, *order);
    }
    say(wire::Beat{});
  }
}

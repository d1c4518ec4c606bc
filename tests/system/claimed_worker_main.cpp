// A camera worker that finds the camera in another program's hands, whenever it looks.
#include <poll.h>

#include "daemon/runtime/packet_socket.hpp"
#include "daemon/runtime/worker_process.hpp"
#include "drivers/gphoto2/worker_messages.hpp"

namespace {

using namespace booth;

constexpr int kSocket = WorkerProcess::kSocketInChild;

void say(const wire::Report& report) {
  (void)send_packet(kSocket, wire::encode(report));
}

void obey(const wire::Order& order) {
  if (const auto* open = std::get_if<wire::Open>(&order))
    say(wire::Answer{.order = open->order,
                     .failure = 1 + static_cast<std::uint8_t>(Errc::CameraClaimed),
                     .context = "gvfsd-gphoto2 (process 812) holds the camera"});
}

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
      if (const auto order = wire::decode<wire::Order>((*packet)->bytes)) obey(*order);
    }
    say(wire::Beat{});
  }
}

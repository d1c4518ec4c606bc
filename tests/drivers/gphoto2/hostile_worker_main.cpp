#include <poll.h>
#include <sys/mman.h>
#include <unistd.h>

#include <string>

#include "daemon/runtime/packet_socket.hpp"
#include "daemon/runtime/worker_process.hpp"
#include "drivers/gphoto2/worker_messages.hpp"

// A camera worker that was taken over by a hostile camera. Its own file name says what it does; up
// to then it plays the part of a good one.
namespace {

using namespace booth;

constexpr int kSocket = WorkerProcess::kSocketInChild;

void say(const wire::Report& report, int passed = -1) {
  (void)send_packet(kSocket, wire::encode(report), passed);
}

void sleep_for_ever() {
  for (;;) ::pause();
}

void misbehave_in_live_view(const std::string& mode) {
  if (mode == "falls_silent") sleep_for_ever();
  if (mode == "crashes") ::_exit(3);
  if (mode == "sends_garbage") {
    const std::string garbage(1000, '\xEE');
    (void)send_packet(kSocket, std::as_bytes(std::span(garbage)));
  }
  if (mode == "lies_about_frames")
    for (const std::uint32_t slot : {0u, 5u, 6u, 99u, 0xFFFFFFFFu})
      for (const std::uint64_t generation : {0ull, 1ull, 2ull, 0xFFFFFFFFFFFFFFFEull})
        say(wire::Frame{slot, generation});
}

void deliver(const std::string& mode, std::uint32_t order) {
  say(wire::Triggering{order, INT64_MAX});  // a time in the future is a lie, too
  if (mode == "sends_a_pipe") {
    int ends[2];
    if (::pipe(ends) == 0) say(wire::Photo{order, "/", "a.jpg"}, ends[0]);
  }
  if (mode == "sends_unsealed") {
    const int memory = ::memfd_create("photo", MFD_ALLOW_SEALING);
    if (::ftruncate(memory, 1000) == 0) say(wire::Photo{order, "/", "a.jpg"}, memory);
  }
  if (mode == "sends_no_bytes") say(wire::Photo{order, "/", "a.jpg"});
  say(wire::Answer{.order = order});
}

void obey(const std::string& mode, const wire::Order& order) {
  if (const auto* open = std::get_if<wire::Open>(&order)) {
    say(wire::Opened{.model = "Hostile", .serial = "1", .port = "ptpip:"});
    say(wire::Answer{.order = open->order});
  } else if (const auto* start = std::get_if<wire::StartLiveView>(&order)) {
    say(wire::Answer{.order = start->order});
    misbehave_in_live_view(mode);
  } else if (const auto* capture = std::get_if<wire::Capture>(&order)) {
    deliver(mode, capture->order);
  } else if (const auto* list = std::get_if<wire::ListSettings>(&order)) {
    for (int i = 0; i < 5000; ++i)
      say(wire::Setting{.order = list->order, .name = "setting" + std::to_string(i)});
    say(wire::Answer{.order = list->order});
  } else if (const auto* quit = std::get_if<wire::Quit>(&order)) {
    say(wire::Answer{.order = quit->order});
    ::_exit(0);
  }
}

}  // namespace

int main(int, char** argv) {
  const std::string path = argv[0];
  const auto mode = path.substr(path.rfind('/') + 1);
  if (mode == "says_nothing") sleep_for_ever();
  say(wire::Hello{.protocol = mode == "is_another_version" ? 99 : wire::kProtocol,
                  .library = "none"});
  for (;;) {
    pollfd waiting{kSocket, POLLIN, 0};
    ::poll(&waiting, 1, 100);
    for (;;) {
      auto packet = receive_packet(kSocket);
      if (!packet) return 0;
      if (!*packet) break;
      if (const auto order = wire::decode<wire::Order>((*packet)->bytes)) obey(mode, *order);
    }
    say(wire::Beat{});
  }
}

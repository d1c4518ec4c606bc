#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include <cstring>
#include <filesystem>
#include <string>

#include "daemon/runtime/packet_socket.hpp"
#include "daemon/runtime/device_holder.hpp"
#include "daemon/runtime/worker_process.hpp"
#include "drivers/gphoto2/frame_ring.hpp"
#include "drivers/gphoto2/sealed_photo.hpp"
#include "drivers/gphoto2/usb_device.hpp"
#include "drivers/gphoto2/worker_messages.hpp"
#include "tests/support/must.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth::testing {
namespace {

Bytes bytes_of(const std::string& text) {
  const auto raw = std::as_bytes(std::span(text));
  return {raw.begin(), raw.end()};
}

const std::string kJpeg = "\xFF\xD8\xFF\xE0 picture \xFF\xD9";

UniqueFd photo_with(const std::string& content) {
  auto memory = must(make_photo_memory());
  REQUIRE(::write(memory.get(), content.data(), content.size()) ==
          static_cast<ssize_t>(content.size()));
  return memory;
}

}  // namespace

TEST_SUITE("drivers/gphoto2/wire") {
  TEST_CASE("a message comes out as it went in") {
    wire::Capture capture;
    capture.order = 7;
    capture.trigger_at_ns = -5;
    capture.use_autofocus = false;
    capture.clock_offset_ms = 1234;
    const auto back = must(wire::decode<wire::Order>(wire::encode(wire::Order(capture))));
    const auto& read = std::get<wire::Capture>(back);
    CHECK(read.order == 7);
    CHECK(read.trigger_at_ns == -5);
    CHECK_FALSE(read.use_autofocus);
    CHECK(read.clock_offset_ms == 1234);

    const wire::Setting setting{.order = 1,
                                .name = "iso",
                                .label = "ISO",
                                .value = "100",
                                .choices = {"100", "", "200"},
                                .is_read_only = true};
    const auto again = must(wire::decode<wire::Report>(wire::encode(wire::Report(setting))));
    CHECK(std::get<wire::Setting>(again).choices == setting.choices);
    CHECK(std::get<wire::Setting>(again).is_read_only);
  }

  TEST_CASE("a packet cut anywhere, or with one byte too many, is refused") {
    const auto whole = wire::encode(wire::Report(wire::Photo{3, "/store_0001", "a.jpg"}));
    for (std::size_t size = 0; size < whole.size(); ++size) {
      const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      CHECK(wire::decode<wire::Report>(cut).has_error());
    }
    auto longer = whole;
    longer.push_back(std::byte{0});
    CHECK(wire::decode<wire::Report>(longer).has_error());
  }

  TEST_CASE("sizes that promise more than there is allocate nothing") {
    Bytes packet = {std::byte{3}};  // Setting
    packet.insert(packet.end(), 4, std::byte{0});
    packet.insert(packet.end(), 4, std::byte{0xFF});  // a name of 4 GB
    CHECK(wire::decode<wire::Report>(packet).has_error());
  }

  TEST_CASE("an error code that is none becomes Internal") {
    CHECK(wire::from_wire(wire::to_wire(Errc::FocusFailed)) == Errc::FocusFailed);
    CHECK(wire::from_wire(255) == Errc::Internal);
  }
}

TEST_SUITE("drivers/gphoto2/frame_ring") {
  TEST_CASE("a picture is read back until its slot is used again") {
    const auto daemon = must(FrameRing::create());
    auto worker = must(FrameRing::open(UniqueFd(::dup(daemon.memory()))));
    const auto first = worker.put(bytes_of("first"));
    REQUIRE(first.has_value());
    CHECK(daemon.get(*first) == bytes_of("first"));
    for (std::uint32_t i = 0; i < FrameRing::kSlots; ++i)
      REQUIRE(worker.put(bytes_of("later")).has_value());
    CHECK_FALSE(daemon.get(*first).has_value());
  }

  TEST_CASE("a picture larger than a slot is left out") {
    const auto daemon = must(FrameRing::create());
    auto worker = must(FrameRing::open(UniqueFd(::dup(daemon.memory()))));
    CHECK_FALSE(worker.put(Bytes(FrameRing::kSlotBytes)).has_value());
  }

  TEST_CASE("the worker cannot cut the memory short under the daemon") {
    const auto daemon = must(FrameRing::create());
    CHECK(::ftruncate(daemon.memory(), 0) != 0);
  }
}

TEST_SUITE("drivers/gphoto2/sealed_photo") {
  TEST_CASE("a sealed photo is read, and nobody can change it any more") {
    const auto memory = photo_with(kJpeg);
    must(seal_photo(memory));
    CHECK(must(read_sealed_photo(memory)) == bytes_of(kJpeg));
    CHECK(::pwrite(memory.get(), "x", 1, 0) < 0);
    CHECK(::ftruncate(memory.get(), 0) != 0);
  }

  TEST_CASE("unsealed, empty, cut or missing photos are refused") {
    const auto unsealed = photo_with(kJpeg);
    CHECK(read_sealed_photo(unsealed).error().code == Errc::Corrupt);
    for (const std::string& content : {std::string(), kJpeg.substr(0, 6), std::string("GIF89a")}) {
      const auto memory = photo_with(content);
      must(seal_photo(memory));
      CHECK(read_sealed_photo(memory).error().code == Errc::Corrupt);
    }
    CHECK(read_sealed_photo(UniqueFd()).error().code == Errc::Corrupt);
  }
}

TEST_SUITE("drivers/gphoto2/usb_device") {
  TEST_CASE("only a plain USB port has a device node") {
    CHECK(usb_device_path("usb:001,012") == "/dev/bus/usb/001/012");
    for (const char* port : {"usb:", "usb:1,2", "usb:../,012", "ptpip:127.0.0.1:1:1", ""}) {
      CAPTURE(std::string(port));
      CHECK(usb_device_path(port).empty());
    }
  }

  TEST_CASE("the program that has the node open is named") {
    const TemporaryFolder folder;
    const auto path = (folder.path() / "node").string();
    const UniqueFd node(::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600));
    REQUIRE(node);
    CHECK_FALSE(find_device_holder(path).holder);  // we do not name ourselves

    // `sleep` inherits a copy of our descriptor through the third one a child gets.
    const WorkerCommand command{.program = "/bin/sleep", .arguments = {"60"}, .environment = {}};
    const auto child = must(WorkerProcess::start(command, {node.get()}));
    const auto search = find_device_holder(path);
    REQUIRE(search.holder);
    CHECK(search.holder->text() == "sleep, pid " + std::to_string(child.pid()));
  }
}

}  // namespace booth::testing

#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <span>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "drivers/virtual_camera/ptp_engine.hpp"
#include "tests/drivers/usb_camera/usb_container.hpp"

namespace booth::virtual_camera {

/// A PtpEngine behind the two bulk pipes of a still image device: what a client writes goes in,
/// what it may read comes out. It knows nothing of any host.
///
/// @thread  one io_context, run by one thread; `engine` must outlive the function
class UsbFunction {
 public:
  struct News {
    std::function<void()> has_answer;      ///< there is something to read
    std::function<void()> has_fallen_off;  ///< a fault: the device leaves the bus and comes back
  };

  UsbFunction(boost::asio::any_io_executor executor, PtpEngine& engine, News news);
  UsbFunction(const UsbFunction&) = delete;
  UsbFunction& operator=(const UsbFunction&) = delete;

  /// One transfer on the bulk-out pipe.
  void write(std::span<const std::byte> bytes);

  /// Fills a transfer on the bulk-in pipe from `filled` on.
  /// @returns true when the transfer is complete: full, or ended by a short packet
  bool read(std::span<std::byte> into, std::size_t& filled);

  /// A class request on the control pipe. @param filled  bytes of the answer
  /// @returns false when a still image device has no such request
  bool control(std::uint8_t request, std::span<std::byte> data, std::size_t& filled);

  /// The client is gone, or the host reset the device: the transaction at hand is forgotten.
  void forget_client();

 private:
  /// One transfer of the device; it ends with a packet that is not full, if need be an empty one.
  struct Outgoing {
    Bytes bytes;
    std::size_t sent = 0;
  };

  void accept(Container container);
  void answer();
  void send(const Reply& reply);
  void wait_until(SteadyTime when);

  PtpEngine& engine_;
  News news_;
  boost::asio::steady_timer pause_;
  Bytes received_;
  std::optional<Request> request_;
  std::deque<Outgoing> outgoing_;
};

}  // namespace booth::virtual_camera

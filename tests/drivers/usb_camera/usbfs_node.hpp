#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <list>
#include <memory>
#include <span>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "tests/drivers/usb_camera/umockdev_handles.hpp"
#include "tests/drivers/usb_camera/usb_function.hpp"

namespace booth::virtual_camera {

/// One node below /dev/bus/usb, as the kernel serves it: clients open it, claim the interface, and
/// submit and reap transfers. One node is one time on the bus; plugged in again the device gets
/// another one.
///
/// @thread  that of the executor; umockdev's own thread only posts to it
/// @source  Linux, drivers/usb/core/devio.c and include/uapi/linux/usbdevice_fs.h
class UsbfsNode {
 public:
  struct Counts {
    int claims = 0;
    int refused_claims = 0;  ///< somebody else had the interface
    int resets = 0;
  };

  /// @param count_programs  that have the node open now
  UsbfsNode(boost::asio::any_io_executor executor, UsbFunction& function,
            std::function<int()> count_programs);
  ~UsbfsNode();
  UsbfsNode(const UsbfsNode&) = delete;
  UsbfsNode& operator=(const UsbfsNode&) = delete;

  ::UMockdevIoctlBase* base() { return base_.get(); }

  /// The device has something to read.
  void pump();
  /// The device is gone: what is under way fails, and so does whatever is asked from now on.
  void vanish();
  /// From now on the device takes everything and says nothing, to this client and the next, until
  /// it is reset.
  void hang(bool is_hanging) { is_hanging_ = is_hanging; }
  const Counts& counts() const { return counts_; }

 private:
  struct Transfer {
    IoctlDataHandle urb;     ///< struct usbdevfs_urb; both are copies of the client's memory
    IoctlDataHandle buffer;  ///< none when it has no bytes
    std::size_t filled = 0;
  };
  /// One open file.
  struct Connection {
    Connection(boost::asio::any_io_executor executor, ::UMockdevIoctlClient* opened_by)
        : client(opened_by), pause(std::move(executor)) {}

    ::UMockdevIoctlClient* client;  ///< names the connection; not owned
    bool has_interface = false;
    bool found_nothing = false;  ///< the last look for finished transfers was in vain
    std::deque<Transfer> pending;
    std::deque<Transfer> finished;
    IoctlClientHandle waiting;  ///< asked for a finished transfer and is let wait a little
    boost::asio::steady_timer pause;
  };

  void handle(IoctlClientHandle client);
  void forget(::UMockdevIoctlClient* client);
  std::list<Connection>::iterator find(::UMockdevIoctlClient* client);

  int claim(Connection& connection);
  void forget_the_dead(const Connection& living);
  int release(Connection& connection);
  int reset_device();
  int submit(Connection& connection, ::UMockdevIoctlClient* client);
  int discard(Connection& connection, std::size_t urb_address);
  void reap(Connection& connection, IoctlClientHandle client, bool may_wait);
  bool hand_over(Connection& connection, ::UMockdevIoctlClient* client);

  int start(Connection& connection, Transfer transfer);
  void answer_control(Connection& connection, Transfer transfer);
  void finish(Connection& connection, Transfer transfer, int status);
  void end_all(Connection& connection, int status);
  void drop_interface(Connection& connection);

  boost::asio::any_io_executor executor_;
  UsbFunction& function_;
  std::function<int()> count_programs_;
  IoctlBaseHandle base_;
  std::list<Connection> connections_;
  Counts counts_;
  bool is_gone_ = false;
  bool is_hanging_ = false;
};

}  // namespace booth::virtual_camera

#include "tests/drivers/usb_camera/usbfs_node.hpp"

#include <linux/usbdevice_fs.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <boost/asio/post.hpp>

namespace booth::virtual_camera {
namespace {

using std::chrono::milliseconds;

constexpr std::uint32_t kCapabilities =
    USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_NO_PACKET_SIZE_LIM | USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
constexpr std::uint8_t kFromDevice = 0x80;
constexpr std::size_t kSetupBytes = 8;
/// The node cannot make poll() wait, so a client asks for finished transfers without end; let it
/// wait a little, and it is no hot loop.
constexpr milliseconds kReapPause{5};

::usbdevfs_urb& urb_in(const IoctlDataHandle& copy) {
  return *reinterpret_cast<::usbdevfs_urb*>(copy->data);
}

std::span<std::byte> bytes_of(const IoctlDataHandle& copy) {
  if (!copy) return {};
  return std::as_writable_bytes(std::span(copy->data, static_cast<std::size_t>(copy->data_len)));
}

/// A copy of the client's memory that the pointer at `offset` of `data` points to.
/// @returns nothing for a null pointer, no bytes, or a client that is gone
IoctlDataHandle copy_from_client(::UMockdevIoctlData* data, std::size_t offset, std::size_t size) {
  ::GError* raw = nullptr;
  IoctlDataHandle copy(umockdev_ioctl_data_resolve(data, offset, size, &raw));
  const ErrorHandle error(raw);
  return error ? nullptr : std::move(copy);
}

std::size_t argument_of(::UMockdevIoctlClient* client) {
  std::size_t address = 0;
  std::memcpy(&address, umockdev_ioctl_client_get_arg(client)->data, sizeof address);
  return address;
}

void complete(::UMockdevIoctlClient* client, int error) {
  umockdev_ioctl_client_complete(client, error == 0 ? 0 : -1, error);
}

}  // namespace

UsbfsNode::UsbfsNode(boost::asio::any_io_executor executor, UsbFunction& function,
                     std::function<int()> count_programs)
    : executor_(std::move(executor)),
      function_(function),
      count_programs_(std::move(count_programs)),
      base_(umockdev_ioctl_base_new()) {
  using Callback = gboolean (*)(::UMockdevIoctlBase*, ::UMockdevIoctlClient*, gpointer);
  const Callback on_ioctl = [](auto*, ::UMockdevIoctlClient* client, gpointer self) -> gboolean {
    auto& node = *static_cast<UsbfsNode*>(self);
    auto* held = static_cast<::UMockdevIoctlClient*>(g_object_ref(client));
    boost::asio::post(node.executor_, [&node, held] { node.handle(IoctlClientHandle(held)); });
    return TRUE;
  };
  using GoneCallback = void (*)(::UMockdevIoctlBase*, ::UMockdevIoctlClient*, gpointer);
  const GoneCallback on_gone = [](auto*, ::UMockdevIoctlClient* client, gpointer self) {
    auto& node = *static_cast<UsbfsNode*>(self);
    boost::asio::post(node.executor_, [&node, client] { node.forget(client); });
  };
  g_signal_connect(base_.get(), "handle-ioctl", G_CALLBACK(on_ioctl), this);
  g_signal_connect(base_.get(), "client-vanished", G_CALLBACK(on_gone), this);
}

UsbfsNode::~UsbfsNode() = default;

std::list<UsbfsNode::Connection>::iterator UsbfsNode::find(::UMockdevIoctlClient* client) {
  const auto is_it = [client](const Connection& known) { return known.client == client; };
  return std::find_if(connections_.begin(), connections_.end(), is_it);
}

void UsbfsNode::forget(::UMockdevIoctlClient* client) {
  const auto found = find(client);
  if (found == connections_.end()) return;
  drop_interface(*found);
  connections_.erase(found);
}

void UsbfsNode::handle(IoctlClientHandle client) {
  if (find(client.get()) == connections_.end()) connections_.emplace_back(executor_, client.get());
  Connection& connection = *find(client.get());
  const auto request = umockdev_ioctl_client_get_request(client.get());
  if (request == USBDEVFS_REAPURB || request == USBDEVFS_REAPURBNDELAY)
    return reap(connection, std::move(client), request == USBDEVFS_REAPURB);
  if (is_gone_) return complete(client.get(), ENODEV);

  switch (request) {
    case USBDEVFS_GET_CAPABILITIES: {
      const auto answer =
          copy_from_client(umockdev_ioctl_client_get_arg(client.get()), 0, sizeof kCapabilities);
      if (answer) std::memcpy(answer->data, &kCapabilities, sizeof kCapabilities);
      return complete(client.get(), answer ? 0 : EFAULT);
    }
    case USBDEVFS_CLAIMINTERFACE:
      return complete(client.get(), claim(connection));
    case USBDEVFS_RELEASEINTERFACE:
      return complete(client.get(), release(connection));
    case USBDEVFS_RESET:
      return complete(client.get(), reset_device());
    case USBDEVFS_SUBMITURB:
      return complete(client.get(), submit(connection, client.get()));
    case USBDEVFS_DISCARDURB:
      return complete(client.get(), discard(connection, argument_of(client.get())));
    case USBDEVFS_GETDRIVER:
    case USBDEVFS_IOCTL:
      return complete(client.get(), ENODATA);  // no kernel driver has the interface
    case USBDEVFS_SETINTERFACE:
    case USBDEVFS_SETCONFIGURATION:
    case USBDEVFS_CLEAR_HALT:
      return complete(client.get(), 0);
    default:
      return complete(client.get(), ENOTTY);
  }
}

/// umockdev does not tell of a client that was killed while it waited for an answer. The kernel
/// would have taken its claim away.
void UsbfsNode::forget_the_dead(const Connection& living) {
  if (connections_.size() < 2 || count_programs_() > 1) return;
  for (auto each = connections_.begin(); each != connections_.end();) {
    const auto current = each++;
    if (&*current == &living) continue;
    drop_interface(*current);
    connections_.erase(current);
  }
}

int UsbfsNode::claim(Connection& connection) {
  forget_the_dead(connection);
  for (const auto& other : connections_) {
    if (&other == &connection || !other.has_interface) continue;
    ++counts_.refused_claims;
    return EBUSY;
  }
  connection.has_interface = true;
  ++counts_.claims;
  return 0;
}

int UsbfsNode::release(Connection& connection) {
  drop_interface(connection);
  return 0;
}

void UsbfsNode::drop_interface(Connection& connection) {
  end_all(connection, -ENOENT);
  if (!std::exchange(connection.has_interface, false)) return;
  function_.forget_client();
}

int UsbfsNode::reset_device() {
  ++counts_.resets;
  is_hanging_ = false;
  for (auto& connection : connections_) end_all(connection, -EPROTO);
  function_.forget_client();
  return 0;
}

void UsbfsNode::vanish() {
  is_gone_ = true;
  for (auto& connection : connections_) {
    end_all(connection, -ESHUTDOWN);
    connection.has_interface = false;
  }
}

int UsbfsNode::submit(Connection& connection, ::UMockdevIoctlClient* client) {
  Transfer transfer;
  auto* argument = umockdev_ioctl_client_get_arg(client);
  transfer.urb = copy_from_client(argument, 0, sizeof(::usbdevfs_urb));
  if (!transfer.urb) return EFAULT;
  const auto size = urb_in(transfer.urb).buffer_length;
  if (size < 0) return EINVAL;
  transfer.buffer = copy_from_client(transfer.urb.get(), offsetof(::usbdevfs_urb, buffer),
                                     static_cast<std::size_t>(size));
  if (size > 0 && !transfer.buffer) return EFAULT;
  return start(connection, std::move(transfer));
}

int UsbfsNode::start(Connection& connection, Transfer transfer) {
  const auto& urb = urb_in(transfer.urb);
  if (urb.type == USBDEVFS_URB_TYPE_CONTROL) {
    answer_control(connection, std::move(transfer));
    return 0;
  }
  if (!connection.has_interface) return EINVAL;
  const bool is_reading = (urb.endpoint & kFromDevice) != 0;
  if (is_reading || is_hanging_) {
    connection.pending.push_back(std::move(transfer));
    pump();
    return 0;
  }
  transfer.filled = bytes_of(transfer.buffer).size();
  const auto bytes = bytes_of(transfer.buffer);
  const Bytes written(bytes.begin(), bytes.end());
  finish(connection, std::move(transfer), 0);
  function_.write(written);
  return 0;
}

void UsbfsNode::answer_control(Connection& connection, Transfer transfer) {
  const auto bytes = bytes_of(transfer.buffer);
  const bool is_known =
      bytes.size() >= kSetupBytes && function_.control(std::to_integer<std::uint8_t>(bytes[1]),
                                                       bytes.subspan(kSetupBytes), transfer.filled);
  finish(connection, std::move(transfer), is_known ? 0 : -EPIPE);
}

void UsbfsNode::pump() {
  if (is_hanging_ || is_gone_) return;
  for (auto& connection : connections_) {
    const auto is_bulk_in = [](const Transfer& each) {
      const auto& urb = urb_in(each.urb);
      return urb.type == USBDEVFS_URB_TYPE_BULK && (urb.endpoint & kFromDevice) != 0;
    };
    while (true) {
      const auto next =
          std::find_if(connection.pending.begin(), connection.pending.end(), is_bulk_in);
      if (next == connection.pending.end()) break;
      if (!function_.read(bytes_of(next->buffer), next->filled)) break;
      Transfer transfer = std::move(*next);
      connection.pending.erase(next);
      finish(connection, std::move(transfer), 0);
    }
  }
}

int UsbfsNode::discard(Connection& connection, std::size_t urb_address) {
  const auto is_it = [urb_address](const Transfer& each) {
    return each.urb->client_addr == urb_address;
  };
  const auto found = std::find_if(connection.pending.begin(), connection.pending.end(), is_it);
  if (found == connection.pending.end()) return EINVAL;
  Transfer transfer = std::move(*found);
  connection.pending.erase(found);
  finish(connection, std::move(transfer), -ENOENT);
  return 0;
}

void UsbfsNode::finish(Connection& connection, Transfer transfer, int status) {
  auto& urb = urb_in(transfer.urb);
  urb.status = status;
  urb.actual_length = static_cast<int>(transfer.filled);
  connection.finished.push_back(std::move(transfer));
  if (!connection.waiting) return;
  const auto client = std::move(connection.waiting);
  connection.pause.cancel();
  (void)hand_over(connection, client.get());
}

void UsbfsNode::end_all(Connection& connection, int status) {
  while (!connection.pending.empty()) {
    Transfer transfer = std::move(connection.pending.front());
    connection.pending.pop_front();
    finish(connection, std::move(transfer), status);
  }
}

bool UsbfsNode::hand_over(Connection& connection, ::UMockdevIoctlClient* client) {
  if (connection.finished.empty()) return false;
  const Transfer transfer = std::move(connection.finished.front());
  connection.finished.pop_front();
  connection.found_nothing = false;
  const auto where =
      copy_from_client(umockdev_ioctl_client_get_arg(client), 0, sizeof(std::size_t));
  if (where) umockdev_ioctl_data_set_ptr(where.get(), 0, transfer.urb.get());
  complete(client, where ? 0 : EFAULT);
  return true;
}

void UsbfsNode::reap(Connection& connection, IoctlClientHandle client, bool may_wait) {
  if (hand_over(connection, client.get())) return;
  if (is_gone_) return complete(client.get(), ENODEV);
  if (!may_wait && !std::exchange(connection.found_nothing, true))
    return complete(client.get(), EAGAIN);
  connection.waiting = std::move(client);
  if (may_wait) return;
  connection.pause.expires_after(kReapPause);
  const auto give_up = [this, key = connection.client](const boost::system::error_code& ended) {
    const auto waiter = find(key);
    if (ended || waiter == connections_.end() || !waiter->waiting) return;
    complete(std::exchange(waiter->waiting, nullptr).get(), EAGAIN);
  };
  connection.pause.async_wait(give_up);
}

}  // namespace booth::virtual_camera

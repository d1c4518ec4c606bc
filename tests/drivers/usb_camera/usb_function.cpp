#include "tests/drivers/usb_camera/usb_function.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "drivers/virtual_camera/ptp_codec.hpp"

namespace booth::virtual_camera {
namespace {

constexpr std::size_t kPacketBytes = 512;  // high speed

// Class requests of a still image device.
constexpr std::uint8_t kCancelRequest = 0x64;
constexpr std::uint8_t kDeviceReset = 0x66;
constexpr std::uint8_t kDeviceStatus = 0x67;

Request to_request(const Container& command) {
  Request request;
  request.operation = command.code;
  request.transaction = command.transaction;
  PtpReader reader(command.payload);
  for (std::uint32_t& param : request.params) param = reader.u32();  // missing ones are zero
  return request;
}

}  // namespace

UsbFunction::UsbFunction(boost::asio::any_io_executor executor, PtpEngine& engine, News news)
    : engine_(engine), news_(std::move(news)), pause_(std::move(executor)) {}

void UsbFunction::write(std::span<const std::byte> bytes) {
  received_.insert(received_.end(), bytes.begin(), bytes.end());
  while (auto container = take_container(received_)) accept(std::move(*container));
}

void UsbFunction::accept(Container container) {
  if (container.type == ContainerType::Command) {
    outgoing_.clear();  // a client that did not read the last answer does not want it any more
    request_ = to_request(container);
    if (has_data_from_client(container.code)) return;
  } else if (container.type == ContainerType::Data && request_) {
    request_->data = std::move(container.payload);
  } else {
    return;
  }
  request_->received_at = std::chrono::steady_clock::now();
  answer();
}

void UsbFunction::answer() {
  const Outcome outcome = engine_.execute(*request_, moment_now());
  if (const auto* reply = std::get_if<Reply>(&outcome)) return send(*reply);
  if (std::holds_alternative<HangUp>(outcome)) return news_.has_fallen_off();
  if (const auto* later = std::get_if<Later>(&outcome)) return wait_until(later->when);
  // Silence: nothing comes, until the client or the host gives up.
}

void UsbFunction::wait_until(SteadyTime when) {
  request_->is_repeated = true;
  pause_.expires_at(when);
  const auto again = [this](const boost::system::error_code& cancelled) {
    if (!cancelled && request_) answer();
  };
  pause_.async_wait(again);
}

void UsbFunction::send(const Reply& reply) {
  const Request request = std::move(*request_);
  request_.reset();
  if (reply.data) {
    const DataPhase& data = *reply.data;
    const std::span<const std::byte> payload(data.bytes->data() + data.offset, data.size);
    Bytes bytes = to_bytes(ContainerType::Data, request.operation, request.transaction, payload);
    if (data.cut_after) bytes.resize(kContainerHeadBytes + *data.cut_after);
    outgoing_.push_back({std::move(bytes)});
  }
  if (!reply.data || !reply.data->cut_after) {
    PtpWriter params;
    for (const std::uint32_t param : reply.params) params.u32(param);
    outgoing_.push_back(
        {to_bytes(ContainerType::Response, reply.code, request.transaction, params.take())});
  }
  news_.has_answer();
  if (reply.data && reply.data->cut_after) news_.has_fallen_off();
}

bool UsbFunction::read(std::span<std::byte> into, std::size_t& filled) {
  if (outgoing_.empty()) return false;
  Outgoing& next = outgoing_.front();
  const std::size_t part = std::min(into.size() - filled, next.bytes.size() - next.sent);
  std::copy_n(next.bytes.begin() + static_cast<std::ptrdiff_t>(next.sent), part,
              into.begin() + static_cast<std::ptrdiff_t>(filled));
  filled += part;
  next.sent += part;
  const bool is_sent = next.sent == next.bytes.size();
  // A last packet that is full is followed by an empty one, and that one goes to whoever reads on.
  const bool has_empty_packet_to_come =
      is_sent && part > 0 && next.bytes.size() % kPacketBytes == 0 && filled == into.size();
  if (is_sent && !has_empty_packet_to_come) outgoing_.pop_front();
  return true;
}

bool UsbFunction::control(std::uint8_t request, std::span<std::byte> data, std::size_t& filled) {
  if (request == kDeviceReset) forget_client();
  if (request == kDeviceStatus && data.size() >= 4) {
    const Bytes ready = PtpWriter().u16(4).u16(rc::kOk).take();
    std::copy(ready.begin(), ready.end(), data.begin());
    filled = ready.size();
  }
  return request == kDeviceReset || request == kDeviceStatus || request == kCancelRequest;
}

void UsbFunction::forget_client() {
  pause_.cancel();
  received_.clear();
  request_.reset();
  outgoing_.clear();
  engine_.lose_connection();
}

}  // namespace booth::virtual_camera

#include "drivers/virtual_camera/ptpip_server.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <exception>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "daemon/runtime/log.hpp"

namespace booth::virtual_camera {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// One client: two connections that live and die together.
struct Client {
  Client(tcp::socket command_socket, std::uint32_t connection_number)
      : command(std::move(command_socket)),
        event(command.get_executor()),
        pause(command.get_executor()),
        number(connection_number) {}

  void close() {
    is_closed = true;
    error_code ignored;  // closing is all that is left to do
    command.close(ignored);
    event.close(ignored);
    pause.cancel();
  }

  tcp::socket command;
  tcp::socket event;
  asio::steady_timer pause;  ///< what the client waits for: a frame, a delay, or for ever
  std::uint32_t number;
  bool is_closed = false;
};

namespace {

constexpr std::chrono::milliseconds kAcceptPause{200};
constexpr std::uint32_t kFailRejected = 1;
constexpr std::size_t kSlowChunkBytes = 16'384;

/// libgphoto2 sends a property in three small writes and leaves Nagle on: without this every one
/// costs 40 ms. The kernel forgets the wish, so it is repeated after each read.
void acknowledge_at_once(tcp::socket& socket) {
  const int on = 1;
  ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

asio::awaitable<std::optional<Packet>> read_packet(tcp::socket& socket) {
  error_code error;
  std::array<std::byte, kPacketHeaderBytes> head{};
  acknowledge_at_once(socket);
  co_await asio::async_read(socket, asio::buffer(head),
                            asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return std::nullopt;
  const std::optional<PacketHeader> header = parse_header(head);
  if (!header) {
    log::warn("ptpip_bad_packet");
    co_return std::nullopt;
  }
  Packet packet;
  packet.type = header->type;
  packet.body.resize(header->body_bytes);
  acknowledge_at_once(socket);
  co_await asio::async_read(socket, asio::buffer(packet.body),
                            asio::redirect_error(asio::use_awaitable, error));
  acknowledge_at_once(socket);
  if (error) co_return std::nullopt;
  co_return packet;
}

asio::awaitable<bool> write_packet(tcp::socket& socket, Bytes packet) {
  error_code error;
  co_await asio::async_write(socket, asio::buffer(packet),
                             asio::redirect_error(asio::use_awaitable, error));
  co_return !error;
}

/// A coroutine of a connection ends quietly; an exception out of it is a bug and ends the program.
void report_end(const std::exception_ptr& failure) {
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

PtpIpServer::PtpIpServer(asio::any_io_executor executor, PtpEngine& engine, std::uint16_t port)
    : executor_(std::move(executor)),
      engine_(engine),
      acceptor_(executor_, tcp::endpoint(asio::ip::address_v4::loopback(), port)) {}

PtpIpServer::~PtpIpServer() = default;

asio::awaitable<void> PtpIpServer::run() {
  while (acceptor_.is_open()) {
    error_code error;
    tcp::socket socket(executor_);
    co_await acceptor_.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted) co_return;
    if (error) {
      log::warn("ptpip_accept_failed", {{"cause", error.message()}});
      asio::steady_timer breather(executor_,
                                  kAcceptPause);  // out of file descriptors: waiting helps
      co_await breather.async_wait(asio::redirect_error(asio::use_awaitable, error));
      continue;
    }
    asio::co_spawn(executor_, welcome(std::move(socket)), report_end);
  }
}

void PtpIpServer::stop() {
  error_code ignored;
  acceptor_.close(ignored);
  drop_client();
}

void PtpIpServer::drop_client() {
  if (client_) lose(*client_);
}

/// The first packet says whether this is a new client or the event connection of the present one.
asio::awaitable<void> PtpIpServer::welcome(Socket socket) {
  error_code ignored;  // a connection that is gone already shows in the first read
  socket.set_option(tcp::no_delay(true), ignored);
  const std::optional<Packet> first = co_await read_packet(socket);
  if (!first) co_return;

  if (first->type == PacketType::InitCommandRequest) {
    if (use_one(engine_.faults().rejected_connections)) {
      Bytes fail = make_packet(PacketType::InitFail, PtpWriter().u32(kFailRejected).take());
      co_await write_packet(socket, std::move(fail));
      co_return;
    }
    const std::shared_ptr<Client> client = take_over(std::move(socket));
    co_await serve_commands(client);
    lose(*client);
  } else if (first->type == PacketType::InitEventRequest && client_ && !client_->is_closed &&
             PtpReader(first->body).u32() == client_->number) {
    const std::shared_ptr<Client> client = client_;
    client->event = std::move(socket);
    co_await serve_events(client);
    lose(*client);
  }
}

std::shared_ptr<Client> PtpIpServer::take_over(Socket socket) {
  drop_client();
  client_ = std::make_shared<Client>(std::move(socket), next_connection_++);
  log::debug("client_connected", {{"connection", std::uint64_t{client_->number}}});
  return client_;
}

/// Each client is lost once, whichever of its connections notices first.
void PtpIpServer::lose(Client& client) {
  if (client.is_closed) return;
  client.close();
  if (client_.get() == &client) engine_.lose_connection();
  log::debug("client_gone", {{"connection", std::uint64_t{client.number}}});
}

asio::awaitable<void> PtpIpServer::serve_commands(std::shared_ptr<Client> client) {
  const std::string name = engine_.profile().describe().model;
  Bytes ack = make_init_ack(client->number, name);
  const bool is_greeted = co_await write_packet(client->command, std::move(ack));
  if (!is_greeted) co_return;

  while (!client->is_closed) {
    const std::optional<Packet> packet = co_await read_packet(client->command);
    if (!packet) co_return;
    if (packet->type != PacketType::CommandRequest)
      continue;  // a late Cancel has nothing to cancel
    std::optional<Request> request = parse_command(*packet);
    if (!request) co_return;
    if (client_sends_data(*packet)) {
      const bool is_complete = co_await read_client_data(*client, *request);
      if (!is_complete) co_return;
    }
    co_await answer(*client, std::move(*request));
  }
}

asio::awaitable<void> PtpIpServer::serve_events(std::shared_ptr<Client> client) {
  Bytes ack = make_packet(PacketType::InitEventAck, {});
  bool is_alive = co_await write_packet(client->event, std::move(ack));
  while (is_alive) {
    const std::optional<Packet> packet = co_await read_packet(client->event);
    if (!packet) co_return;
    if (packet->type != PacketType::Ping) continue;
    Bytes pong = make_packet(PacketType::Pong, {});
    is_alive = co_await write_packet(client->event, std::move(pong));
  }
}

asio::awaitable<bool> PtpIpServer::read_client_data(Client& client, Request& request) {
  while (true) {
    const std::optional<Packet> packet = co_await read_packet(client.command);
    if (!packet) co_return false;
    if (packet->type == PacketType::StartData) continue;
    const bool is_data = packet->type == PacketType::Data || packet->type == PacketType::EndData;
    if (!is_data || packet->body.size() < 4) co_return false;
    if (request.data.size() + packet->body.size() > kLongestPacket) co_return false;
    request.data.insert(request.data.end(), packet->body.begin() + 4, packet->body.end());
    if (packet->type == PacketType::EndData) co_return true;
  }
}

asio::awaitable<void> PtpIpServer::answer(Client& client, Request request) {
  request.received_at = std::chrono::steady_clock::now();
  while (!client.is_closed) {
    const Outcome outcome = engine_.execute(request, moment_now());
    if (const auto* reply = std::get_if<Reply>(&outcome)) {
      co_await send(client, *reply, request.transaction);
      co_return;
    }
    if (std::holds_alternative<HangUp>(outcome)) {
      lose(client);
      co_return;
    }
    const auto* later = std::get_if<Later>(&outcome);
    client.pause.expires_at(later != nullptr ? later->when : SteadyTime::max());
    error_code woken;  // also when the client is lost meanwhile: the loop looks
    co_await client.pause.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    request.is_repeated = true;
  }
}

asio::awaitable<void> PtpIpServer::send(Client& client, Reply reply, std::uint32_t transaction) {
  const Bytes response = make_response(reply, transaction);
  if (!reply.data) {
    co_await write_packet(client.command, response);
    co_return;
  }
  const DataPhase& data = *reply.data;
  const Bytes head = make_data_head(data.size, transaction);
  const std::byte* payload = data.bytes->data() + data.offset;
  const std::size_t sent_bytes = data.cut_after.value_or(data.size);
  if (engine_.faults().bytes_per_second != 0) {
    co_await write_packet(client.command, head);
    co_await send_slowly(client, payload, sent_bytes);
    if (!data.cut_after) co_await write_packet(client.command, response);
  } else {
    std::array<asio::const_buffer, 3> parts{asio::buffer(head), asio::buffer(payload, sent_bytes),
                                            asio::buffer(response)};
    if (data.cut_after) parts[2] = asio::const_buffer();
    error_code error;  // a broken connection shows in the next read
    co_await asio::async_write(client.command, parts,
                               asio::redirect_error(asio::use_awaitable, error));
  }
  if (data.cut_after) lose(client);
}

asio::awaitable<void> PtpIpServer::send_slowly(Client& client, const std::byte* bytes,
                                               std::size_t size) {
  std::size_t sent = 0;
  while (sent < size && !client.is_closed) {
    const std::size_t chunk = std::min(kSlowChunkBytes, size - sent);
    error_code error;
    co_await asio::async_write(client.command, asio::buffer(bytes + sent, chunk),
                               asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
    sent += chunk;
    const std::uint64_t rate = std::max<std::uint64_t>(engine_.faults().bytes_per_second, 1);
    client.pause.expires_after(std::chrono::microseconds(chunk * 1'000'000 / rate));
    co_await client.pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
  }
}

}  // namespace booth::virtual_camera

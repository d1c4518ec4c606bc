#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "drivers/virtual_camera/ptp_engine.hpp"
#include "drivers/virtual_camera/ptpip_packets.hpp"

namespace booth::virtual_camera {

struct Client;

/// Offers a PtpEngine on TCP: commands and events on the same port of 127.0.0.1. One client at a
/// time; a new one takes over from the last, because a booth kills and restarts its camera worker
/// and must not find the camera engaged.
///
/// @thread  one io_context, run by one thread; `engine` must outlive the server and its coroutines
class PtpIpServer {
 public:
  /// Listens at once. @param port  0 for any free one; throws boost::system::system_error when it
  /// is taken
  PtpIpServer(boost::asio::any_io_executor executor, PtpEngine& engine, std::uint16_t port);
  ~PtpIpServer();

  std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  /// Accepts clients until `stop`.
  boost::asio::awaitable<void> run();
  void stop();
  /// Cuts the connection of the present client, as a pulled cable does.
  void drop_client();

 private:
  using Socket = boost::asio::ip::tcp::socket;

  boost::asio::awaitable<void> welcome(Socket socket);
  boost::asio::awaitable<void> serve_commands(std::shared_ptr<Client> client);
  boost::asio::awaitable<void> serve_events(std::shared_ptr<Client> client);
  boost::asio::awaitable<bool> read_client_data(Client& client, Request& request);
  boost::asio::awaitable<void> answer(Client& client, Request request);
  boost::asio::awaitable<void> send(Client& client, Reply reply, std::uint32_t transaction);
  boost::asio::awaitable<void> send_slowly(Client& client, const std::byte* bytes,
                                           std::size_t size);
  std::shared_ptr<Client> take_over(Socket socket);
  void lose(Client& client);

  boost::asio::any_io_executor executor_;
  PtpEngine& engine_;
  boost::asio::ip::tcp::acceptor acceptor_;
  /// Owners: the server, to cut it off, and the coroutines that serve it.
  std::shared_ptr<Client> client_;
  std::uint32_t next_connection_ = 1;
};

}  // namespace booth::virtual_camera

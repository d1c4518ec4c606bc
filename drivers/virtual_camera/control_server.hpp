#pragma once

#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include "drivers/virtual_camera/control_commands.hpp"

namespace booth::virtual_camera {

/// The camera's back door: a Unix socket that takes one JSON command per line and answers with one
/// JSON line. Anybody who may open the socket file may use it (mode 0600).
///
/// @thread  that of the engine
class ControlServer {
 public:
  /// Replaces a socket file that nobody listens on. @throws std::exception when the path cannot be
  /// used
  ControlServer(boost::asio::any_io_executor executor, const std::string& path, PtpEngine& engine,
                Cable cable);
  ~ControlServer();
  ControlServer(const ControlServer&) = delete;
  ControlServer& operator=(const ControlServer&) = delete;

  /// Serves until the program ends.
  boost::asio::awaitable<void> run();

 private:
  using Protocol = boost::asio::local::stream_protocol;

  boost::asio::awaitable<void> serve(Protocol::socket socket);

  boost::asio::any_io_executor executor_;
  std::string path_;
  PtpEngine& engine_;
  Cable cable_;
  Protocol::acceptor acceptor_;
};

}  // namespace booth::virtual_camera

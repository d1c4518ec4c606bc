#include "drivers/virtual_camera/control_server.hpp"

#include <sys/stat.h>

#include <exception>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "daemon/runtime/log.hpp"

namespace booth::virtual_camera {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using boost::system::error_code;

constexpr std::size_t kLongestLine = 65'536;

/// A camera that was killed leaves its socket file behind; one that runs must not be robbed of it.
void remove_stale_socket(const asio::any_io_executor& executor, const std::string& path) {
  if (fs::status(path).type() != fs::file_type::socket) return;
  asio::local::stream_protocol::socket probe(executor);
  error_code error;
  probe.connect(asio::local::stream_protocol::endpoint(path), error);
  if (!error) throw std::runtime_error("control socket " + path + " is in use by another camera");
  fs::remove(path);
}

void report_end(const std::exception_ptr& failure) {
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

ControlServer::ControlServer(asio::any_io_executor executor, const std::string& path,
                             PtpEngine& engine, Cable cable)
    : executor_(std::move(executor)),
      path_(path),
      engine_(engine),
      cable_(std::move(cable)),
      acceptor_(executor_) {
  remove_stale_socket(executor_, path_);
  const Protocol::endpoint endpoint(path_);
  acceptor_.open(endpoint.protocol());
  acceptor_.bind(endpoint);
  ::chmod(path_.c_str(), S_IRUSR | S_IWUSR);
  acceptor_.listen();
}

ControlServer::~ControlServer() {
  error_code ignored;
  acceptor_.close(ignored);
  std::error_code also_ignored;
  fs::remove(path_, also_ignored);
}

asio::awaitable<void> ControlServer::run() {
  while (true) {
    error_code error;
    Protocol::socket socket(executor_);
    co_await acceptor_.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted) co_return;
    if (error) {
      log::warn("control_accept_failed", {{"cause", error.message()}});
      continue;
    }
    asio::co_spawn(executor_, serve(std::move(socket)), report_end);
  }
}

asio::awaitable<void> ControlServer::serve(Protocol::socket socket) {
  std::string received;
  while (true) {
    error_code error;
    auto buffer = asio::dynamic_buffer(received, kLongestLine);
    const std::size_t length = co_await asio::async_read_until(
        socket, buffer, '\n', asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
    const std::string line = received.substr(0, length - 1);
    received.erase(0, length);
    std::string answer = run_control_command(line, engine_, cable_, moment_now());
    answer.push_back('\n');
    co_await asio::async_write(socket, asio::buffer(answer),
                               asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
  }
}

}  // namespace booth::virtual_camera

#include "daemon/api/api_server.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <exception>
#include <functional>
#include <optional>
#include <set>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "daemon/api/http_connection.hpp"
#include "daemon/api/http_head.hpp"
#include "daemon/api/problem.hpp"
#include "daemon/api/unix_socket.hpp"
#include "daemon/runtime/log.hpp"

namespace booth::api {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;
using asio::local::stream_protocol;
using boost::system::error_code;

constexpr std::size_t kShortestToken = 16;
constexpr std::chrono::milliseconds kAcceptPause{
    100};  // out of file descriptors: some will be closed soon

/// A folder that is missing (a first start without systemd) is made; its parents are not.
Result<void> make_folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos || slash == 0) return {};
  const auto folder = path.substr(0, slash);
  if (::mkdir(folder.c_str(), 0755) == 0 || errno == EEXIST) return {};
  return make_error(Errc::Io, folder + ": " + std::strerror(errno));
}

/// Best effort, never waiting: a fresh socket has room for it.
void refuse(int socket) {
  auto response = problem(503, "too_many_clients",
                          "the booth serves as many clients as it can; try again shortly");
  const auto text = head_of(response, true) + response.body;
  [[maybe_unused]] const auto sent =
      ::send(socket, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

}  // namespace

class ApiServer::Impl {
 public:
  Impl(ApiParts parts, ApiOptions options) : parts_(parts), options_(std::move(options)) {}

  Result<void> open(asio::any_io_executor executor);
  awaitable<void> run();
  void stop();
  std::uint16_t loopback_port() const { return loopback_ ? loopback_port_ : 0; }
  std::size_t open_connections() const { return connections_.size(); }

 private:
  struct Listener {
    int clients = 0;
    int most_clients = 0;
    RateLimit rate{1, 1};
  };

  Result<void> open_local(const asio::any_io_executor& executor);
  Result<void> open_loopback(const asio::any_io_executor& executor);
  template <class Acceptor>
  awaitable<void> accept_from(Acceptor& acceptor, Listener& listener);
  Door door_for(stream_protocol::socket& socket) const {
    return Door::local(caller_of(socket.native_handle()));
  }
  Door door_for(tcp::socket&) const { return Door::loopback(options_.loopback_token); }
  void serve(HttpConnection::Socket socket, const Door& door, Listener& listener);
  void spawn(awaitable<void> task, std::function<void()> at_end);

  ApiParts parts_;
  ApiOptions options_;
  BlockingThread file_thread_;
  std::optional<FactFeed> feed_;
  std::optional<RequestAnswerer> answerer_;
  asio::any_io_executor executor_;
  std::optional<stream_protocol::acceptor> local_;
  std::optional<tcp::acceptor> loopback_;
  std::uint16_t loopback_port_ = 0;
  Listener local_listener_;
  Listener loopback_listener_;
  Listener strangers_;
  std::optional<asio::steady_timer> all_done_;  ///< never fires; cancelled when the last task ends
  std::set<HttpConnection*> connections_;
  int tasks_ = 0;
  bool is_stopping_ = false;
};

Result<void> ApiServer::Impl::open(asio::any_io_executor executor) {
  executor_ = executor;
  feed_.emplace(executor, parts_.booth);
  answerer_.emplace(RouteContext{parts_.booth, file_thread_, *feed_, parts_.events, parts_.measures,
                                 parts_.calls});
  all_done_.emplace(executor, asio::steady_timer::time_point::max());
  local_listener_.most_clients = options_.most_local_clients;
  loopback_listener_.most_clients = options_.most_loopback_clients;
  strangers_.most_clients = options_.most_strangers;
  local_listener_.rate = RateLimit(options_.local_requests_per_s, options_.local_requests_per_s);
  loopback_listener_.rate =
      RateLimit(options_.loopback_requests_per_s, options_.loopback_requests_per_s);
  strangers_.rate = RateLimit(options_.most_strangers, options_.most_strangers);
  if (auto opened = open_local(executor); !opened) return opened;
  if (options_.loopback_port) return open_loopback(executor);
  return {};
}

Result<void> ApiServer::Impl::open_local(const asio::any_io_executor& executor) {
  const auto& path = options_.socket_path;
  if (auto cleared = make_folder_of(path); !cleared) return cleared;
  if (auto cleared = clear_socket_path(path); !cleared) return cleared;
  try {
    local_.emplace(executor, stream_protocol::endpoint(path));
  } catch (const boost::system::system_error& failed) {
    return make_error(Errc::Io, path + ": " + failed.code().message());
  }
  // Everybody may knock: who may do what is decided by the peer's groups, with a sentence instead
  // of a bare EACCES.
  if (::chmod(path.c_str(), 0666) != 0)
    return make_error(Errc::Io, path + ": " + std::strerror(errno));
  return {};
}

Result<void> ApiServer::Impl::open_loopback(const asio::any_io_executor& executor) {
  if (options_.loopback_token.size() < kShortestToken)
    return make_error(Errc::BadInput, "the loopback port needs a token of at least 16 characters");
  try {
    loopback_.emplace(executor,
                      tcp::endpoint(asio::ip::address_v4::loopback(), *options_.loopback_port));
    loopback_port_ = loopback_->local_endpoint().port();
  } catch (const boost::system::system_error& failed) {
    return make_error(Errc::Io, "127.0.0.1:" + std::to_string(*options_.loopback_port) + ": " +
                                    failed.code().message());
  }
  return {};
}

awaitable<void> ApiServer::Impl::run() {
  log::note("api_serving",
            {{"socket", options_.socket_path}, {"loopback_port", int{loopback_port()}}});
  spawn(feed_->run(), [] {});
  spawn(accept_from(*local_, local_listener_), [] {});
  if (loopback_) spawn(accept_from(*loopback_, loopback_listener_), [] {});

  error_code cancelled;
  auto token = asio::redirect_error(asio::use_awaitable, cancelled);
  while (tasks_ > 0) co_await all_done_->async_wait(token);
}

void ApiServer::Impl::stop() {
  if (std::exchange(is_stopping_, true) || !local_) return;
  // While we still listen, the name is ours: a successor would have been told to keep off.
  ::unlink(options_.socket_path.c_str());
  error_code ignored;
  local_->close(ignored);
  if (loopback_) loopback_->close(ignored);
  feed_->stop();
  for (auto* connection : connections_) connection->close();
}

template <class Acceptor>
awaitable<void> ApiServer::Impl::accept_from(Acceptor& acceptor, Listener& listener) {
  asio::steady_timer pause(executor_);
  while (!is_stopping_) {
    error_code failed;
    auto token = asio::redirect_error(asio::use_awaitable, failed);
    auto socket = co_await acceptor.async_accept(token);
    if (is_stopping_) co_return;
    if (failed) {
      log::warn("api_accept_failed", {{"cause", failed.message()}});
      pause.expires_after(kAcceptPause);
      co_await pause.async_wait(token);
    } else {
      const auto door = door_for(socket);
      auto& room = door.is_for_strangers() ? strangers_ : listener;
      if (room.clients < room.most_clients)
        serve(std::move(socket), door, room);
      else
        refuse(socket.native_handle());
    }
  }
}

void ApiServer::Impl::serve(HttpConnection::Socket socket, const Door& door, Listener& listener) {
  // Owned by the coroutine's completion handler, which is destroyed after the coroutine has ended.
  auto connection = std::make_shared<HttpConnection>(std::move(socket), door, *answerer_, options_,
                                                     listener.rate);
  connections_.insert(connection.get());
  ++listener.clients;
  spawn(connection->serve(), [this, connection, &listener] {
    connections_.erase(connection.get());
    --listener.clients;
  });
}

/// A task that fails takes only itself down: what one client did must not stop the booth.
void ApiServer::Impl::spawn(awaitable<void> task, std::function<void()> at_end) {
  ++tasks_;
  asio::co_spawn(executor_, std::move(task), [this, at_end](const std::exception_ptr& failure) {
    at_end();
    try {
      if (failure) std::rethrow_exception(failure);
    } catch (const std::exception& bug) {
      log::error("api_connection_failed", {{"what", bug.what()}});
    }
    if (--tasks_ == 0) all_done_->cancel();
  });
}

ApiServer::ApiServer(ApiParts parts, ApiOptions options)
    : impl_(std::make_unique<Impl>(parts, std::move(options))) {}
ApiServer::~ApiServer() = default;

Result<void> ApiServer::open(asio::any_io_executor executor) {
  return impl_->open(std::move(executor));
}
awaitable<void> ApiServer::run() {
  return impl_->run();
}
void ApiServer::stop() {
  impl_->stop();
}
std::uint16_t ApiServer::loopback_port() const {
  return impl_->loopback_port();
}
std::size_t ApiServer::open_connections() const {
  return impl_->open_connections();
}

}  // namespace booth::api

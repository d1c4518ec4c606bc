#include "tests/support/scripted_http_server.hpp"

#include <charconv>
#include <utility>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace booth {

using boost::asio::ip::tcp;
using Failed = boost::system::error_code;

struct ScriptedHttpServer::Shared {
  Shared(const boost::asio::any_io_executor& executor, Script its_script)
      : acceptor(executor, {boost::asio::ip::address_v4::loopback(), 0}),
        script(std::move(its_script)) {}
  tcp::acceptor acceptor;
  Script script;
  std::vector<Request> requests;
  std::vector<std::weak_ptr<Connection>> connections;
  int accepted = 0;
  bool answers_expect = true;
};

struct ScriptedHttpServer::Connection : std::enable_shared_from_this<Connection> {
  Connection(tcp::socket its_socket, std::weak_ptr<Shared> its_server, int its_number)
      : socket(std::move(its_socket)), server(std::move(its_server)), number(its_number) {}

  void read_head() {
    const auto self = shared_from_this();
    boost::asio::async_read_until(socket, boost::asio::dynamic_buffer(received), "\r\n\r\n",
                                  [self](Failed failed, std::size_t size) {
                                    if (!failed) self->on_head(size);
                                  });
  }

  void on_head(std::size_t size) {
    request = {};
    request.connection = number;
    request.head = received.substr(0, size);
    received.erase(0, size);
    request.method = request.head.substr(0, request.head.find(' '));
    const auto begin = request.method.size() + 1;
    request.target = request.head.substr(begin, request.head.find(' ', begin) - begin);
    for (auto& c : request.head) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const auto owner = server.lock();
    if (owner && owner->answers_expect &&
        request.head.find("expect: 100-continue") != std::string::npos) {
      write("HTTP/1.1 100 Continue\r\n\r\n", &Connection::read_body);
    } else {
      read_body();
    }
  }

  void read_body() {
    std::size_t length = 0;
    if (const auto at = request.head.find("content-length: "); at != std::string::npos)
      std::from_chars(request.head.data() + at + 16, request.head.data() + request.head.size(),
                      length);
    const auto missing = length > received.size() ? length - received.size() : 0;
    const auto self = shared_from_this();
    boost::asio::async_read(socket, boost::asio::dynamic_buffer(received),
                            boost::asio::transfer_exactly(missing),
                            [self, length](Failed failed, std::size_t) {
                              if (!failed) self->on_body(length);
                            });
  }

  void on_body(std::size_t length) {
    const auto owner = server.lock();
    if (!owner) return;
    request.body = received.substr(0, length);
    received.erase(0, length);
    owner->requests.push_back(request);
    const auto reply = owner->script(request);
    if (reply.is_silent) return hold();
    write(reply.bytes, reply.is_closed_after ? &Connection::close : &Connection::read_head);
  }

  /// Keeps the connection open until the client or the test ends it.
  void hold() {
    const auto self = shared_from_this();
    received.assign(1, ' ');
    socket.async_read_some(boost::asio::buffer(received), [self](Failed failed, std::size_t) {
      if (!failed) self->hold();
    });
  }

  void write(std::string bytes, void (Connection::*then)()) {
    sent = std::move(bytes);
    const auto self = shared_from_this();
    boost::asio::async_write(socket, boost::asio::buffer(sent),
                             [self, then](Failed failed, std::size_t) {
                               if (!failed) (self.get()->*then)();
                             });
  }

  void close() {
    Failed ignored;
    socket.shutdown(tcp::socket::shutdown_both, ignored);
    socket.close(ignored);
  }

  tcp::socket socket;
  std::weak_ptr<Shared> server;
  int number;
  std::string received;
  std::string sent;
  Request request;
};

namespace {

template <class Shared, class Connection>
void accept_next(const std::shared_ptr<Shared>& shared) {
  const std::weak_ptr<Shared> weak = shared;
  shared->acceptor.async_accept([weak](Failed failed, tcp::socket socket) {
    const auto owner = weak.lock();
    if (failed || !owner) return;
    const auto connection =
        std::make_shared<Connection>(std::move(socket), weak, ++owner->accepted);
    owner->connections.push_back(connection);
    connection->read_head();
    accept_next<Shared, Connection>(owner);
  });
}

}  // namespace

ScriptedHttpServer::ScriptedHttpServer(boost::asio::any_io_executor executor, Script script)
    : shared_(std::make_shared<Shared>(executor, std::move(script))) {
  accept_next<Shared, Connection>(shared_);
}

ScriptedHttpServer::~ScriptedHttpServer() {
  Failed ignored;
  shared_->acceptor.close(ignored);
  for (const auto& weak : shared_->connections)
    if (const auto connection = weak.lock()) connection->close();
}

std::string ScriptedHttpServer::url() const {
  return "http://127.0.0.1:" + std::to_string(shared_->acceptor.local_endpoint().port()) + "/";
}

const std::vector<ScriptedHttpServer::Request>& ScriptedHttpServer::requests() const {
  return shared_->requests;
}

void ScriptedHttpServer::answer_expect(bool is_answered) {
  shared_->answers_expect = is_answered;
}

ScriptedHttpServer::Reply ScriptedHttpServer::reply(int status, const std::string& headers,
                                                    const std::string& body) {
  return {"HTTP/1.1 " + std::to_string(status) + " Because\r\n" + headers +
              "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body,
          false, false};
}

}  // namespace booth

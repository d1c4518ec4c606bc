#include "tests/support/chaos_proxy.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <deque>
#include <utility>
#include <vector>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

namespace booth {

using boost::asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using Failed = boost::system::error_code;

struct ChaosProxy::Shared {
  Shared(const boost::asio::any_io_executor& its_executor, std::uint16_t port,
         std::function<Chaos(int)> its_chaos)
      : executor(its_executor),
        acceptor(executor, {boost::asio::ip::address_v4::loopback(), 0}),
        server(boost::asio::ip::address_v4::loopback(), port),
        chaos(std::move(its_chaos)) {}
  void accept();

  boost::asio::any_io_executor executor;
  tcp::acceptor acceptor;
  tcp::endpoint server;
  std::function<Chaos(int)> chaos;
  std::vector<std::weak_ptr<Link>> links;
  std::weak_ptr<Shared> self;
  int accepted = 0;
  std::atomic<std::int64_t> bytes_up{0};  // read by the thread that measures
  std::int64_t line_bytes_per_s = 0;
  Clock::time_point line_free_at{};  ///< of the line that all connections share
  bool is_frozen = false;
};

/// One client connection and its twin to the server.
struct ChaosProxy::Link : std::enable_shared_from_this<Link> {
  struct Piece {
    std::vector<char> bytes;
    Clock::time_point due;
  };
  /// One direction: what was read waits for its time, then it is written.
  struct Way {
    explicit Way(const boost::asio::any_io_executor& executor) : clock(executor) {}
    std::array<char, 16 * 1024> room{};
    std::deque<Piece> pieces;
    boost::asio::steady_timer clock;
    Clock::time_point line_free_at{};  ///< when the slow line has carried everything so far
    bool is_writing = false;
    bool is_reading = false;
    bool has_ended = false;
  };

  Link(std::shared_ptr<Shared> its_owner, tcp::socket its_client, Chaos its_chaos)
      : owner(std::move(its_owner)),
        client(std::move(its_client)),
        server(owner->executor),
        chaos(its_chaos),
        up(owner->executor),
        down(owner->executor) {}

  bool is_frozen() const { return owner->is_frozen || bytes_up >= chaos.freeze_after; }
  tcp::socket& from(Way& way) { return &way == &up ? client : server; }
  tcp::socket& to(Way& way) { return &way == &up ? server : client; }

  void connect() {
    const auto self = shared_from_this();
    server.async_connect(owner->server, [self](Failed failed) {
      if (failed) return self->reset();
      self->read(self->up);
      self->read(self->down);
    });
  }

  void read(Way& way) {
    if (is_frozen() || way.is_reading) return;
    way.is_reading = true;
    const auto self = shared_from_this();
    from(way).async_read_some(boost::asio::buffer(way.room),
                              [self, &way](Failed failed, std::size_t size) {
                                way.is_reading = false;
                                if (failed) {
                                  way.has_ended = true;
                                  return self->write(way);
                                }
                                self->on_bytes(way, size);
                              });
  }

  void on_bytes(Way& way, std::size_t size) {
    auto count = static_cast<std::int64_t>(size);
    if (&way == &up) {
      if (bytes_up + count > chaos.cut_after) return reset();
      bytes_up += count;
      owner->bytes_up += count;
    } else if (bytes_up >= chaos.lose_answer_after) {
      return reset();  // the answer is here and goes no further
    }
    const auto now = Clock::now();
    way.line_free_at = line_free_after(way, count, now);
    way.pieces.push_back(
        {{way.room.data(), way.room.data() + size}, way.line_free_at + chaos.latency});
    write(way);
    // A line has a short queue: what does not fit is not read, and TCP slows the sender down.
    if (way.line_free_at - now < std::chrono::milliseconds(100)) return read(way);
    const auto self = shared_from_this();
    way.clock.expires_at(way.line_free_at - std::chrono::milliseconds(50));
    way.clock.async_wait([self, &way](Failed failed) {
      if (!failed) self->read(way);
    });
  }

  Clock::time_point line_free_after(Way& way, std::int64_t count, Clock::time_point now) {
    const bool is_shared = &way == &up && owner->line_bytes_per_s > 0;
    const auto rate = is_shared ? owner->line_bytes_per_s : chaos.bytes_per_s;
    auto free_at = std::max(is_shared ? owner->line_free_at : way.line_free_at, now);
    if (&way == &up && rate > 0) free_at += std::chrono::microseconds(count * 1'000'000 / rate);
    if (is_shared) owner->line_free_at = free_at;
    return free_at;
  }

  void write(Way& way) {
    if (is_frozen() || way.is_writing) return;
    if (way.pieces.empty()) {
      if (way.has_ended) reset();
      return;
    }
    way.is_writing = true;
    const auto self = shared_from_this();
    auto timer =
        std::make_shared<boost::asio::steady_timer>(owner->executor, way.pieces.front().due);
    timer->async_wait([self, &way, timer](Failed) {
      boost::asio::async_write(self->to(way), boost::asio::buffer(way.pieces.front().bytes),
                               [self, &way](Failed failed, std::size_t) {
                                 way.is_writing = false;
                                 if (failed) return self->reset();
                                 way.pieces.pop_front();
                                 self->write(way);
                               });
    });
  }

  void go_on() {
    for (Way* way : {&up, &down}) {
      write(*way);
      read(*way);
    }
  }

  /// Both sides see a reset, as from a router that lost its table.
  void reset() {
    Failed ignored;
    for (auto* socket : {&client, &server}) {
      socket->set_option(boost::asio::socket_base::linger(true, 0), ignored);
      socket->close(ignored);
    }
    up.clock.cancel();
    down.clock.cancel();
  }

  std::shared_ptr<Shared> owner;
  tcp::socket client;
  tcp::socket server;
  Chaos chaos;
  Way up;
  Way down;
  std::int64_t bytes_up = 0;
};

void ChaosProxy::Shared::accept() {
  const auto weak = self;
  acceptor.async_accept([weak](Failed failed, tcp::socket socket) {
    const auto owner = weak.lock();
    if (failed || !owner) return;
    const auto link =
        std::make_shared<Link>(owner, std::move(socket), owner->chaos(++owner->accepted));
    std::erase_if(owner->links, [](const std::weak_ptr<Link>& each) { return each.expired(); });
    owner->links.push_back(link);
    link->connect();
    owner->accept();
  });
}

ChaosProxy::ChaosProxy(boost::asio::any_io_executor executor, std::uint16_t server_port,
                       std::function<Chaos(int)> chaos)
    : shared_(std::make_shared<Shared>(executor, server_port, std::move(chaos))) {
  shared_->self = shared_;
  shared_->accept();
}

ChaosProxy::~ChaosProxy() {
  Failed ignored;
  shared_->acceptor.close(ignored);
  for (const auto& weak : shared_->links)
    if (const auto link = weak.lock()) link->reset();
}

std::uint16_t ChaosProxy::port() const {
  return shared_->acceptor.local_endpoint().port();
}
int ChaosProxy::connections() const {
  return shared_->accepted;
}
std::int64_t ChaosProxy::bytes_to_server() const {
  return shared_->bytes_up;
}

void ChaosProxy::share_line(std::int64_t bytes_per_s) {
  shared_->line_bytes_per_s = bytes_per_s;
  // Loopback would take megabytes into its buffers at once, which no router does.
  Failed ignored;
  shared_->acceptor.set_option(boost::asio::socket_base::receive_buffer_size(128 * 1024), ignored);
}

void ChaosProxy::freeze(bool is_frozen) {
  shared_->is_frozen = is_frozen;
  if (is_frozen) return;
  for (const auto& weak : shared_->links)
    if (const auto link = weak.lock()) link->go_on();
}

}  // namespace booth

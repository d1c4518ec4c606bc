#include "sync/curl_transport.hpp"

#include <list>
#include <map>
#include <stdexcept>
#include <utility>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sync/curl_error.hpp"
#include "sync/curl_handles.hpp"
#include "sync/curl_transfer.hpp"

namespace booth {
namespace {

namespace asio = boost::asio;

void initialise_curl_once() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw std::runtime_error("libcurl cannot be initialised");
}

}  // namespace

/// libcurl tells which sockets and which timer it waits for; Asio waits for them and tells libcurl.
/// Two owners: the transport, and each coroutine that waits in `request` (it may be destroyed with
/// the io_context, later).
class CurlTransport::Loop : public std::enable_shared_from_this<Loop> {
 public:
  Loop(asio::any_io_executor executor, CurlOptions options);

  asio::awaitable<Result<HttpAnswer>> request(HttpRequest request);
  void limit_upload(std::int64_t bytes_per_s);
  void drop_connections();
  Counts counts() const { return counts_; }

 private:
  /// A transfer known to libcurl, for as long as this object lives.
  struct Active {
    Active(Loop& owner, CurlTransfer& its_transfer);
    ~Active();
    Active(const Active&) = delete;
    Active& operator=(const Active&) = delete;
    void end(CURLcode with);

    Loop& loop;
    CurlTransfer& transfer;
    asio::steady_timer done;
    std::optional<CURLcode> code;
    std::list<Active*>::iterator place;
  };

  /// One socket of libcurl's. libcurl opens and closes it; Asio only watches.
  struct Watch {
    Watch(const asio::any_io_executor& executor, curl_socket_t socket)
        : descriptor(executor, socket) {}
    ~Watch() { descriptor.release(); }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    asio::posix::stream_descriptor descriptor;
    int wanted = 0;  ///< CURL_POLL_IN, CURL_POLL_OUT, CURL_POLL_INOUT
    bool is_reading = false;
    bool is_writing = false;
  };

  void open_multi();
  void set_wanted(curl_socket_t socket, int wanted);
  void arm(const std::shared_ptr<Watch>& watch, curl_socket_t socket);
  void wait_for(const std::shared_ptr<Watch>& watch, curl_socket_t socket, bool is_read);
  void set_timer(long timeout_ms);
  void act(curl_socket_t socket, int events);
  void collect_done();
  void wait_for_bandwidth();
  void go_on_paused();

  static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) noexcept;
  static int on_timer(CURLM*, long timeout_ms, void* self) noexcept;

  asio::any_io_executor executor_;
  CurlOptions options_;
  TokenBucket bucket_;
  asio::steady_timer timer_;
  asio::steady_timer refill_;
  bool is_refill_pending_ = false;
  // Watches are shared with the wait handlers that Asio still holds after libcurl closed the
  // socket.
  std::map<curl_socket_t, std::shared_ptr<Watch>> watches_;
  std::list<Active*> active_;
  Counts counts_;
  CurlMulti multi_;  // last: its end still calls the callbacks above
};

CurlTransport::Loop::Active::Active(Loop& owner, CurlTransfer& its_transfer)
    : loop(owner),
      transfer(its_transfer),
      done(owner.executor_, SteadyTime::max()),
      place(owner.active_.insert(owner.active_.end(), this)) {
  curl_easy_setopt(transfer.easy(), CURLOPT_PRIVATE, this);
  ++loop.counts_.requests;
  const auto added = curl_multi_add_handle(loop.multi_.get(), transfer.easy());
  if (added != CURLM_OK) end(CURLE_FAILED_INIT);
}

CurlTransport::Loop::Active::~Active() {
  if (!code) curl_multi_remove_handle(loop.multi_.get(), transfer.easy());
  loop.active_.erase(place);
}

void CurlTransport::Loop::Active::end(CURLcode with) {
  loop.counts_.connections += transfer.connections_opened();
  loop.counts_.bytes_sent += transfer.bytes_sent();
  curl_multi_remove_handle(loop.multi_.get(), transfer.easy());
  code = with;
  done.cancel();
}

CurlTransport::Loop::Loop(asio::any_io_executor executor, CurlOptions options)
    : executor_(std::move(executor)),
      options_(std::move(options)),
      bucket_(options_.upload_bytes_per_s, std::chrono::steady_clock::now()),
      timer_(executor_),
      refill_(executor_) {
  open_multi();
}

void CurlTransport::Loop::open_multi() {
  multi_.reset(curl_multi_init());
  if (!multi_) throw std::runtime_error("curl_multi_init failed");
  curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETFUNCTION, &Loop::on_socket);
  curl_multi_setopt(multi_.get(), CURLMOPT_SOCKETDATA, this);
  curl_multi_setopt(multi_.get(), CURLMOPT_TIMERFUNCTION, &Loop::on_timer);
  curl_multi_setopt(multi_.get(), CURLMOPT_TIMERDATA, this);
  curl_multi_setopt(multi_.get(), CURLMOPT_PIPELINING, static_cast<long>(CURLPIPE_NOTHING));
}

asio::awaitable<Result<HttpAnswer>> CurlTransport::Loop::request(HttpRequest request) {
  const auto self = shared_from_this();
  CurlTransfer transfer(std::move(request), bucket_);
  if (const auto prepared = transfer.prepare(options_); !prepared) co_return prepared.error();

  Active active(*this, transfer);
  if (!active.code) {
    boost::system::error_code ignored;  // "cancelled" is how `end` wakes us
    co_await active.done.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  if (!active.code) co_return make_error(Errc::Cancelled, "the transfer was stopped");
  co_return transfer.finish(*active.code);
}

// --- what libcurl waits for
// ---------------------------------------------------------------------------

int CurlTransport::Loop::on_socket(CURL*, curl_socket_t socket, int what, void* self,
                                   void*) noexcept {
  try {
    static_cast<Loop*>(self)->set_wanted(socket, what);
    return 0;
  } catch (...) {
    return -1;  // no exception may pass through libcurl
  }
}

int CurlTransport::Loop::on_timer(CURLM*, long timeout_ms, void* self) noexcept {
  try {
    static_cast<Loop*>(self)->set_timer(timeout_ms);
    return 0;
  } catch (...) {
    return -1;
  }
}

void CurlTransport::Loop::set_wanted(curl_socket_t socket, int wanted) {
  if (wanted == CURL_POLL_REMOVE) {
    const auto found = watches_.find(socket);
    if (found == watches_.end()) return;
    // Released now, before libcurl closes it: the number may be somebody else's socket a moment
    // later.
    found->second->wanted = 0;
    found->second->descriptor.release();
    watches_.erase(found);
    return;
  }
  auto& watch = watches_[socket];
  if (!watch) watch = std::make_shared<Watch>(executor_, socket);
  watch->wanted = wanted;
  arm(watch, socket);
}

void CurlTransport::Loop::arm(const std::shared_ptr<Watch>& watch, curl_socket_t socket) {
  if ((watch->wanted & CURL_POLL_IN) != 0 && !watch->is_reading) wait_for(watch, socket, true);
  if ((watch->wanted & CURL_POLL_OUT) != 0 && !watch->is_writing) wait_for(watch, socket, false);
}

void CurlTransport::Loop::wait_for(const std::shared_ptr<Watch>& watch, curl_socket_t socket,
                                   bool is_read) {
  using asio::posix::descriptor_base;
  (is_read ? watch->is_reading : watch->is_writing) = true;
  auto on_ready = [weak = weak_from_this(), watch, socket,
                   is_read](boost::system::error_code failed) {
    (is_read ? watch->is_reading : watch->is_writing) = false;
    const auto loop = weak.lock();
    if (failed || !loop || (watch->wanted & (is_read ? CURL_POLL_IN : CURL_POLL_OUT)) == 0) return;
    loop->act(socket, is_read ? CURL_CSELECT_IN : CURL_CSELECT_OUT);
    loop->arm(watch, socket);
  };
  watch->descriptor.async_wait(is_read ? descriptor_base::wait_read : descriptor_base::wait_write,
                               std::move(on_ready));
}

void CurlTransport::Loop::set_timer(long timeout_ms) {
  if (timeout_ms < 0) {
    timer_.cancel();
    return;
  }
  timer_.expires_after(std::chrono::milliseconds(timeout_ms));
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code failed) {
    const auto loop = weak.lock();
    if (!failed && loop) loop->act(CURL_SOCKET_TIMEOUT, 0);
  });
}

// --- what Asio found
// ----------------------------------------------------------------------------------

void CurlTransport::Loop::act(curl_socket_t socket, int events) {
  int running = 0;
  curl_multi_socket_action(multi_.get(), socket, events, &running);
  collect_done();
  wait_for_bandwidth();
}

void CurlTransport::Loop::collect_done() {
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const auto code = message->data.result;  // the message is gone once its handle is removed
    Active* active = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &active);
    active->end(code);
  }
}

void CurlTransport::Loop::wait_for_bandwidth() {
  if (is_refill_pending_ || !bucket_.is_limited()) return;
  const auto is_paused = [](const Active* each) {
    return each->transfer.is_waiting_for_bandwidth();
  };
  if (std::none_of(active_.begin(), active_.end(), is_paused)) return;
  is_refill_pending_ = true;
  refill_.expires_after(bucket_.time_until_some(std::chrono::steady_clock::now()));
  refill_.async_wait([weak = weak_from_this()](boost::system::error_code) {
    if (const auto loop = weak.lock()) loop->go_on_paused();
  });
}

void CurlTransport::Loop::go_on_paused() {
  is_refill_pending_ = false;
  for (Active* each : active_)
    if (!each->code && each->transfer.is_waiting_for_bandwidth()) each->transfer.go_on();
  // `go_on` may send at once and pause again without libcurl's timer having anything to say.
  wait_for_bandwidth();
}

void CurlTransport::Loop::limit_upload(std::int64_t bytes_per_s) {
  bucket_.change_rate(bytes_per_s, std::chrono::steady_clock::now());
  go_on_paused();
}

void CurlTransport::Loop::drop_connections() {
  for (Active* each : active_)
    if (!each->code) each->end(CURLE_SEND_ERROR);
  open_multi();  // libcurl has no other way to drop the connections it keeps
}

// --- the public face
// ----------------------------------------------------------------------------------

CurlTransport::CurlTransport(asio::any_io_executor executor, CurlOptions options) {
  initialise_curl_once();
  loop_ = std::make_shared<Loop>(std::move(executor), std::move(options));
}

CurlTransport::~CurlTransport() = default;

asio::awaitable<Result<HttpAnswer>> CurlTransport::request(HttpRequest request) {
  return loop_->request(std::move(request));
}

void CurlTransport::limit_upload(std::int64_t bytes_per_s) {
  loop_->limit_upload(bytes_per_s);
}
void CurlTransport::drop_connections() {
  loop_->drop_connections();
}
CurlTransport::Counts CurlTransport::counts() const {
  return loop_->counts();
}

bool is_loopback_url(const std::string& url) {
  const auto origin = origin_of(url);
  if (!origin.starts_with("http://")) return false;
  auto host = origin.substr(7);
  if (host.starts_with("[::1]")) return true;
  host = host.substr(0, host.find(':'));
  if (host == "localhost") return true;
  return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
}

}  // namespace booth

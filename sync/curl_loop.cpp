#include "sync/curl_loop.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace booth {

namespace asio = boost::asio;

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
  due_.reset();
  if (timeout_ms < 0) return;
  due_ = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  if (timeout_ms > 0) {
    wait_until_due();
  } else if (!is_turn_posted_) {
    // Not from here: libcurl must not be called from its own callback.
    is_turn_posted_ = true;
    asio::post(executor_, [weak = weak_from_this()] {
      const auto loop = weak.lock();
      if (!loop) return;
      loop->is_turn_posted_ = false;
      loop->act_if_due();
    });
  }
}

/// libcurl moves its timer several times per request, nearly always to a later time. A wait that
/// ends too early finds that out and waits on: cheaper than telling the kernel each time.
void CurlTransport::Loop::wait_until_due() {
  if (!due_ || (timer_ends_ && *timer_ends_ <= *due_)) return;
  timer_ends_ = due_;
  timer_.expires_at(*due_);
  timer_.async_wait([weak = weak_from_this()](boost::system::error_code failed) {
    const auto loop = weak.lock();
    if (failed || !loop) return;  // failed: a wait for an earlier time has taken its place
    loop->timer_ends_.reset();
    loop->act_if_due();
  });
}

void CurlTransport::Loop::act_if_due() {
  if (due_ && *due_ <= std::chrono::steady_clock::now()) {
    due_.reset();
    act(CURL_SOCKET_TIMEOUT, 0);
  }
  wait_until_due();
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

}  // namespace booth

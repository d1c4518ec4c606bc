#pragma once

#include <list>
#include <map>
#include <memory>
#include <optional>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "sync/curl_handles.hpp"
#include "sync/curl_transfer.hpp"
#include "sync/curl_transport.hpp"

namespace booth {

/// libcurl tells which sockets and which timer it waits for; Asio waits for them and tells libcurl.
/// Two owners: the transport, and each coroutine that waits in `request` (it may be destroyed with
/// the io_context, later).
class CurlTransport::Loop : public std::enable_shared_from_this<Loop> {
 public:
  Loop(boost::asio::any_io_executor executor, CurlOptions options);

  boost::asio::awaitable<Result<HttpAnswer>> request(HttpRequest request);
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
    boost::asio::steady_timer done;
    std::optional<CURLcode> code;
    std::list<Active*>::iterator place;
  };

  /// One socket of libcurl's. libcurl opens and closes it; Asio only watches.
  struct Watch {
    Watch(const boost::asio::any_io_executor& executor, curl_socket_t socket)
        : descriptor(executor, socket) {}
    ~Watch() { descriptor.release(); }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

    boost::asio::posix::stream_descriptor descriptor;
    int wanted = 0;  ///< CURL_POLL_IN, CURL_POLL_OUT, CURL_POLL_INOUT
    bool is_reading = false;
    bool is_writing = false;
  };

  void open_multi();
  void set_wanted(curl_socket_t socket, int wanted);
  void arm(const std::shared_ptr<Watch>& watch, curl_socket_t socket);
  void wait_for(const std::shared_ptr<Watch>& watch, curl_socket_t socket, bool is_read);
  void set_timer(long timeout_ms);
  void wait_until_due();
  void act_if_due();
  void act(curl_socket_t socket, int events);
  void collect_done();
  void wait_for_bandwidth();
  void go_on_paused();

  static int on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) noexcept;
  static int on_timer(CURLM*, long timeout_ms, void* self) noexcept;

  boost::asio::any_io_executor executor_;
  CurlOptions options_;
  TokenBucket bucket_;
  boost::asio::steady_timer timer_;
  std::optional<SteadyTime> due_;         ///< when libcurl wants to be called
  std::optional<SteadyTime> timer_ends_;  ///< not later than `due_`
  bool is_turn_posted_ = false;           ///< libcurl is called in the loop's next turn
  boost::asio::steady_timer refill_;
  bool is_refill_pending_ = false;
  // Watches are shared with the wait handlers that Asio still holds after libcurl closed the
  // socket.
  std::map<curl_socket_t, std::shared_ptr<Watch>> watches_;
  std::list<Active*> active_;
  Counts counts_;
  CurlMulti multi_;  // last: its end still calls the callbacks above
};

}  // namespace booth

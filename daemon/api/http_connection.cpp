#include "daemon/api/http_connection.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>

#include "daemon/api/http_head.hpp"
#include "daemon/api/problem.hpp"

namespace booth::api {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::awaitable;
using boost::system::error_code;
using Parser = http::request_parser<http::string_body>;

constexpr std::size_t kReadSize = 16 * 1024;
/// What a refused client may still send before the connection is cut, so that it gets to read the
/// refusal.
constexpr std::size_t kMostDrained = 4 * 1024 * 1024;
constexpr std::chrono::milliseconds kDrainTime{1000};

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

Result<void> read_fields(const http::request<http::string_body>& message, HttpRequest& request) {
  request.method = view(message.method_string());
  for (const auto& field : message) {
    auto& value = request.headers[std::string(view(field.name_string()))];
    if (!value.empty()) value += ", ";
    value += view(field.value());
  }
  request.body = message.body();
  return read_target(view(message.target()), request);
}

/// What to tell a client whose request could not be read; nullopt when nobody is there to be told.
/// (A client that was too slow is not told: Beast has closed its socket.)
std::optional<HttpResponse> read_problem(const error_code& failed) {
  if (failed == http::error::header_limit)
    return problem(431, "header_too_large", "the request's header is too large");
  if (failed == http::error::body_limit)
    return problem(413, "body_too_large", "the request's body is too large");
  if (failed == http::error::end_of_stream || failed == http::error::partial_message)
    return std::nullopt;
  if (failed.category() == make_error_code(http::error::bad_method).category())
    return problem(400, "bad_http", "this is not a valid HTTP request: " + failed.message());
  return std::nullopt;
}

}  // namespace

class HttpConnection::Impl {
 public:
  Impl(Socket socket, const Door& door, RequestAnswerer& answerer, const ApiOptions& options,
       RateLimit& rate)
      : stream_(std::move(socket)),
        door_(door),
        answerer_(answerer),
        options_(options),
        rate_(rate) {}

  awaitable<void> serve() {
    for (bool goes_on = true; goes_on;) {
      goes_on = co_await wait_for_client();
      if (goes_on) goes_on = co_await serve_one();
    }
    co_await drain();
    stream_.close();
  }

  void close() { stream_.close(); }

 private:
  /// Between requests a client may stay silent for long; within one it may not.
  awaitable<bool> wait_for_client() {
    if (buffer_.size() > 0) co_return true;
    stream_.expires_after(options_.idle_time);
    error_code failed;
    auto token = asio::redirect_error(asio::use_awaitable, failed);
    const auto space = buffer_.prepare(kReadSize);
    const auto got = co_await stream_.async_read_some(space, token);
    buffer_.commit(got);
    co_return !failed;
  }

  /// @returns whether the connection goes on
  awaitable<bool> serve_one() {
    Parser parser;
    parser.header_limit(options_.header_limit_bytes);
    parser.body_limit(options_.body_limit_bytes);
    error_code failed;
    auto token = asio::redirect_error(asio::use_awaitable, failed);
    stream_.expires_after(options_.request_time);
    co_await http::async_read(stream_, buffer_, parser, token);
    if (failed) {
      auto refusal = read_problem(failed);
      if (refusal) co_await write(*refusal, false, true);
      co_return false;
    }

    HttpRequest request;
    const auto read = read_fields(parser.get(), request);
    auto response = read ? HttpResponse() : problem(read.error());
    if (read) response = co_await answer(request);
    const bool is_last = !parser.keep_alive() || !read;
    const bool is_head = request.method == "HEAD";
    const bool is_written = co_await write(response, is_head, is_last);
    co_return is_written && !is_last;
  }

  awaitable<HttpResponse> answer(HttpRequest& request) {
    if (!rate_.take(std::chrono::steady_clock::now()))
      co_return problem(429, "too_many_requests",
                        "the booth answers so many requests a second; slow down");
    auto refusal = door_.check(request);
    if (refusal) co_return std::move(*refusal);
    auto response = co_await answerer_.answer(request);
    co_return response;
  }

  /// @returns whether all of it was written in time
  awaitable<bool> write(HttpResponse& response, bool is_head, bool is_last) {
    auto text = head_of(response, is_last);
    if (!is_head) text += response.body;
    bool is_written = co_await write_text(text);
    if (is_head || !response.stream) co_return is_written;

    while (is_written) {
      auto piece = co_await response.stream->next();
      if (!piece)
        co_return false;  // the answer is incomplete, and only the end of the connection says so
      if (!*piece) break;
      text = response.stream_size ? std::move(**piece) : chunk_of(**piece);
      is_written = co_await write_text(text);
    }
    if (!is_written || response.stream_size) co_return is_written;
    text = "0\r\n\r\n";
    is_written = co_await write_text(text);
    co_return is_written;
  }

  awaitable<bool> write_text(const std::string& text) {
    stream_.expires_after(options_.write_time);
    error_code failed;
    auto token = asio::redirect_error(asio::use_awaitable, failed);
    const auto bytes = asio::buffer(text);
    co_await asio::async_write(stream_, bytes, token);
    co_return !failed;
  }

  /// Closing with unread bytes resets the connection and takes the last answer back from the
  /// client.
  awaitable<void> drain() {
    if (!stream_.socket().is_open()) co_return;
    error_code failed;
    stream_.socket().shutdown(Socket::shutdown_send, failed);
    auto token = asio::redirect_error(asio::use_awaitable, failed);
    buffer_.clear();
    const auto space = buffer_.prepare(kReadSize);
    stream_.expires_after(kDrainTime);
    for (std::size_t drained = 0; !failed && drained < kMostDrained;) {
      const auto got = co_await stream_.async_read_some(space, token);
      drained += got;
    }
  }

  beast::basic_stream<asio::generic::stream_protocol> stream_;
  beast::flat_buffer buffer_;
  Door door_;
  RequestAnswerer& answerer_;
  const ApiOptions& options_;
  RateLimit& rate_;
};

HttpConnection::HttpConnection(Socket socket, const Door& door, RequestAnswerer& answerer,
                               const ApiOptions& options, RateLimit& rate)
    : impl_(std::make_unique<Impl>(std::move(socket), door, answerer, options, rate)) {}
HttpConnection::~HttpConnection() = default;

awaitable<void> HttpConnection::serve() {
  return impl_->serve();
}
void HttpConnection::close() {
  impl_->close();
}

}  // namespace booth::api

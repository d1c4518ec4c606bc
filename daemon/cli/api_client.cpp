#include "daemon/cli/api_client.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/json.hpp>

namespace booth::cli {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace json = boost::json;
using boost::system::error_code;
using Stream = boost::beast::basic_stream<asio::local::stream_protocol>;
using Request = http::request<http::string_body>;

// Longer than the slowest thing a booth does while somebody waits: a shot with its recovery.
constexpr std::chrono::seconds kAnswerTime{60};
constexpr std::uint64_t kBodyLimit = 256 * 1024 * 1024;

Error not_reachable(const std::string& path, const error_code& failed) {
  return make_error(Errc::NetworkDown, "no booth answers on " + path + ": " + failed.message());
}

asio::awaitable<Result<ApiAnswer>> ask_booth(const std::string& path, Request& request) {
  Stream stream(co_await asio::this_coro::executor);
  error_code failed;
  auto token = asio::redirect_error(asio::use_awaitable, failed);
  stream.expires_after(kAnswerTime);
  const asio::local::stream_protocol::endpoint endpoint(path);
  co_await stream.async_connect(endpoint, token);
  if (failed) co_return not_reachable(path, failed);

  co_await http::async_write(stream, request, token);
  // A booth that refuses early may have closed its reading side; its answer is still there to be
  // read.
  boost::beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(kBodyLimit);
  co_await http::async_read(stream, buffer, parser, token);
  if (failed == boost::beast::error::timeout)
    co_return make_error(Errc::TimedOut, "the booth did not answer within 60 seconds");
  if (failed)
    co_return make_error(Errc::Corrupt, "the booth's answer broke off: " + failed.message());

  ApiAnswer answer{static_cast<int>(parser.get().result_int()), std::move(parser.get().body())};
  co_return answer;
}

Errc code_for(int status) {
  switch (status) {
    case 400:
    case 415:
    case 422:
      return Errc::BadInput;
    case 401:
    case 403:
      return Errc::AuthRefused;
    case 404:
      return Errc::NotFound;
    case 409:
      return Errc::Conflict;
    case 501:
      return Errc::Unsupported;
    default:
      return Errc::Internal;
  }
}

}  // namespace

Error error_of(const ApiAnswer& answer) {
  error_code broken;
  const auto document = json::parse(answer.body, broken);
  const auto* detail = broken ? nullptr : document.find_pointer("/detail", broken);
  const auto* type = broken ? nullptr : document.find_pointer("/type", broken);
  auto code = code_for(answer.status);
  if (type && type->is_string() && type->as_string().ends_with("/busy")) code = Errc::Busy;
  if (detail && detail->is_string()) return make_error(code, std::string(detail->as_string()));
  return make_error(code, "the booth answered with HTTP status " + std::to_string(answer.status));
}

Result<ApiAnswer> ApiClient::call(const std::string& method, const std::string& target,
                                  const std::string& body) {
  sockaddr_un address{};
  if (socket_path_.empty() || socket_path_.size() >= sizeof address.sun_path)
    return make_error(Errc::BadInput,
                      "\"" + socket_path_ + "\" is too long or too short for a socket path");

  Request request;
  request.version(11);
  request.method_string(method);
  request.target(target);
  request.set(http::field::host, "localhost");
  request.set(http::field::connection, "close");
  if (!body.empty()) request.set(http::field::content_type, "application/json");
  request.body() = body;
  request.prepare_payload();

  asio::io_context loop;
  Result<ApiAnswer> result = make_error(Errc::Internal, "not run");
  asio::co_spawn(loop, ask_booth(socket_path_, request),
                 [&result](const std::exception_ptr& failure, Result<ApiAnswer> answer) {
                   if (failure) std::rethrow_exception(failure);
                   result = std::move(answer);
                 });
  loop.run();
  if (result) last_body_ = result->body;
  return result;
}

Result<json::value> ApiClient::ask(const std::string& method, const std::string& target,
                                   const json::value& body) {
  const auto answer = call(method, target, body.is_null() ? std::string() : json::serialize(body));
  if (!answer) return answer.error();
  if (answer->status >= 400) return error_of(*answer);
  if (answer->body.empty()) return json::value(nullptr);

  error_code broken;
  auto value = json::parse(answer->body, broken);
  if (broken)
    return make_error(Errc::Corrupt, "the booth's answer is no JSON: " + broken.message());
  return value;
}

}  // namespace booth::cli

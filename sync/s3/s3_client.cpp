#include "sync/s3/s3_client.hpp"

#include <utility>

#include "sync/curl_error.hpp"
#include "sync/http_status.hpp"
#include "sync/s3/s3_xml.hpp"
#include "sync/secret.hpp"

namespace booth::s3 {
namespace {

using boost::asio::awaitable;

/// S3 allows fifteen minutes; half of that is worth a correction.
constexpr std::chrono::minutes kNoticeableOffset{5};

/// Host and port as libcurl writes them into the Host header.
std::string host_of(const std::string& endpoint) {
  const auto origin = origin_of(endpoint);
  const bool is_tls = origin.starts_with("https://");
  auto host = origin.substr(origin.find("://") + 3);
  const std::string usual = is_tls ? ":443" : ":80";
  if (host.ends_with(usual)) host.resize(host.size() - usual.size());
  return host;
}

}  // namespace

Client::Client(boost::asio::any_io_executor executor, ClientOptions options, Timer& timer)
    : options_(std::move(options)), timer_(timer), transport_(std::move(executor), options_.curl) {}

Result<Keys> Client::read_keys() const {
  auto access_key = read_credential(options_.access_key_file, "access_key_file");
  if (!access_key) return access_key.error();
  auto secret_key = read_credential(options_.secret_key_file, "secret_key_file");
  if (!secret_key) return secret_key.error();
  Keys keys{std::move(*access_key), std::move(*secret_key), {}};
  if (options_.session_token_file.empty()) return keys;
  auto token = read_credential(options_.session_token_file, "session_token_file");
  if (!token) return token.error();
  keys.session_token = std::move(*token);
  return keys;
}

Result<HttpRequest> Client::signed_request(const Call& call) const {
  const auto keys = read_keys();
  if (!keys) return keys.error();
  const auto host = host_of(options_.endpoint);
  const auto scheme = options_.endpoint.substr(0, options_.endpoint.find("://") + 3);
  Unsigned bare{.method = call.method,
                .host = options_.is_path_style ? host : options_.bucket + "." + host,
                .path = options_.is_path_style
                            ? "/" + options_.bucket + (call.key.empty() ? "" : "/" + call.key)
                            : "/" + call.key,
                .query = call.query,
                .headers = call.headers,
                .payload_sha256 = call.payload_sha256};
  HttpRequest request{
      .method = call.method,
      .url = scheme + bare.host + uri_encode(bare.path, true) + query_text(bare.query)};
  request.headers = sign(bare, *keys, {options_.region}, timer_.utc_now() + clock_offset_);
  request.body = call.body;
  request.is_urgent = call.is_urgent;
  request.deadline = call.deadline;
  return request;
}

awaitable<Result<HttpAnswer>> Client::ask(Call call) {
  auto request = signed_request(call);
  if (!request) co_return request.error();
  auto answer = co_await transport_.request(std::move(*request));
  if (!answer) co_return answer;
  const bool is_clock_wrong = learn_time(*answer);
  if (answer->status != 403 || !is_clock_wrong) co_return answer;

  auto again = signed_request(call);
  if (!again) co_return again.error();
  co_return co_await transport_.request(std::move(*again));
}

bool Client::learn_time(const HttpAnswer& answer) {
  const auto server = server_time(answer);
  if (!server) return false;
  const auto offset = *server - std::chrono::floor<std::chrono::seconds>(timer_.utc_now());
  const auto change = std::chrono::abs(offset - clock_offset_);
  if (change < kNoticeableOffset) return false;
  clock_offset_ = offset;
  return true;
}

Error Client::refusal(const HttpAnswer& answer, const std::string& what) const {
  auto error = status_error(answer, what, options_.endpoint);
  const auto code = error_code(answer.body);
  if (!code.empty()) error.context += " (" + code + ")";
  // Conflicts of conditional writes pass by themselves.
  if (answer.status == 409) error.code = Errc::ServerBusy;
  return error;
}

}  // namespace booth::s3

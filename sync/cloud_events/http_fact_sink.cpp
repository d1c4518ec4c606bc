#include "sync/cloud_events/http_fact_sink.hpp"

#include <utility>

#include "daemon/runtime/gzip.hpp"
#include "daemon/runtime/sha256.hpp"
#include "sync/cloud_events/event_json.hpp"
#include "sync/cloud_events/heartbeat_answer.hpp"
#include "sync/http_status.hpp"
#include "sync/secret.hpp"

namespace booth {
namespace {

using boost::asio::awaitable;

constexpr std::size_t kWorthPacking = 1024;
// A batch is small: an answer that takes longer than this will not come.
constexpr std::chrono::seconds kDeadline{60};
constexpr std::chrono::seconds kHeartbeatDeadline{15};

bool is_taken(int status) {
  return status == 200 || status == 201 || status == 202 || status == 204;
}

/// Nobody at this address takes facts, whatever is in them.
bool is_wrong_address(int status) {
  return (status >= 300 && status <= 399) || status == 404 || status == 405 || status == 410;
}

Error refusal(const HttpAnswer& answer, const std::string& what, const std::string& url) {
  auto error = status_error(answer, what, url);
  if (is_wrong_address(answer.status)) {
    error.code = Errc::NotFound;
    error.context += "; check facts.url";
  }
  if (is_success(answer)) error.code = Errc::NotProven;  // 207 and others: not all of it
  return error;
}

}  // namespace

HttpFactSink::HttpFactSink(boost::asio::any_io_executor executor, HttpFactSinkOptions options,
                           Timer& timer)
    : options_(std::move(options)),
      transport_(executor, options_.curl),
      portal_(executor, options_.portal_check_url, timer),
      is_compressed_(options_.is_compressed) {}

awaitable<Result<void>> HttpFactSink::send(std::vector<Fact> facts) {
  auto body = batch_json(facts, options_.source);
  const auto answer =
      co_await post(options_.url, "application/cloudevents-batch+json", std::move(body), false);
  if (!answer) co_return answer.error();
  co_return Result<void>();
}

awaitable<Result<HeartbeatAnswer>> HttpFactSink::beat(Heartbeat heartbeat) {
  Fact event;
  event.id = heartbeat.id;
  event.type = "heartbeat";
  event.data = std::move(heartbeat.report);
  event.at = heartbeat.at;
  auto body = event_json(event, options_.source);
  const auto answer =
      co_await post(options_.heartbeat_url, "application/cloudevents+json", std::move(body), true);
  if (!answer) co_return answer.error();
  co_return parse_heartbeat_answer(answer->body, heartbeat.id);
}

awaitable<Result<HttpAnswer>> HttpFactSink::post(std::string url, std::string content_type,
                                                 std::string body, bool is_heartbeat) {
  retry_after_.reset();
  auto request = request_for(url, content_type, body);
  if (!request) co_return request.error();
  if (is_heartbeat) request->deadline = kHeartbeatDeadline;
  auto answer = co_await transport_.request(std::move(*request));
  if (answer && answer->status == 415 && is_compressed_) {
    is_compressed_ = false;
    request = request_for(url, content_type, body);
    if (!request) co_return request.error();
    answer = co_await transport_.request(std::move(*request));
  }
  if (!answer) {
    auto error = co_await portal_.explain(answer.error());
    co_return error;
  }
  if (is_taken(answer->status)) co_return answer;
  retry_after_ = retry_after(*answer);
  co_return refusal(*answer, is_heartbeat ? "a heartbeat" : "a batch of facts", url);
}

Result<HttpRequest> HttpFactSink::request_for(const std::string& url,
                                              const std::string& content_type,
                                              const std::string& body) const {
  HttpRequest request{.method = "POST", .url = url};
  request.is_urgent = true;
  request.deadline = kDeadline;
  request.headers.push_back({"Content-Type", content_type});
  // The same facts, the same key. A hint: what counts is that each event's id is stable.
  request.headers.push_back({"Idempotency-Key", sha256_hex(body).substr(0, 32)});
  if (!options_.token_file.empty()) {
    auto token = read_credential(options_.token_file, "facts.token_file");
    if (!token) return token.error();
    request.headers.push_back({"Authorization", "Bearer " + *token});
  }
  request.body = body;
  if (!is_compressed_ || body.size() < kWorthPacking) return request;
  auto packed = gzip(body);
  if (!packed) return packed.error();
  request.body = std::move(*packed);
  request.headers.push_back({"Content-Encoding", "gzip"});
  return request;
}

}  // namespace booth

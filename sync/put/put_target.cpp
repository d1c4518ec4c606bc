#include "sync/put/put_target.hpp"

#include <charconv>
#include <utility>

#include "sync/http_status.hpp"
#include "sync/object_key.hpp"
#include "sync/secret.hpp"
#include "sync/trace_header.hpp"

namespace booth {
namespace {

using boost::asio::awaitable;

/// Stored as UploadItem::resume: the next attempt looks before it sends.
constexpr const char* kOutcomeUnknown = R"({"outcome":"unknown"})";
constexpr std::chrono::seconds kProbeDeadline{15};

std::optional<std::int64_t> content_length(const HttpAnswer& answer) {
  const auto text = answer.header("content-length");
  std::int64_t length = 0;
  if (!text || std::from_chars(text->data(), text->data() + text->size(), length).ec != std::errc{})
    return std::nullopt;
  return length;
}

Error not_proven(const UploadItem& item, const std::string& why) {
  return make_error(Errc::NotProven, item.key + ": " + why);
}

/// Errors that a first look passes over: the object is not there, or not whole.
bool is_worth_sending(const Error& error) {
  return error.code == Errc::NotProven || error.code == Errc::ServerRefused ||
         error.code == Errc::Unsupported;
}

}  // namespace

PutTarget::PutTarget(boost::asio::any_io_executor executor, PutOptions options, Timer& timer)
    : options_(std::move(options)),
      transport_(executor, options_.curl),
      portal_(executor, options_.portal_check_url, timer) {}

awaitable<Result<UploadProof>> PutTarget::send(UploadItem item, std::string path) {
  if (!is_object_key(item.key))
    co_return make_error(Errc::BadInput, "not an object key: " + item.key);

  if (item.attempts > 0 || !item.resume.empty()) {
    auto found = co_await look(item);
    if (found || !is_worth_sending(found.error())) co_return found;
  }
  // Until the proof is here, whatever goes wrong leaves the outcome unknown.
  resume_.keep(item.id, kOutcomeUnknown);
  const auto sent = co_await put(item, std::move(path));
  if (!sent) co_return sent.error();

  auto proof = co_await prove(item);
  if (proof) resume_.drop(item.id);
  co_return proof;
}

awaitable<Result<UploadProof>> PutTarget::look(UploadItem item) {
  resume_.keep(item.id, kOutcomeUnknown);
  // HEAD first, even when the object will be read back: it spares fetching a wrong one.
  auto proof = co_await compare_size(item);
  if (proof && options_.verify == PutVerify::ReadBack) proof = co_await read_back(item);
  if (proof) resume_.drop(item.id);
  co_return proof;
}

awaitable<Result<void>> PutTarget::put(UploadItem item, std::string path) {
  auto request = request_for("PUT", item);
  if (!request) co_return request.error();
  request->body = FileSlice{std::move(path), 0, item.size_bytes};
  request->headers.push_back({"Content-Type", item.content_type});
  const auto answer = co_await ask(std::move(*request), "PUT " + item.key);
  if (!answer) co_return answer.error();
  co_return Result<void>();
}

awaitable<Result<UploadProof>> PutTarget::prove(UploadItem item) {
  if (options_.verify == PutVerify::Size) return compare_size(std::move(item));
  return read_back(std::move(item));
}

awaitable<Result<UploadProof>> PutTarget::compare_size(UploadItem item) {
  auto request = request_for("HEAD", item);
  if (!request) co_return request.error();
  const auto answer = co_await ask(std::move(*request), "HEAD " + item.key);
  if (!answer) co_return answer.error();
  const auto length = content_length(*answer);
  if (!length) co_return not_proven(item, "the server does not say how long its object is");
  if (*length != item.size_bytes)
    co_return not_proven(item, "the server holds " + std::to_string(*length) + " of " +
                                   std::to_string(item.size_bytes) + " bytes");
  co_return UploadProof{"head: size"};
}

awaitable<Result<UploadProof>> PutTarget::read_back(UploadItem item) {
  auto request = request_for("GET", item);
  if (!request) co_return request.error();
  request->is_answer_hashed = true;
  request->answer_limit = item.size_bytes;
  const auto answer = co_await ask(std::move(*request), "GET " + item.key);
  if (!answer && answer.error().code == Errc::Corrupt)
    co_return not_proven(item, "the server's object is longer than ours");
  if (!answer) co_return answer.error();
  if (answer->body_bytes != item.size_bytes || answer->body_sha256 != item.sha256)
    co_return not_proven(item, "read back, the server's object is not ours");
  co_return UploadProof{"read back: sha256"};
}

awaitable<Result<UploadProof>> PutTarget::erase(UploadItem item) {
  if (!is_object_key(item.key))
    co_return make_error(Errc::BadInput, "not an object key: " + item.key);
  auto removal = request_for("DELETE", item);
  if (!removal) co_return removal.error();
  const auto removed = co_await transport_.request(std::move(*removal));
  if (!removed) co_return removed.error();
  auto look = request_for("HEAD", item);
  if (!look) co_return look.error();
  const auto seen = co_await transport_.request(std::move(*look));
  if (!seen) co_return seen.error();
  // Whatever was answered to DELETE: what counts is that nothing is there.
  if (seen->status == 404 || seen->status == 410) co_return UploadProof{"delete: then 404"};
  const auto& refusal = is_success(*removed) ? *seen : *removed;
  retry_after_ = retry_after(refusal);
  if (is_success(refusal)) co_return not_proven(item, "the server holds it still");
  co_return status_error(refusal, "DELETE " + item.key, object_url(options_.url, item.key));
}

awaitable<Result<void>> PutTarget::probe() {
  HttpRequest request{.method = "HEAD", .url = options_.url};
  request.deadline = kProbeDeadline;
  request.is_urgent = true;
  if (const auto added = add_headers(request); !added) co_return added.error();
  const auto answer = co_await transport_.request(std::move(request));
  if (!answer) {
    auto error = co_await portal_.explain(answer.error());
    co_return error;
  }
  // A folder may well answer 403, 404 or 405: what counts is that our server speaks, behind its
  // certificate.
  const bool is_refusal = answer->status == 401 || answer->status == 407 || answer->status >= 500;
  if (!is_refusal) co_return Result<void>();
  co_return status_error(*answer, "a probe", options_.url);
}

awaitable<Result<HttpAnswer>> PutTarget::ask(HttpRequest request, std::string what) {
  const auto url = request.url;
  auto answer = co_await transport_.request(std::move(request));
  if (!answer || is_success(*answer)) co_return answer;
  retry_after_ = retry_after(*answer);
  co_return status_error(*answer, what, url);
}

Result<HttpRequest> PutTarget::request_for(const std::string& method,
                                           const UploadItem& item) const {
  HttpRequest request{.method = method, .url = object_url(options_.url, item.key)};
  request.is_urgent = item.kind == UploadClass::ShareCopy || item.kind == UploadClass::Facts;
  if (const auto added = add_headers(request); !added) return added.error();
  add_trace(request.headers, item);
  return request;
}

Result<void> PutTarget::add_headers(HttpRequest& request) const {
  request.headers = options_.headers;
  if (options_.token_file.empty()) return {};
  auto token = read_credential(options_.token_file, "token_file");
  if (!token) return token.error();
  request.headers.push_back({"Authorization", "Bearer " + *token});
  return {};
}

}  // namespace booth

#include "sync/s3/s3_target.hpp"

#include <utility>

#include "daemon/core/upload/upload_retry.hpp"
#include "sync/http_status.hpp"
#include "sync/object_key.hpp"
#include "sync/trace_header.hpp"

namespace booth {
namespace {

using boost::asio::awaitable;

constexpr const char* kOutcomeUnknown = R"({"outcome":"unknown"})";
constexpr std::chrono::seconds kProbeDeadline{15};

bool is_urgent(const UploadItem& item) {
  return item.kind == UploadClass::ShareCopy || item.kind == UploadClass::Facts;
}

}  // namespace

S3Target::S3Target(boost::asio::any_io_executor executor, S3Options options, Timer& timer)
    : options_(std::move(options)),
      client_(executor, options_.client, timer),
      multipart_(client_, options_.part_bytes),
      portal_(executor, options_.portal_check_url, timer) {}

awaitable<Result<UploadProof>> S3Target::send(UploadItem item, std::string path) {
  if (!is_object_key(key_of(item)))
    co_return make_error(Errc::BadInput, "not an object key: " + key_of(item));

  const bool is_fresh = item.attempts == 0 && item.resume.empty();
  resume_.keep(item.id, kOutcomeUnknown);  // until the proof is here
  if (!is_fresh) {
    auto found = co_await prove(item);
    if (found) resume_.drop(item.id);
    // A key without s3:ListBucket gets 403 for what is not there: only sending tells.
    const bool is_final =
        found || is_network_fault(found.error().code) || found.error().code == Errc::ServerBusy;
    if (is_final) co_return found;
  }
  retry_after_.reset();
  Result<void> sent;
  if (item.size_bytes >= options_.multipart_from_bytes) {
    sent = co_await multipart_.send(item, key_of(item), std::move(path), is_fresh);
    if (!sent && multipart_.last_refusal()) retry_after_ = retry_after(*multipart_.last_refusal());
  } else {
    sent = co_await put_whole(item, std::move(path), is_fresh);
  }
  if (!sent) co_return sent.error();

  auto proof = co_await prove(item);
  if (proof) resume_.drop(item.id);
  co_return proof;
}

awaitable<Result<void>> S3Target::put_whole(UploadItem item, std::string path, bool is_fresh) {
  // After a look nothing stops us: the key is the content's, so what lies there in its place is
  // wrong.
  bool is_conditional = is_fresh && conditional_ != Conditional::Refused;
  auto answer = co_await put_once(item, path, is_conditional);
  if (answer && is_conditional && answer->status == 501) {
    conditional_ = Conditional::Refused;
    is_conditional = false;
    answer = co_await put_once(item, std::move(path), is_conditional);
  }
  if (!answer) co_return answer.error();
  if (answer->status == 412) {
    // Somebody's bytes lie there already, most likely ours from a lost answer: the proof decides.
    conditional_ = Conditional::Works;
    co_return Result<void>();
  }
  if (is_success(*answer)) co_return Result<void>();
  retry_after_ = retry_after(*answer);
  co_return client_.refusal(*answer, "PUT " + item.key);
}

awaitable<Result<HttpAnswer>> S3Target::put_once(UploadItem item, std::string path,
                                                 bool is_conditional) {
  s3::Call call{.method = "PUT", .key = key_of(item)};
  call.headers = {{"Content-Type", item.content_type}, {"x-amz-meta-sha256", item.sha256}};
  add_trace(call.headers, item);
  if (is_conditional) call.headers.push_back({"If-None-Match", "*"});
  call.body = FileSlice{std::move(path), 0, item.size_bytes};
  call.payload_sha256 = item.sha256;
  call.is_urgent = is_urgent(item);
  co_return co_await client_.ask(std::move(call));
}

awaitable<Result<UploadProof>> S3Target::prove(UploadItem item) {
  s3::Call call{.method = "HEAD", .key = key_of(item)};
  call.is_urgent = is_urgent(item);
  const auto answer = co_await client_.ask(std::move(call));
  if (!answer) co_return answer.error();
  if (!is_success(*answer)) {
    retry_after_ = retry_after(*answer);
    if (answer->status == 404)
      co_return make_error(Errc::NotProven, item.key + ": the server does not hold it");
    co_return client_.refusal(*answer, "HEAD " + item.key);
  }
  const auto length = answer->header("content-length").value_or("");
  const auto sha256 = answer->header("x-amz-meta-sha256").value_or("");
  if (length != std::to_string(item.size_bytes))
    co_return make_error(Errc::NotProven, item.key + ": the server holds " + std::string(length) +
                                              " of " + std::to_string(item.size_bytes) + " bytes");
  if (sha256 != item.sha256)
    co_return make_error(Errc::NotProven,
                         item.key + ": the server's object carries another SHA-256");
  co_return UploadProof{"head: size and sha256"};
}

awaitable<Result<UploadProof>> S3Target::erase(UploadItem item) {
  if (!is_object_key(key_of(item)))
    co_return make_error(Errc::BadInput, "not an object key: " + key_of(item));
  s3::Call removal{.method = "DELETE", .key = key_of(item)};
  const auto removed = co_await client_.ask(std::move(removal));
  if (!removed) co_return removed.error();
  if (!is_success(*removed) && removed->status != 404) {
    retry_after_ = retry_after(*removed);
    co_return client_.refusal(*removed, "DELETE " + item.key);
  }
  s3::Call look{.method = "HEAD", .key = key_of(item)};
  const auto seen = co_await client_.ask(std::move(look));
  if (!seen) co_return seen.error();
  if (seen->status == 404) co_return UploadProof{"delete: then 404"};
  // Without s3:ListBucket nobody is told what is not there; the signed DELETE was accepted.
  if (seen->status == 403) co_return UploadProof{"delete: accepted, then 403"};
  if (is_success(*seen))
    co_return make_error(Errc::NotProven, item.key + ": the server holds it still");
  retry_after_ = retry_after(*seen);
  co_return client_.refusal(*seen, "HEAD " + item.key);
}

awaitable<Result<void>> S3Target::probe() {
  s3::Call call{.method = "HEAD"};
  call.is_urgent = true;
  call.deadline = kProbeDeadline;
  const auto answer = co_await client_.ask(std::move(call));
  if (!answer) {
    auto error = co_await portal_.explain(answer.error());
    co_return error;
  }
  // 403 may only mean that this key may not list: the server is reached, and sending tells the
  // rest.
  if (is_success(*answer) || answer->status == 403) co_return Result<void>();
  co_return client_.refusal(*answer, "a probe of bucket " + options_.client.bucket);
}

}  // namespace booth

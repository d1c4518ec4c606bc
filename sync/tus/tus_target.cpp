#include "sync/tus/tus_target.hpp"

#include <algorithm>
#include <utility>

#include <boost/json.hpp>

#include "daemon/core/upload/upload_retry.hpp"
#include "sync/http_status.hpp"
#include "sync/object_key.hpp"
#include "sync/secret.hpp"
#include "sync/trace_header.hpp"
#include "sync/tus/tus_headers.hpp"

namespace booth {
namespace {

using boost::asio::awaitable;

constexpr std::chrono::seconds kProbeDeadline{15};
constexpr int kGoodChunksToGrow = 4;
constexpr int kChecksumMismatch = 460;  // tus's own

std::string resume_text(const std::string& url) {
  return boost::json::serialize(boost::json::object{{"url", url}});
}

/// The upload's address out of what we stored; empty for anything else that may stand there.
std::string resume_url(const std::string& resume) {
  boost::system::error_code failed;
  const auto value = boost::json::parse(resume, failed);
  if (failed || !value.is_object()) return {};
  const auto* const url = value.as_object().if_contains("url");
  return url != nullptr && url->is_string() ? std::string(url->as_string()) : std::string();
}

/// The upload is gone, or locked by the ghost of an old connection.
bool is_gone(int status) {
  return status == 404 || status == 410;
}
bool is_locked(int status) {
  return status == 409 || status == 423;
}

Error not_proven(const UploadItem& item, const std::string& why) {
  return make_error(Errc::NotProven, item.key + ": " + why);
}

}  // namespace

TusTarget::TusTarget(boost::asio::any_io_executor executor, TusOptions options, Timer& timer)
    : options_(std::move(options)),
      transport_(executor, options_.curl),
      portal_(executor, options_.portal_check_url, timer),
      chunk_bytes_(options_.first_chunk_bytes) {}

awaitable<Result<std::string>> TusTarget::prepare(UploadItem item) {
  if (!is_object_key(item.key))
    co_return make_error(Errc::BadInput, "not an object key: " + item.key);
  if (!item.resume.empty()) co_return std::move(item.resume);

  const auto place = co_await create(item);
  if (!place) co_return place.error();
  const auto state = resume_text(place->url);
  resume_.keep(item.id, state);
  created_.keep(item.id, place->url);
  co_return state;
}

awaitable<Result<UploadProof>> TusTarget::send(UploadItem item, std::string path) {
  if (!is_object_key(item.key))
    co_return make_error(Errc::BadInput, "not an object key: " + item.key);

  auto place = co_await find(item);
  if (!place) co_return place.error();
  resume_.keep(item.id, resume_text(place->url));  // before the first byte: a cut resumes here
  while (place->offset < item.size_bytes) {
    const auto offset = co_await patch(item, *place, path);
    if (!offset) co_return offset.error();
    place->offset = *offset;
  }
  const auto address = resume_text(place->url);
  auto proof = co_await prove(item, std::move(*place));
  if (proof) proof->address = address;  // nothing else tells where the server keeps it
  // What the server does not hold after all is begun afresh next time.
  const bool is_settled = proof || proof.error().code == Errc::NotProven;
  if (is_settled) resume_.drop(item.id);
  co_return proof;
}

awaitable<Result<TusTarget::Place>> TusTarget::find(UploadItem item) {
  // An address from our own table may still be old or damaged: it must lead to this server.
  auto url = resume_url(item.resume);
  if (!url.empty()) url = tus::resolve(options_.url, url);
  if (url.empty()) co_return co_await create(std::move(item));

  resume_.keep(item.id, resume_text(url));
  const bool is_new = created_.of(item.id) == url;
  created_.drop(item.id);
  if (is_new) co_return Place{std::move(url), 0};
  const auto offset = co_await offset_at(item, url);
  if (offset) co_return Place{std::move(url), *offset};
  if (offset.error().code != Errc::NotFound) co_return offset.error();
  co_return co_await create(std::move(item));  // expired there; the file is still here
}

awaitable<Result<TusTarget::Place>> TusTarget::create(UploadItem item) {
  auto request = request_for("POST", options_.url, item);
  if (!request) co_return request.error();
  request->headers.push_back({"Upload-Length", std::to_string(item.size_bytes)});
  request->headers.push_back({"Upload-Metadata", tus::metadata({{"filename", item.key},
                                                                {"sha256", item.sha256},
                                                                {"filetype", item.content_type}})});
  const auto answer = co_await ask(std::move(*request), "creating " + item.key);
  if (!answer) co_return answer.error();
  auto url = tus::resolve(options_.url, answer->header("location").value_or(""));
  if (url.empty())
    co_return not_proven(item, "the server created an upload without an address of its own");
  co_return Place{std::move(url), 0};
}

awaitable<Result<std::int64_t>> TusTarget::offset_at(UploadItem item, std::string url) {
  auto request = request_for("HEAD", url, item);
  if (!request) co_return request.error();
  const auto answer = co_await transport_.request(std::move(*request));
  if (!answer) co_return answer.error();
  if (is_gone(answer->status))
    co_return make_error(Errc::NotFound, item.key + ": the upload has expired there");
  if (is_locked(answer->status))
    co_return make_error(Errc::Busy,
                         item.key + ": the server still holds an old connection of ours");
  if (!is_success(*answer)) {
    retry_after_ = retry_after(*answer);
    co_return status_error(*answer, "asking for " + item.key, options_.url);
  }
  const auto offset = tus::parse_offset(answer->header("upload-offset").value_or(""));
  if (!offset || *offset > item.size_bytes)
    co_return not_proven(item, "the server's Upload-Offset makes no sense");
  co_return *offset;
}

awaitable<Result<std::int64_t>> TusTarget::patch(UploadItem item, Place place, std::string path) {
  const auto length = std::min(chunk_bytes_, item.size_bytes - place.offset);
  auto request = patch_request(item, place, std::move(path), length);
  if (!request) co_return request.error();
  const auto answer = co_await transport_.request(std::move(*request));
  if (!answer) {
    note_chunk(false);
    co_return answer.error();
  }
  if (answer->status == 413) {
    const auto before = chunk_bytes_;
    note_chunk(false);
    if (chunk_bytes_ < before) co_return place.offset;  // the same piece again, smaller
  }
  if (answer->status == kChecksumMismatch) co_return not_proven(item, "its bytes arrived damaged");
  // 409: not our offset, perhaps because our own bytes arrived and the answer was lost. Go and
  // look.
  if (is_locked(answer->status)) {
    const auto offset = co_await offset_at(item, place.url);
    if (offset && *offset == place.offset)
      co_return make_error(Errc::Busy, item.key + ": the upload is locked there");
    co_return offset;
  }
  if (!is_success(*answer)) {
    retry_after_ = retry_after(*answer);
    co_return status_error(*answer, "PATCH of " + item.key, options_.url);
  }
  const auto offset = tus::parse_offset(answer->header("upload-offset").value_or(""));
  // 204 is not success: an old connection's end is answered with 204 and part of the bytes.
  if (!offset || *offset <= place.offset || *offset > place.offset + length)
    co_return not_proven(item, "the server's Upload-Offset makes no sense");
  note_chunk(true);
  co_return *offset;
}

awaitable<Result<UploadProof>> TusTarget::prove(UploadItem item, Place place) {
  const auto offset = co_await offset_at(item, std::move(place.url));
  if (!offset && offset.error().code == Errc::NotFound)
    co_return not_proven(item, "the finished upload is gone from the server");
  if (!offset) co_return offset.error();
  if (*offset != item.size_bytes) co_return not_proven(item, "the server does not hold all of it");
  if (options_.receipt_url.empty()) co_return UploadProof{"offset equals length"};
  co_return co_await ask_receipt(std::move(item));
}

awaitable<Result<UploadProof>> TusTarget::ask_receipt(UploadItem item) {
  auto request = request_for("GET", object_url(options_.receipt_url, item.sha256), item);
  if (!request) co_return request.error();
  const auto answer = co_await transport_.request(std::move(*request));
  if (!answer) co_return answer.error();
  if (is_success(*answer)) co_return UploadProof{"receipt: sha256"};
  if (is_gone(answer->status))
    co_return not_proven(item, "the back end has not hashed these bytes");
  retry_after_ = retry_after(*answer);
  co_return status_error(*answer, "the receipt of " + item.key, options_.receipt_url);
}

awaitable<Result<UploadProof>> TusTarget::erase(UploadItem item) {
  auto url = resume_url(item.resume);
  if (!url.empty()) url = tus::resolve(options_.url, url);
  // An upload whose address never came back is unfinished there, and expires.
  if (url.empty()) co_return UploadProof{"no upload of it is known there"};
  auto removal = request_for("DELETE", url, item);
  if (!removal) co_return removal.error();
  const auto removed = co_await transport_.request(std::move(*removal));
  if (!removed) co_return removed.error();
  const auto offset = co_await offset_at(item, url);
  if (!offset && offset.error().code == Errc::NotFound)
    co_return UploadProof{"termination: then 404"};
  if (!is_success(*removed) && !is_gone(removed->status)) {
    retry_after_ = retry_after(*removed);
    co_return status_error(*removed, "DELETE of " + item.key, options_.url);
  }
  if (offset || offset.error().code == Errc::NotProven)
    co_return not_proven(item, "the server holds it still");
  co_return offset.error();
}

awaitable<Result<void>> TusTarget::probe() {
  auto request = request_for("OPTIONS", options_.url, UploadItem{});
  if (!request) co_return request.error();
  request->deadline = kProbeDeadline;
  request->is_urgent = true;
  const auto answer = co_await transport_.request(std::move(*request));
  if (!answer) {
    auto error = co_await portal_.explain(answer.error());
    co_return error;
  }
  if (!is_success(*answer)) co_return status_error(*answer, "a probe", options_.url);
  const auto versions =
      answer->header("tus-version").value_or(answer->header("tus-resumable").value_or(""));
  is_checksum_offered_ =
      tus::lists(answer->header("tus-extension").value_or(""), "checksum") &&
      tus::lists(answer->header("tus-checksum-algorithm").value_or(""), "sha256");
  if (tus::lists(versions, "1.0.0")) co_return Result<void>();
  co_return make_error(Errc::Unsupported,
                       options_.url + " does not speak tus 1.0: check url of this target");
}

awaitable<Result<HttpAnswer>> TusTarget::ask(HttpRequest request, std::string what) {
  auto answer = co_await transport_.request(std::move(request));
  if (!answer || is_success(*answer)) co_return answer;
  retry_after_ = retry_after(*answer);
  co_return status_error(*answer, what, options_.url);
}

Result<HttpRequest> TusTarget::request_for(const std::string& method, const std::string& url,
                                           const UploadItem& item) const {
  HttpRequest request{.method = method, .url = url};
  request.headers = {{"Tus-Resumable", "1.0.0"}};
  add_trace(request.headers, item);
  request.is_urgent = item.kind == UploadClass::ShareCopy || item.kind == UploadClass::Facts;
  if (options_.token_file.empty()) return request;
  auto token = read_credential(options_.token_file, "token_file");
  if (!token) return token.error();
  request.headers.push_back({"Authorization", "Bearer " + *token});
  return request;
}

Result<HttpRequest> TusTarget::patch_request(const UploadItem& item, const Place& place,
                                             std::string path, std::int64_t length) const {
  auto request = request_for("PATCH", place.url, item);
  if (!request) return request.error();
  request->headers.push_back({"Upload-Offset", std::to_string(place.offset)});
  request->headers.push_back({"Content-Type", "application/offset+octet-stream"});
  // Known since the photo was taken; a piece of it would have to be read twice.
  if (is_checksum_offered_ && length == item.size_bytes)
    request->headers.push_back({"Upload-Checksum", tus::checksum(item.sha256)});
  request->body = FileSlice{std::move(path), place.offset, length};
  return request;
}

void TusTarget::note_chunk(bool was_good) {
  if (options_.is_chunk_fixed) return;
  good_chunks_ = was_good ? good_chunks_ + 1 : 0;
  if (!was_good) {
    chunk_bytes_ =
        std::max(chunk_bytes_ / 2, std::min(options_.smallest_chunk_bytes, chunk_bytes_));
  } else if (good_chunks_ >= kGoodChunksToGrow) {
    chunk_bytes_ = std::min(chunk_bytes_ * 2, options_.first_chunk_bytes);
    good_chunks_ = 0;
  }
}

}  // namespace booth

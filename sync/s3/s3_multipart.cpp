#include "sync/s3/s3_multipart.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "daemon/runtime/sha256.hpp"
#include "daemon/runtime/unique_fd.hpp"
#include "sync/digest.hpp"
#include "sync/http_status.hpp"
#include "sync/trace_header.hpp"

namespace booth::s3 {
namespace {

using boost::asio::awaitable;

Result<std::string> sha256_of_slice(const FileSlice& slice) {
  const UniqueFd file(::open(slice.path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return make_error(Errc::Io, slice.path + ": " + std::strerror(errno));
  StreamDigest digest;
  std::vector<char> block(256 * 1024);
  for (std::int64_t done = 0; done < slice.length;) {
    const auto wanted =
        std::min<std::int64_t>(slice.length - done, static_cast<std::int64_t>(block.size()));
    const auto got =
        ::pread(file.get(), block.data(), static_cast<std::size_t>(wanted), slice.offset + done);
    if (got <= 0) return make_error(Errc::Io, slice.path + " is shorter than it was");
    if (!digest.add(block.data(), static_cast<std::size_t>(got)))
      return make_error(Errc::Internal, "OpenSSL cannot hash");
    done += got;
  }
  return digest.hex();
}

bool is_gone(const Error& error) {
  return error.code == Errc::ServerRefused;
}

}  // namespace

awaitable<Result<void>> Multipart::send(UploadItem item, std::string key, std::string path,
                                        bool is_fresh) {
  std::string upload_id;
  Parts held;
  if (!is_fresh) {
    const auto found = co_await find(key);
    if (!found) co_return found.error();
    upload_id = *found;
  }
  if (!upload_id.empty()) {
    auto listed = co_await list(key, upload_id);
    if (listed)
      held = std::move(*listed);
    else if (!is_gone(listed.error()))
      co_return listed.error();
    else
      upload_id.clear();
  }
  if (upload_id.empty()) {
    auto begun = co_await begin(item, key);
    if (!begun) co_return begun.error();
    upload_id = std::move(*begun);
  }
  std::vector<Part> parts;
  for (std::int64_t offset = 0; offset < item.size_bytes; offset += part_bytes_) {
    const int number = static_cast<int>(parts.size()) + 1;
    FileSlice slice{path, offset, std::min(part_bytes_, item.size_bytes - offset)};
    const auto old = held.find(number);
    if (old != held.end() && old->second.size_bytes == slice.length) {
      parts.push_back(old->second);
      continue;
    }
    auto sent = co_await send_part(item, key, upload_id, std::move(slice), number);
    if (!sent) co_return sent.error();
    parts.push_back(std::move(*sent));
  }
  co_return co_await complete(std::move(key), std::move(upload_id), std::move(parts));
}

awaitable<Result<std::string>> Multipart::find(std::string key) {
  Call call{.method = "GET", .key = "", .query = {{"uploads", ""}, {"prefix", key}}};
  const auto answer = co_await ask(std::move(call), "list uploads");
  if (answer) co_return find_upload(answer->body, key);
  // Not every key may list, and not every server can: a new upload is begun then, the old one
  // expires there.
  const auto code = answer.error().code;
  const bool is_unable =
      code == Errc::AuthRefused || code == Errc::ServerRefused || code == Errc::Unsupported;
  if (is_unable) co_return std::string();
  co_return answer.error();
}

awaitable<Result<std::string>> Multipart::begin(UploadItem item, std::string key) {
  Call call{.method = "POST", .key = std::move(key), .query = {{"uploads", ""}}};
  call.headers = {{"Content-Type", item.content_type}, {"x-amz-meta-sha256", item.sha256}};
  add_trace(call.headers, item);
  const auto answer = co_await ask(std::move(call), "begin " + item.key);
  if (!answer) co_return answer.error();
  auto id = element_text(answer->body, "UploadId");
  if (id && !id->empty()) co_return std::move(*id);
  co_return make_error(Errc::NotProven,
                       item.key + ": the server began an upload without an UploadId");
}

awaitable<Result<Multipart::Parts>> Multipart::list(std::string key, std::string upload_id) {
  Parts parts;
  int marker = 0;
  while (true) {
    Call call{.method = "GET", .key = key, .query = {{"uploadId", upload_id}}};
    if (marker > 0) call.query.emplace_back("part-number-marker", std::to_string(marker));
    const auto answer = co_await ask(std::move(call), "list parts of " + key);
    if (!answer) co_return answer.error();
    auto page = parse_parts(answer->body);
    for (auto& part : page.parts) parts[part.number] = std::move(part);
    // A marker that does not move on would keep us here for ever.
    if (!page.next_marker || *page.next_marker <= marker) co_return parts;
    marker = *page.next_marker;
  }
}

awaitable<Result<Part>> Multipart::send_part(UploadItem item, std::string key,
                                             std::string upload_id, FileSlice slice, int number) {
  auto hash = [&slice] { return sha256_of_slice(slice); };
  auto sha256 = co_await run_blocking(hashing_, hash);
  if (!sha256) co_return sha256.error();
  Call call{.method = "PUT", .key = std::move(key)};
  call.query = {{"partNumber", std::to_string(number)}, {"uploadId", std::move(upload_id)}};
  call.payload_sha256 = std::move(*sha256);
  const auto size = slice.length;
  call.body = std::move(slice);
  const auto what = "part " + std::to_string(number) + " of " + item.key;
  const auto answer = co_await ask(std::move(call), what);
  if (!answer) co_return answer.error();
  const auto etag = answer->header("etag");
  if (!etag || etag->empty())
    co_return make_error(Errc::NotProven, what + " was answered without an ETag");
  co_return Part{number, std::string(*etag), size};
}

awaitable<Result<void>> Multipart::complete(std::string key, std::string upload_id,
                                            std::vector<Part> parts) {
  Call call{.method = "POST", .key = key, .query = {{"uploadId", std::move(upload_id)}}};
  auto body = complete_body(parts);
  call.payload_sha256 = sha256_hex(body);
  call.body = std::move(body);
  const auto answer = co_await ask(std::move(call), "complete " + key);
  if (!answer) co_return answer.error();
  const auto code = error_code(answer->body);
  if (code.empty()) co_return Result<void>();
  co_return make_error(Errc::ServerBusy, key + ": the server said 200 and an error: " + code);
}

awaitable<Result<HttpAnswer>> Multipart::ask(Call call, std::string what) {
  auto answer = co_await client_.ask(std::move(call));
  if (!answer || is_success(*answer)) co_return answer;
  last_refusal_ = *answer;
  co_return client_.refusal(*answer, what);
}

}  // namespace booth::s3

#include "sync/curl_transfer.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sync/curl_error.hpp"
#include "sync/header_text.hpp"

namespace booth {
namespace {

constexpr std::int64_t kExpectFrom =
    1024 * 1024;  // below, waiting for "100" costs more than a body sent in vain
constexpr long kExpectTimeoutMs = 300;  // a server that ignores Expect costs this, not a second

}  // namespace

CurlTransfer::CurlTransfer(HttpRequest request, TokenBucket& bucket)
    : request_(std::move(request)),
      bucket_(bucket),
      easy_(curl_easy_init()),
      answer_(request_.answer_limit, request_.is_answer_hashed) {}

template <class Value>
void CurlTransfer::set(CURLoption option, Value value) {
  const auto code = curl_easy_setopt(easy_.get(), option, value);
  if (code != CURLE_OK && setting_failed_ == 0) setting_failed_ = code;
}

Result<void> CurlTransfer::prepare(const CurlOptions& options) {
  if (!easy_) return make_error(Errc::Internal, "curl_easy_init failed");
  set(CURLOPT_ERRORBUFFER, details_.data());
  if (const auto* slice = std::get_if<FileSlice>(&request_.body))
    if (auto opened = open_file(*slice); !opened) return opened;
  if (const auto* text = std::get_if<std::string>(&request_.body)) {
    has_body_ = true;
    body_length_ = static_cast<std::int64_t>(text->size());
  }
  if (auto done = set_url_and_method(); !done) return done;
  if (auto done = set_headers(); !done) return done;
  if (auto done = set_security(options); !done) return done;
  set_limits(options);
  set_callbacks();
  if (setting_failed_ == 0) return {};
  return to_error(static_cast<CURLcode>(setting_failed_), details_.data(), request_.url);
}

Result<void> CurlTransfer::open_file(const FileSlice& slice) {
  file_ = UniqueFd(::open(slice.path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status {};
  if (!file_ || ::fstat(file_.get(), &status) != 0)
    return make_error(Errc::Io, slice.path + ": " + std::strerror(errno));
  if (slice.offset < 0 || slice.length < 0 || slice.offset + slice.length > status.st_size)
    return make_error(Errc::Io, slice.path + " is shorter than it was: " +
                                    std::to_string(status.st_size) + " bytes");
  has_body_ = true;
  body_length_ = slice.length;
  return {};
}

Result<void> CurlTransfer::set_url_and_method() {
  if (!is_one_line(request_.url) || !is_one_line(request_.method))
    return make_error(Errc::BadInput, "a URL or method with a line end in it");
  set(CURLOPT_URL, request_.url.c_str());
  set(CURLOPT_PATH_AS_IS, 1L);  // the signed path is the sent path
  set(CURLOPT_HTTP_VERSION,
      static_cast<long>(CURL_HTTP_VERSION_1_1));  // HTTP/2 uploads of 7.88 busy-loop
  set(CURLOPT_FOLLOWLOCATION, 0L);
  if (request_.method == "HEAD") {
    set(CURLOPT_NOBODY, 1L);
    return {};
  }
  if (has_body_) {
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(body_length_));
    set(CURLOPT_UPLOAD_BUFFERSIZE, 64L * 1024);
  } else if (request_.method == "POST" || request_.method == "PUT") {
    set(CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t{0});
    set(CURLOPT_POSTFIELDS, "");
  }
  set(CURLOPT_CUSTOMREQUEST, request_.method.c_str());
  return {};
}

Result<void> CurlTransfer::set_headers() {
  for (const auto& header : request_.headers) {
    if (!is_one_line(header.name) || !is_one_line(header.value))
      return make_error(Errc::BadInput,
                        "a header with a line end in it: " + lower_case(header.name));
    // libcurl takes "Name:" for "do not send Name" and "Name;" for "send it empty".
    const auto line = header.value.empty() ? header.name + ";" : header.name + ": " + header.value;
    append(headers_, line.c_str());
  }
  const bool asks_first = has_body_ && body_length_ >= kExpectFrom;
  append(headers_, asks_first ? "Expect: 100-continue" : "Expect:");
  append(headers_, "Accept:");
  if (!has_body_) append(headers_, "Content-Type:");
  set(CURLOPT_EXPECT_100_TIMEOUT_MS, kExpectTimeoutMs);
  set(CURLOPT_HTTPHEADER, headers_.get());
  return {};
}

Result<void> CurlTransfer::set_security(const CurlOptions& options) {
  const bool is_plain_allowed = options.is_plain_allowed || is_loopback_url(request_.url);
  if (!request_.url.starts_with("https://") &&
      !(is_plain_allowed && request_.url.starts_with("http://")))
    return make_error(Errc::BadInput, origin_of(request_.url) + ": only https leaves the booth");
  set(CURLOPT_PROTOCOLS_STR, is_plain_allowed ? "http,https" : "https");
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  if (!options.ca_file.empty()) {
    set(CURLOPT_CAINFO, options.ca_file.c_str());
    set(CURLOPT_CAPATH, static_cast<const char*>(nullptr));  // this authority and no other
  }
  if (!options.client_cert_file.empty()) {
    set(CURLOPT_SSLCERT, options.client_cert_file.c_str());
    set(CURLOPT_SSLKEY, options.client_key_file.c_str());
  }
  set(CURLOPT_PROXY, options.proxy.c_str());  // empty also switches the environment's proxies off
  set(CURLOPT_USERAGENT, options.user_agent.c_str());
  return {};
}

void CurlTransfer::set_limits(const CurlOptions& options) {
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_timeout.count()));
  set(CURLOPT_LOW_SPEED_LIMIT, static_cast<long>(options.low_speed_bytes_per_s));
  set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.low_speed_time.count()));
  set(CURLOPT_MAXAGE_CONN, static_cast<long>(options.longest_idle.count()));
  set(CURLOPT_TCP_KEEPALIVE, 1L);
  if (request_.deadline) set(CURLOPT_TIMEOUT_MS, static_cast<long>(request_.deadline->count()));
  unacknowledged_ms_ = static_cast<unsigned>(options.unacknowledged_timeout.count());
}

void CurlTransfer::set_callbacks() {
  set(CURLOPT_READFUNCTION, &CurlTransfer::on_read);
  set(CURLOPT_READDATA, this);
  set(CURLOPT_SEEKFUNCTION, &CurlTransfer::on_seek);
  set(CURLOPT_SEEKDATA, this);
  set(CURLOPT_HEADERFUNCTION, &CurlTransfer::on_header);
  set(CURLOPT_HEADERDATA, this);
  set(CURLOPT_WRITEFUNCTION, &CurlTransfer::on_body);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_SOCKOPTFUNCTION, &CurlTransfer::on_socket);
  set(CURLOPT_SOCKOPTDATA, this);
}

Result<HttpAnswer> CurlTransfer::finish(CURLcode code) {
  if (code != CURLE_OK) {
    std::string details = trouble_.empty() ? answer_.trouble() : trouble_;
    if (details.empty()) details = details_.data();
    return to_error(code, details, request_.url);
  }
  long status = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
  return answer_.finish(static_cast<int>(status));
}

long CurlTransfer::connections_opened() const {
  long count = 0;
  curl_easy_getinfo(easy_.get(), CURLINFO_NUM_CONNECTS, &count);
  return count;
}

void CurlTransfer::go_on() {
  is_paused_ = false;
  curl_easy_pause(easy_.get(), CURLPAUSE_CONT);
}

// --- callbacks
// ------------------------------------------------------------------------------------

std::size_t CurlTransfer::read_body(char* to, std::size_t room) {
  const auto left = body_length_ - bytes_sent_;
  auto wanted = std::min(left, static_cast<std::int64_t>(room));
  if (wanted <= 0) return 0;
  const auto now = std::chrono::steady_clock::now();
  if (request_.is_urgent)
    bucket_.charge(wanted, now);
  else
    wanted = bucket_.take(wanted, now);
  if (wanted == 0) {
    is_paused_ = true;
    return CURL_READFUNC_PAUSE;
  }
  std::int64_t got = wanted;
  if (const auto* text = std::get_if<std::string>(&request_.body)) {
    std::memcpy(to, text->data() + bytes_sent_, static_cast<std::size_t>(wanted));
  } else {
    const auto& slice = std::get<FileSlice>(request_.body);
    got = ::pread(file_.get(), to, static_cast<std::size_t>(wanted), slice.offset + bytes_sent_);
    if (got <= 0) {
      trouble_ = slice.path + (got == 0 ? " became shorter while it was sent"
                                        : std::string(": ") + std::strerror(errno));
      return CURL_READFUNC_ABORT;
    }
  }
  bytes_sent_ += got;
  return static_cast<std::size_t>(got);
}

std::size_t CurlTransfer::on_read(char* to, std::size_t size, std::size_t count,
                                  void* self) noexcept {
  try {
    return static_cast<CurlTransfer*>(self)->read_body(to, size * count);
  } catch (...) {
    return CURL_READFUNC_ABORT;  // no exception may pass through libcurl
  }
}

std::size_t CurlTransfer::on_header(char* line, std::size_t size, std::size_t count,
                                    void* self) noexcept {
  try {
    return static_cast<CurlTransfer*>(self)->answer_.take_header({line, size * count})
               ? size * count
               : 0;
  } catch (...) {
    return 0;
  }
}

std::size_t CurlTransfer::on_body(char* bytes, std::size_t size, std::size_t count,
                                  void* self) noexcept {
  try {
    return static_cast<CurlTransfer*>(self)->answer_.take_body(bytes, size * count) ? size * count
                                                                                    : 0;
  } catch (...) {
    return 0;
  }
}

int CurlTransfer::on_seek(void* self, curl_off_t offset, int origin) noexcept {
  // libcurl rewinds when it sends a request again by itself on a new connection. Whether the first
  // one had an effect is unknown then, and that is for us to find out: we refuse, and the transfer
  // fails.
  const bool is_start = origin == SEEK_SET && offset == 0;
  return is_start && static_cast<CurlTransfer*>(self)->bytes_sent_ == 0 ? CURL_SEEKFUNC_OK
                                                                        : CURL_SEEKFUNC_FAIL;
}

int CurlTransfer::on_socket(void* self, curl_socket_t socket, curlsocktype) noexcept {
  const unsigned limit_ms = static_cast<CurlTransfer*>(self)->unacknowledged_ms_;
  // Without it a black hole is noticed by the low-speed limit only, which takes longer: not worth
  // failing for.
  static_cast<void>(
      ::setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &limit_ms, sizeof limit_ms));
  return CURL_SOCKOPT_OK;
}

}  // namespace booth

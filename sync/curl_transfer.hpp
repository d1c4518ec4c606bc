#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "daemon/core/result.hpp"
#include "daemon/core/upload/bandwidth.hpp"
#include "daemon/runtime/unique_fd.hpp"
#include "sync/answer_reader.hpp"
#include "sync/curl_handles.hpp"
#include "sync/curl_transport.hpp"

namespace booth {

/// One request on one easy handle, used once. Its address is known to libcurl: it is never moved.
class CurlTransfer {
 public:
  /// @param bucket  shared by all transfers; outlives this
  CurlTransfer(HttpRequest request, TokenBucket& bucket);
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  /// Opens the file and sets every option. @returns BadInput, Io
  Result<void> prepare(const CurlOptions& options);

  CURL* easy() const { return easy_.get(); }

  /// Called once, when libcurl is done with it.
  Result<HttpAnswer> finish(CURLcode code);

  bool is_waiting_for_bandwidth() const { return is_paused_; }
  void go_on();

  std::int64_t bytes_sent() const { return bytes_sent_; }
  long connections_opened() const;

 private:
  Result<void> open_file(const FileSlice& slice);
  Result<void> set_url_and_method();
  Result<void> set_headers();
  Result<void> set_security(const CurlOptions& options);
  void set_limits(const CurlOptions& options);
  void set_callbacks();
  template <class Value>
  void set(CURLoption option, Value value);

  std::size_t read_body(char* to, std::size_t room);

  static std::size_t on_read(char* to, std::size_t size, std::size_t count, void* self) noexcept;
  static std::size_t on_header(char* line, std::size_t size, std::size_t count,
                               void* self) noexcept;
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self) noexcept;
  static int on_seek(void* self, curl_off_t offset, int origin) noexcept;
  static int on_socket(void* self, curl_socket_t socket, curlsocktype purpose) noexcept;

  HttpRequest request_;
  TokenBucket& bucket_;
  CurlEasy easy_;
  CurlList headers_;
  UniqueFd file_;
  std::int64_t body_length_ = 0;
  bool has_body_ = false;
  std::int64_t bytes_sent_ = 0;
  bool is_paused_ = false;
  int setting_failed_ = 0;  ///< first CURLcode of a refused option
  unsigned unacknowledged_ms_ = 0;
  std::string trouble_;  ///< why the body could not be read
  AnswerReader answer_;
  std::array<char, CURL_ERROR_SIZE> details_{};
};

}  // namespace booth

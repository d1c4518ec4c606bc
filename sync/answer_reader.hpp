#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sync/digest.hpp"
#include "sync/http_message.hpp"

namespace booth {

/// Takes an HTTP answer as libcurl hands it over: header lines, then pieces of the body. Bounded,
/// since servers are untrusted. Used once.
class AnswerReader {
 public:
  /// @param body_limit  more bytes of body than this are refused
  /// @param is_hashed   the body is counted and hashed, not kept
  AnswerReader(std::int64_t body_limit, bool is_hashed);

  /// @returns false when the answer must be given up; `trouble` says why then
  bool take_header(std::string_view line);
  bool take_body(const char* bytes, std::size_t size);
  const std::string& trouble() const { return trouble_; }

  /// @throws std::runtime_error when OpenSSL fails
  HttpAnswer finish(int status);

 private:
  std::int64_t body_limit_;
  std::int64_t header_bytes_ = 0;
  std::optional<StreamDigest> digest_;
  HttpAnswer answer_;
  std::string trouble_;
};

}  // namespace booth

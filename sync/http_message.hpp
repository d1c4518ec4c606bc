#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "daemon/core/units.hpp"

namespace booth {

struct HttpHeader {
  std::string name;  ///< in answers always lower case
  std::string value;
};

/// A piece of a file as a request body; read while it is sent, never held in memory.
struct FileSlice {
  std::string path;
  std::int64_t offset = 0;
  std::int64_t length = 0;
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<HttpHeader> headers;
  std::variant<std::monostate, std::string, FileSlice> body;
  /// More body than this is an error: server answers are untrusted.
  std::int64_t answer_limit = 256 * 1024;
  /// Only count and hash the answer's body instead of keeping it: for reading objects back.
  bool is_answer_hashed = false;
  /// Bytes of urgent requests do not wait for the bandwidth limit; they are charged to it.
  bool is_urgent = false;
  /// Whole time allowed; absent for transfers (a slow line is not an error), set for probes.
  std::optional<std::chrono::milliseconds> deadline;
};

struct HttpAnswer {
  int status = 0;
  std::vector<HttpHeader> headers;
  std::string body;             ///< empty when hashed
  std::int64_t body_bytes = 0;  ///< received
  std::string body_sha256;      ///< only when `is_answer_hashed`

  /// The first header of that name. @param name  lower case
  std::optional<std::string_view> header(std::string_view name) const {
    for (const auto& each : headers)
      if (each.name == name) return each.value;
    return std::nullopt;
  }
};

}  // namespace booth

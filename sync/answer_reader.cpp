#include "sync/answer_reader.hpp"

#include <utility>

#include "sync/header_text.hpp"

namespace booth {
namespace {

constexpr std::int64_t kMostHeaderBytes = 64 * 1024;

}  // namespace

AnswerReader::AnswerReader(std::int64_t body_limit, bool is_hashed) : body_limit_(body_limit) {
  if (is_hashed) digest_.emplace();
}

bool AnswerReader::take_header(std::string_view line) {
  header_bytes_ += static_cast<std::int64_t>(line.size());
  if (header_bytes_ > kMostHeaderBytes) {
    trouble_ = "the answer has more than 64 KiB of headers";
    return false;
  }
  if (line.starts_with("HTTP/")) {
    answer_.headers.clear();  // what came before was "100 Continue" or a proxy's greeting
    return true;
  }
  const auto colon = line.find(':');
  if (colon == std::string_view::npos) return true;
  answer_.headers.push_back(
      {lower_case(trimmed(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1)))});
  return true;
}

bool AnswerReader::take_body(const char* bytes, std::size_t size) {
  answer_.body_bytes += static_cast<std::int64_t>(size);
  if (answer_.body_bytes > body_limit_) {
    trouble_ = "the answer is longer than " + std::to_string(body_limit_) + " bytes";
    return false;
  }
  if (digest_) return digest_->add(bytes, size);
  answer_.body.append(bytes, size);
  return true;
}

HttpAnswer AnswerReader::finish(int status) {
  answer_.status = status;
  if (digest_) answer_.body_sha256 = digest_->hex();
  return std::move(answer_);
}

}  // namespace booth

// Any bytes as status, headers and body of an answer: from a tus server, a portal, a busy server.
#include <cstdint>
#include <string>

#include "sync/answer_reader.hpp"
#include "sync/curl_error.hpp"
#include "sync/http_status.hpp"
#include "sync/portal_answer.hpp"
#include "sync/tus/tus_headers.hpp"

namespace {

using namespace booth;

constexpr const char* kBase = "https://cloud.example:8443/files/";
constexpr std::int64_t kBodyLimit = 4096;

void check(bool is_true) {
  if (!is_true) __builtin_trap();
}

/// The first two bytes are the status, then header lines, an empty line and the body: as libcurl
/// would cut them.
HttpAnswer read(std::string_view text) {
  int status = 0;
  if (text.size() >= 2) {
    status = 100 +
             (static_cast<unsigned char>(text[0]) << 8 | static_cast<unsigned char>(text[1])) % 500;
    text.remove_prefix(2);
  }
  AnswerReader reader(kBodyLimit, status % 2 == 1);
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1) + 1;
    const auto line = text.substr(0, end);
    text.remove_prefix(end);
    if (line == "\r\n" || line == "\n") break;
    if (!reader.take_header(line)) break;
  }
  if (!reader.take_body(text.data(), text.size())) check(!reader.trouble().empty());
  return reader.finish(status);
}

void check_tus(const HttpAnswer& answer) {
  const auto offset = tus::parse_offset(answer.header("upload-offset").value_or(""));
  check(!offset || *offset >= 0);
  const auto url = tus::resolve(kBase, answer.header("location").value_or(""));
  // Our token goes to our own server and nowhere else, and nothing is smuggled into the request.
  check(url.empty() || origin_of(url) == "https://cloud.example:8443");
  check(url.find_first_of("\r\n \t") == std::string::npos);
  tus::lists(answer.header("tus-version").value_or(""), "1.0.0");
  tus::lists(answer.header("tus-extension").value_or(""), "checksum");
}

void check_refusals(const HttpAnswer& answer) {
  const auto later = retry_after(answer);
  check(!later || (later->count() >= 0 && *later <= std::chrono::hours(365 * 24)));
  check(!status_error(answer, "PUT a/b.jpg", kBase).context.empty());
  const UtcTime now{std::chrono::hours(24 * 365 * 56)};
  for (const auto code : {Errc::TlsRefused, Errc::NetworkDown}) {
    const auto judged = judge_portal_answer(make_error(code, "refused"), answer, kBase, now);
    check(judged.code == code || judged.code == Errc::CaptivePortal);
    check(!judged.context.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto answer = read({reinterpret_cast<const char*>(data), size});
  for (const auto& header : answer.headers)
    check(header.name.find_first_of("\n:") == std::string::npos);
  check_tus(answer);
  check_refusals(answer);
  return 0;
}

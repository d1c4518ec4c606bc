#include "sync/http_status.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include <curl/curl.h>

#include "sync/curl_error.hpp"

namespace booth {
namespace {

Errc to_errc(int status) {
  switch (status) {
    case 401:
    case 403:
    case 407:
      return Errc::AuthRefused;
    case 408:
    case 425:
    case 429:
      return Errc::ServerBusy;
    case 501:
      return Errc::Unsupported;
    case 511:
      return Errc::CaptivePortal;
    default:
      return status >= 500 ? Errc::ServerBusy : Errc::ServerRefused;
  }
}

std::string advice(const HttpAnswer& answer) {
  switch (answer.status) {
    case 401:
    case 403:
      return ": the credential was refused; check token_file or the keys of this target";
    case 405:
      return ": the server does not take this request here; is WebDAV (dav_methods PUT) switched "
             "on?";
    case 407:
      return ": the proxy wants a login; check proxy in the configuration";
    case 409:
      return ": the folder does not exist there; switch on create_full_put_path (nginx) or make it "
             "(MKCOL)";
    case 413:
      return ": too large for the server; raise client_max_body_size there";
    case 507:
      return ": the server's disk is full";
    case 511:
      return ": the network wants a login: open a browser on its Wi-Fi";
    default:
      break;
  }
  if (answer.status < 300 || answer.status > 399) return {};
  const auto location = answer.header("location");
  return ": the address has moved" +
         (location ? " to " + origin_of(std::string(*location)) : std::string());
}

/// A date of HTTP. @returns nullopt for nonsense
std::optional<UtcTime> utc_of(std::string_view text) {
  // 64 bits also where the C library counts seconds in 32.
  const std::int64_t seconds = curl_getdate(std::string(text).c_str(), nullptr);
  // Beyond the year 9999 no HTTP date can be written, and milliseconds would overflow.
  constexpr std::int64_t kLast = 253'402'300'799;
  if (seconds < 0 || seconds > kLast) return std::nullopt;
  return UtcTime(std::chrono::seconds(seconds));
}

}  // namespace

bool is_success(const HttpAnswer& answer) {
  return answer.status >= 200 && answer.status < 300;
}

Error status_error(const HttpAnswer& answer, const std::string& what, const std::string& url) {
  return make_error(to_errc(answer.status), origin_of(url) + " answered " +
                                                std::to_string(answer.status) + " to " + what +
                                                advice(answer));
}

std::optional<UtcTime> server_time(const HttpAnswer& answer) {
  const auto date = answer.header("date");
  return date ? utc_of(*date) : std::nullopt;
}

std::optional<std::chrono::milliseconds> retry_after(const HttpAnswer& answer) {
  const auto text = answer.header("retry-after");
  if (!text || text->empty()) return std::nullopt;

  std::int64_t seconds = 0;
  const auto* const end = text->data() + text->size();
  const auto [stopped, failed] = std::from_chars(text->data(), end, seconds);
  if (failed != std::errc{} || stopped != end) {
    const auto until = utc_of(*text);
    const auto from = server_time(answer);
    if (!until || !from) return std::nullopt;
    seconds = std::chrono::floor<std::chrono::seconds>(*until - *from).count();
  }
  constexpr std::int64_t kLongest = 365 * 24 * 3600;
  return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 0, kLongest));
}

}  // namespace booth

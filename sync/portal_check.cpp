#include "sync/portal_check.hpp"

#include <cstdlib>
#include <utility>

#include <curl/curl.h>

#include "sync/curl_error.hpp"

namespace booth {
namespace {

using boost::asio::awaitable;

constexpr std::chrono::seconds kDeadline{10};
/// Certificates are valid from their first minute, but nobody's is renewed on its last day.
constexpr std::chrono::hours kWrongClock{24};

CurlOptions plain_options() {
  CurlOptions options;
  options.is_plain_allowed = true;
  return options;
}

}  // namespace

PortalCheck::PortalCheck(boost::asio::any_io_executor executor, std::string url, Timer& timer)
    : url_(std::move(url)), timer_(timer), transport_(std::move(executor), plain_options()) {}

awaitable<Error> PortalCheck::explain(Error refused) {
  if (refused.code != Errc::TlsRefused || url_.empty()) co_return refused;
  HttpRequest request{.method = "GET", .url = url_};
  request.deadline = kDeadline;
  const auto answer = co_await transport_.request(std::move(request));
  if (!answer) co_return refused;
  co_return judge(std::move(refused), *answer);
}

Error PortalCheck::judge(Error refused, const HttpAnswer& answer) const {
  if (answer.status != 204) {
    return make_error(Errc::CaptivePortal, "the network's own page answered in place of " +
                                               origin_of(url_) +
                                               ": open a browser on its Wi-Fi and log in");
  }
  const auto date = answer.header("date");
  const auto there = date ? curl_getdate(std::string(*date).c_str(), nullptr) : std::time_t{-1};
  if (there < 0) return refused;
  const auto here = std::chrono::floor<std::chrono::seconds>(timer_.utc_now()).time_since_epoch();
  const auto off = std::chrono::abs(here - std::chrono::seconds(there));
  if (off < kWrongClock) return refused;
  const auto days = std::chrono::duration_cast<std::chrono::hours>(off).count() / 24;
  refused.context =
      "the booth's clock is " + std::to_string(days) +
      " days off, so no certificate looks valid: set the date; then: " + refused.context;
  return refused;
}

}  // namespace booth

#include "sync/portal_answer.hpp"

#include "sync/curl_error.hpp"
#include "sync/http_status.hpp"

namespace booth {
namespace {

/// Certificates are valid from their first minute, but nobody's is renewed on its last day.
constexpr std::chrono::hours kWrongClock{24};

}  // namespace

Error judge_portal_answer(Error refused, const HttpAnswer& answer, const std::string& url,
                          UtcTime now) {
  // A server of ours that is broken is no portal: those have pages of their own.
  const bool is_broken = answer.status >= 500 && answer.status != 511;
  if (answer.status != 204 && !is_broken) {
    return make_error(Errc::CaptivePortal, "the network's own page answered in place of " +
                                               origin_of(url) +
                                               ": open a browser on its Wi-Fi and log in");
  }
  const auto there = server_time(answer);
  if (refused.code != Errc::TlsRefused || !there) return refused;
  const auto off = std::chrono::abs(now - *there);
  if (off < kWrongClock) return refused;
  const auto days = std::chrono::duration_cast<std::chrono::hours>(off).count() / 24;
  refused.context =
      "the booth's clock is " + std::to_string(days) +
      " days off, so no certificate looks valid: set the date; then: " + refused.context;
  return refused;
}

}  // namespace booth

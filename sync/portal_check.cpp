#include "sync/portal_check.hpp"

#include <utility>

#include "daemon/core/upload/upload_retry.hpp"
#include "sync/portal_answer.hpp"

namespace booth {
namespace {

using boost::asio::awaitable;

constexpr std::chrono::seconds kDeadline{10};

CurlOptions plain_options() {
  CurlOptions options;
  options.is_plain_allowed = true;
  return options;
}

}  // namespace

PortalCheck::PortalCheck(boost::asio::any_io_executor executor, std::string url, Timer& timer)
    : url_(std::move(url)), timer_(timer), transport_(std::move(executor), plain_options()) {}

awaitable<Error> PortalCheck::explain(Error refused) {
  // Some portals show a certificate of their own, others break every TLS connection off.
  if (!is_network_fault(refused.code) || url_.empty()) co_return refused;
  HttpRequest request{.method = "GET", .url = url_};
  request.deadline = kDeadline;
  const auto answer = co_await transport_.request(std::move(request));
  if (!answer) co_return refused;
  co_return judge_portal_answer(std::move(refused), *answer, url_, timer_.utc_now());
}

}  // namespace booth

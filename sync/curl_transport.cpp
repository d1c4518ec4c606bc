#include "sync/curl_transport.hpp"

#include <stdexcept>
#include <utility>

#include "sync/curl_error.hpp"
#include "sync/curl_loop.hpp"

namespace booth {
namespace {

namespace asio = boost::asio;

void initialise_curl_once() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) throw std::runtime_error("libcurl cannot be initialised");
}

}  // namespace

CurlTransport::CurlTransport(asio::any_io_executor executor, CurlOptions options) {
  initialise_curl_once();
  loop_ = std::make_shared<Loop>(std::move(executor), std::move(options));
}

CurlTransport::~CurlTransport() = default;

asio::awaitable<Result<HttpAnswer>> CurlTransport::request(HttpRequest request) {
  return loop_->request(std::move(request));
}

void CurlTransport::limit_upload(std::int64_t bytes_per_s) {
  loop_->limit_upload(bytes_per_s);
}
void CurlTransport::drop_connections() {
  loop_->drop_connections();
}
CurlTransport::Counts CurlTransport::counts() const {
  return loop_->counts();
}

bool is_loopback_url(const std::string& url) {
  const auto origin = origin_of(url);
  if (!origin.starts_with("http://")) return false;
  auto host = origin.substr(7);
  if (host.starts_with("[::1]")) return true;
  host = host.substr(0, host.find(':'));
  if (host == "localhost") return true;
  return host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
}

}  // namespace booth

#pragma once

#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "daemon/ports/timer.hpp"
#include "daemon/ports/uploader.hpp"
#include "sync/curl_transport.hpp"
#include "sync/portal_check.hpp"
#include "sync/resume_states.hpp"

namespace booth {

enum class PutVerify {
  ReadBack,  ///< fetch the object again and hash it: plain PUT has no server-side hash, so this is
             ///< the only proof
  Size,      ///< believe the size that HEAD reports: for lines too slow to carry everything twice
};

struct PutOptions {
  std::string name;
  std::string url;         ///< objects go to <url>/<key>
  std::string token_file;  ///< its first line goes out as "Authorization: Bearer ..."; empty =
                           ///< none. Read each time
  std::vector<HttpHeader> headers;  ///< further headers of every request
  PutVerify verify = PutVerify::ReadBack;
  std::string portal_check_url;  ///< see PortalCheck; empty = none
  CurlOptions curl;
};

/// Plain HTTP PUT: WebDAV, nginx with dav_methods PUT, anything that stores a body under its path.
/// Making folders is the server's business (nginx: create_full_put_path).
class PutTarget final : public UploadTarget {
 public:
  /// @param timer  outlives the target
  PutTarget(boost::asio::any_io_executor executor, PutOptions options, Timer& timer);

  const std::string& name() const override { return options_.name; }
  boost::asio::awaitable<Result<UploadProof>> send(UploadItem item, std::string path) override;
  boost::asio::awaitable<Result<UploadProof>> erase(UploadItem item) override;
  void limit_upload(std::int64_t bytes_per_s) override {
    transport_.limit_upload(stricter_limit(bytes_per_s, options_.curl.upload_bytes_per_s));
  }
  boost::asio::awaitable<Result<void>> probe() override;
  std::optional<std::chrono::milliseconds> last_retry_after() const override {
    return retry_after_;
  }
  std::string resume_state(UploadId item) const override { return resume_.of(item); }

  void drop_connections() override { transport_.drop_connections(); }

  CurlTransport& transport() { return transport_; }

 private:
  boost::asio::awaitable<Result<UploadProof>> look(UploadItem item);
  boost::asio::awaitable<Result<void>> put(UploadItem item, std::string path);
  boost::asio::awaitable<Result<UploadProof>> prove(UploadItem item);
  boost::asio::awaitable<Result<UploadProof>> compare_size(UploadItem item);
  boost::asio::awaitable<Result<UploadProof>> read_back(UploadItem item);
  boost::asio::awaitable<Result<HttpAnswer>> ask(HttpRequest request, std::string what);
  Result<HttpRequest> request_for(const std::string& method, const UploadItem& item) const;
  Result<void> add_headers(HttpRequest& request) const;

  PutOptions options_;
  CurlTransport transport_;
  PortalCheck portal_;
  ResumeStates resume_;
  std::optional<std::chrono::milliseconds> retry_after_;
};

}  // namespace booth

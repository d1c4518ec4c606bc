#pragma once

#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "daemon/ports/fact_sink.hpp"
#include "daemon/ports/timer.hpp"
#include "sync/curl_transport.hpp"
#include "sync/portal_check.hpp"

namespace booth {

struct HttpFactSinkOptions {
  std::string url;            ///< batches of facts go there; empty = facts are not sent
  std::string heartbeat_url;  ///< empty = none
  std::string source;         ///< see event_source
  std::string token_file;     ///< first line goes out as "Authorization: Bearer ..."; empty = none
  std::string portal_check_url;
  bool is_compressed = true;  ///< Content-Encoding: gzip, until the server refuses it with 415
  CurlOptions curl;
};

/// CloudEvents 1.0 over HTTP: POST application/cloudevents-batch+json, one event per fact. Done is
/// 200, 201, 202 or 204 and nothing else.
class HttpFactSink final : public FactSink {
 public:
  /// @param timer  outlives the sink
  HttpFactSink(boost::asio::any_io_executor executor, HttpFactSinkOptions options, Timer& timer);

  boost::asio::awaitable<Result<void>> send(std::vector<Fact> facts) override;
  boost::asio::awaitable<Result<HeartbeatAnswer>> beat(Heartbeat heartbeat) override;
  std::optional<std::chrono::milliseconds> last_retry_after() const override {
    return retry_after_;
  }
  void drop_connections() override { transport_.drop_connections(); }

 private:
  boost::asio::awaitable<Result<HttpAnswer>> post(std::string url, std::string content_type,
                                                  std::string body, bool is_heartbeat);
  Result<HttpRequest> request_for(const std::string& url, const std::string& content_type,
                                  const std::string& body) const;

  HttpFactSinkOptions options_;
  CurlTransport transport_;
  PortalCheck portal_;
  bool is_compressed_;
  std::optional<std::chrono::milliseconds> retry_after_;
};

}  // namespace booth

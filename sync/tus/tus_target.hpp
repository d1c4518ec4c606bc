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

struct TusOptions {
  std::string name;
  std::string url;         ///< where uploads are created
  std::string token_file;  ///< first line goes out as "Authorization: Bearer ..."; empty = none
  std::string portal_check_url;
  /// Bytes per PATCH. Hosted servers differ: some want multiples of 256 KiB, some exactly 6 MiB,
  /// proxies cut at 100 MB.
  std::int64_t first_chunk_bytes = 8LL << 20;
  std::int64_t smallest_chunk_bytes =
      512LL << 10;              ///< halved down to here after a 413 or a cut without progress
  bool is_chunk_fixed = false;  ///< never halve: the server demands this size
  /// Optional GET of <receipt_url>/<sha256>: 200 from the back end that has hashed the bytes. Empty
  /// = none: then the offset alone is the proof, and the proof says so.
  std::string receipt_url;
  CurlOptions curl;
};

/// tus 1.0: creation, resume at the server's offset, checksums where offered; termination is left
/// to the server's expiration. A 2xx is never "done": only an offset equal to the length is, plus
/// the receipt where one is configured.
class TusTarget final : public UploadTarget {
 public:
  TusTarget(boost::asio::any_io_executor executor, TusOptions options, Timer& timer);

  const std::string& name() const override { return options_.name; }
  boost::asio::awaitable<Result<std::string>> prepare(UploadItem item) override;
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
  std::int64_t chunk_bytes() const { return chunk_bytes_; }

 private:
  /// Where an upload stands on the server.
  struct Place {
    std::string url;
    std::int64_t offset = 0;
  };
  boost::asio::awaitable<Result<Place>> find(UploadItem item);
  boost::asio::awaitable<Result<Place>> create(UploadItem item);
  boost::asio::awaitable<Result<std::int64_t>> offset_at(UploadItem item, std::string url);
  boost::asio::awaitable<Result<std::int64_t>> patch(UploadItem item, Place place,
                                                     std::string path);
  boost::asio::awaitable<Result<UploadProof>> prove(UploadItem item, Place place);
  boost::asio::awaitable<Result<UploadProof>> ask_receipt(UploadItem item);
  boost::asio::awaitable<Result<HttpAnswer>> ask(HttpRequest request, std::string what);
  Result<HttpRequest> request_for(const std::string& method, const std::string& url,
                                  const UploadItem& item) const;
  Result<HttpRequest> patch_request(const UploadItem& item, const Place& place, std::string path,
                                    std::int64_t length) const;
  void note_chunk(bool was_good);

  TusOptions options_;
  CurlTransport transport_;
  PortalCheck portal_;
  ResumeStates resume_;
  ResumeStates created_;  ///< upload addresses at which nothing lies yet: no need to ask
  std::optional<std::chrono::milliseconds> retry_after_;
  std::int64_t chunk_bytes_;
  int good_chunks_ = 0;
  bool is_checksum_offered_ = false;  ///< SHA-256, said the server when it was probed last
};

}  // namespace booth

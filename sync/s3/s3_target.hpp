#pragma once

#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "daemon/ports/timer.hpp"
#include "daemon/ports/uploader.hpp"
#include "sync/portal_check.hpp"
#include "sync/resume_states.hpp"
#include "sync/s3/s3_client.hpp"
#include "sync/s3/s3_multipart.hpp"

namespace booth {

struct S3Options {
  std::string name;
  s3::ClientOptions client;
  std::string portal_check_url;  ///< see PortalCheck; empty = none
  std::string prefix;            ///< put before every key, "tenant/"; empty = none
  /// Larger objects go in parts, so that a cut costs one part.
  std::int64_t multipart_from_bytes = 16LL << 20;
  std::int64_t part_bytes = 8LL << 20;  ///< S3 wants at least 5 MiB
};

/// S3 and everything that speaks it. The object's SHA-256 is sent as x-amz-content-sha256, which
/// the server checks while it receives, and as metadata, which HEAD brings back: that and the size
/// are the proof.
class S3Target final : public UploadTarget {
 public:
  S3Target(boost::asio::any_io_executor executor, S3Options options, Timer& timer);

  const std::string& name() const override { return options_.name; }
  boost::asio::awaitable<Result<UploadProof>> send(UploadItem item, std::string path) override;
  boost::asio::awaitable<Result<UploadProof>> erase(UploadItem item) override;
  void limit_upload(std::int64_t bytes_per_s) override {
    client_.transport().limit_upload(
        stricter_limit(bytes_per_s, options_.client.curl.upload_bytes_per_s));
  }
  boost::asio::awaitable<Result<void>> probe() override;
  std::optional<std::chrono::milliseconds> last_retry_after() const override {
    return retry_after_;
  }
  std::string resume_state(UploadId item) const override { return resume_.of(item); }

  void drop_connections() override { client_.transport().drop_connections(); }

  s3::Client& client() { return client_; }
  enum class Conditional { Unknown, Works, Refused };
  /// What this server makes of If-None-Match, as far as known.
  Conditional conditional_writes() const { return conditional_; }

 private:
  boost::asio::awaitable<Result<void>> put_whole(UploadItem item, std::string path, bool is_fresh);
  boost::asio::awaitable<Result<HttpAnswer>> put_once(UploadItem item, std::string path,
                                                      bool is_conditional);
  boost::asio::awaitable<Result<UploadProof>> prove(UploadItem item);
  std::string key_of(const UploadItem& item) const { return options_.prefix + item.key; }

  S3Options options_;
  s3::Client client_;
  s3::Multipart multipart_;
  PortalCheck portal_;
  ResumeStates resume_;
  Conditional conditional_ = Conditional::Unknown;
  std::optional<std::chrono::milliseconds> retry_after_;
};

}  // namespace booth

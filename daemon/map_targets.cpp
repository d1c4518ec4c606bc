#include "daemon/map_config.hpp"
#include "drivers/hot_folder/folder_target.hpp"
#include "sync/put/put_target.hpp"
#include "sync/s3/s3_target.hpp"
#include "sync/tus/tus_target.hpp"

namespace booth {
namespace {

CurlOptions curl_options(const Config::Target& target) {
  CurlOptions options;
  options.ca_file = target.ca_file;
  options.client_cert_file = target.client_cert_file;
  options.client_key_file = target.client_key_file;
  options.proxy = target.proxy;
  options.upload_bytes_per_s = target.upload_bytes_per_s;
  options.user_agent = "boothd/" BOOTH_VERSION;
  return options;
}

std::unique_ptr<UploadTarget> make_put_target(const boost::asio::any_io_executor& executor,
                                              Timer& timer, const Config::Target& target) {
  PutOptions options;
  options.name = target.name;
  options.url = target.url;
  options.token_file = target.token_file;
  options.portal_check_url = target.portal_check_url;
  options.verify = target.verify == "size" ? PutVerify::Size : PutVerify::ReadBack;
  options.curl = curl_options(target);
  return std::make_unique<PutTarget>(executor, std::move(options), timer);
}

std::unique_ptr<UploadTarget> make_s3_target(const boost::asio::any_io_executor& executor,
                                             Timer& timer, const Config::Target& target) {
  S3Options options;
  options.name = target.name;
  options.portal_check_url = target.portal_check_url;
  options.prefix = target.prefix;
  options.client.endpoint = target.url;
  options.client.is_path_style = target.is_path_style;
  options.client.bucket = target.bucket;
  options.client.region = target.region;
  options.client.access_key_file = target.access_key_file;
  options.client.secret_key_file = target.secret_key_file;
  options.client.session_token_file = target.session_token_file;
  options.client.curl = curl_options(target);
  return std::make_unique<S3Target>(executor, std::move(options), timer);
}

std::unique_ptr<UploadTarget> make_tus_target(const boost::asio::any_io_executor& executor,
                                              Timer& timer, const Config::Target& target) {
  TusOptions options;
  options.name = target.name;
  options.url = target.url;
  options.token_file = target.token_file;
  options.portal_check_url = target.portal_check_url;
  options.receipt_url = target.receipt_url;
  options.first_chunk_bytes = target.chunk_bytes;
  options.is_chunk_fixed = target.is_chunk_fixed;
  options.curl = curl_options(target);
  return std::make_unique<TusTarget>(executor, std::move(options), timer);
}

std::unique_ptr<UploadTarget> make_target(const boost::asio::any_io_executor& executor,
                                          Timer& timer, const Config::Target& target,
                                          const std::string& state_dir) {
  if (target.kind == "put") return make_put_target(executor, timer, target);
  if (target.kind == "s3") return make_s3_target(executor, timer, target);
  if (target.kind == "tus") return make_tus_target(executor, timer, target);
  if (target.kind == "folder")
    return std::make_unique<FolderTarget>(FolderTargetOptions{target.name, target.url, state_dir});
  throw std::runtime_error("target " + target.name + ": kind " + target.kind + " is unknown");
}

}  // namespace

std::vector<std::unique_ptr<UploadTarget>> make_targets(boost::asio::any_io_executor executor,
                                                        Timer& timer, const Config& config,
                                                        const std::string& state_dir) {
  std::vector<std::unique_ptr<UploadTarget>> targets;
  for (const auto& target : config.targets)
    targets.push_back(make_target(executor, timer, target, state_dir));
  return targets;
}

}  // namespace booth

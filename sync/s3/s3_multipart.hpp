#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/upload/upload_item.hpp"
#include "daemon/runtime/run_blocking.hpp"
#include "sync/s3/s3_client.hpp"
#include "sync/s3/s3_xml.hpp"

namespace booth::s3 {

/// Sends one object in parts. What the server already holds is asked from the server, never
/// remembered: an upload id that got lost with a crash is found again by its key.
class Multipart {
 public:
  Multipart(Client& client, std::int64_t part_bytes) : client_(client), part_bytes_(part_bytes) {}

  /// @param is_fresh  false: an earlier attempt may have left an unfinished upload
  boost::asio::awaitable<Result<void>> send(UploadItem item, std::string key, std::string path,
                                            bool is_fresh);

  const std::optional<HttpAnswer>& last_refusal() const { return last_refusal_; }

 private:
  using Parts = std::map<int, Part>;

  boost::asio::awaitable<Result<std::string>> find(std::string key);
  boost::asio::awaitable<Result<std::string>> begin(UploadItem item, std::string key);
  boost::asio::awaitable<Result<Parts>> list(std::string key, std::string upload_id);
  boost::asio::awaitable<Result<Part>> send_part(UploadItem item, std::string key,
                                                 std::string upload_id, FileSlice slice,
                                                 int number);
  boost::asio::awaitable<Result<void>> complete(std::string key, std::string upload_id,
                                                std::vector<Part> parts);
  boost::asio::awaitable<Result<HttpAnswer>> ask(Call call, std::string what);

  Client& client_;
  std::int64_t part_bytes_;
  std::optional<HttpAnswer> last_refusal_;
  BlockingThread hashing_;  // a part takes milliseconds: too long for the loop
};

}  // namespace booth::s3

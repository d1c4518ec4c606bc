#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include "daemon/core/result.hpp"
#include "daemon/ports/timer.hpp"
#include "sync/curl_transport.hpp"
#include "sync/s3/sigv4.hpp"

namespace booth::s3 {

struct ClientOptions {
  std::string endpoint;  ///< "https://s3.example.com"
  std::string bucket;
  std::string region = "us-east-1";
  bool is_path_style = true;  ///< endpoint/bucket/key; false = bucket.endpoint/key
  /// First line of each file; read for each request, so that new keys need no restart.
  std::string access_key_file;
  std::string secret_key_file;
  std::string session_token_file;  ///< empty = none
  CurlOptions curl;
};

/// One request in S3's terms.
struct Call {
  std::string method;
  std::string key;  ///< empty = the bucket itself
  Query query;
  std::vector<HttpHeader> headers;
  std::variant<std::monostate, std::string, FileSlice> body;
  std::string payload_sha256 = kEmptyPayload;
  bool is_urgent = false;
  std::optional<std::chrono::milliseconds> deadline;
};

/// Signs and sends. Knows the difference between the booth's clock and the server's: a booth with a
/// dead clock battery could sign nothing otherwise. The system clock is never touched.
class Client {
 public:
  Client(boost::asio::any_io_executor executor, ClientOptions options, Timer& timer);

  /// Any complete answer is a value, whatever its status; a 403 for the wrong time has been
  /// corrected and repeated.
  boost::asio::awaitable<Result<HttpAnswer>> ask(Call call);

  /// The Error for an answer that is no success, with S3's own code in its sentence.
  Error refusal(const HttpAnswer& answer, const std::string& what) const;

  const ClientOptions& options() const { return options_; }
  CurlTransport& transport() { return transport_; }
  std::chrono::milliseconds clock_offset() const { return clock_offset_; }

 private:
  Result<HttpRequest> signed_request(const Call& call) const;
  Result<Keys> read_keys() const;
  /// @returns true when the offset changed by more than a signature allows
  bool learn_time(const HttpAnswer& answer);

  ClientOptions options_;
  Timer& timer_;
  CurlTransport transport_;
  std::chrono::milliseconds clock_offset_{0};
};

}  // namespace booth::s3

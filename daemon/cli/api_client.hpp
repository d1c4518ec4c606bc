#pragma once

#include <chrono>
#include <string>

#include <boost/json/value.hpp>

#include "daemon/core/result.hpp"

namespace booth::cli {

/// A raw answer of the booth, whatever its status.
struct ApiAnswer {
  int status = 0;
  std::string body;
};

/// The problem document of an answer with status 400 or above.
Error error_of(const ApiAnswer& answer);

/// Speaks to boothd over its unix socket; each call is one connection. Blocks, with a deadline.
class ApiClient {
 public:
  explicit ApiClient(std::string socket_path) : socket_path_(std::move(socket_path)) {}

  /// @param body  JSON, or empty
  /// @returns NetworkDown when nobody answers on the socket, TimedOut, Corrupt when the answer is
  /// no HTTP
  Result<ApiAnswer> call(const std::string& method, const std::string& target,
                         const std::string& body = "");

  /// The same, for JSON: a problem document becomes an Error with its sentence.
  Result<boost::json::value> ask(const std::string& method, const std::string& target,
                                 const boost::json::value& body = nullptr);

  /// The newest answer's body, for --json.
  const std::string& last_body() const { return last_body_; }

 private:
  std::string socket_path_;
  std::string last_body_;
};

}  // namespace booth::cli

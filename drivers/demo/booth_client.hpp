#pragma once

#include <filesystem>
#include <string>

#include <boost/json/value.hpp>

#include "daemon/core/result.hpp"

namespace booth::demo {

/// Talks to boothd as the guest screen and boothctl do: HTTP and JSON on its unix socket. One
/// connection per call.
/// @thread  any, one at a time; blocks until the answer is there, a minute at most
class BoothClient {
 public:
  explicit BoothClient(std::filesystem::path socket) : socket_(std::move(socket)) {}

  /// @param target  path and query: "/v1/status"
  /// @returns the booth's own sentence when it refuses; NetworkDown when nobody answers
  Result<boost::json::value> get(const std::string& target) const;
  Result<boost::json::value> post(const std::string& target, const boost::json::value& body) const;

  /// The newest live-view picture, a JPEG.
  Result<std::string> live_frame() const;

 private:
  std::filesystem::path socket_;
};

}  // namespace booth::demo

#pragma once

#include <memory>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/generic/stream_protocol.hpp>

#include "daemon/api/answer_request.hpp"
#include "daemon/api/api_server.hpp"
#include "daemon/api/door.hpp"
#include "daemon/api/rate_limit.hpp"

namespace booth::api {

/// One client: reads requests, lets them be answered, writes the answers, within the limits of
/// ApiOptions. Ends by itself when the client is gone, too slow, or talks nonsense; never harms
/// another client.
class HttpConnection {
 public:
  using Socket = boost::asio::generic::stream_protocol::socket;

  /// @param door  decides who the caller of each request is
  /// @param rate  shared by all clients who came in the same way
  HttpConnection(Socket socket, const Door& door, RequestAnswerer& answerer,
                 const ApiOptions& options, RateLimit& rate);
  ~HttpConnection();

  /// Returns when the connection is over.
  boost::asio::awaitable<void> serve();

  /// Makes `serve` return soon.
  void close();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace booth::api

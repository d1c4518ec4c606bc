#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/asio/awaitable.hpp>

#include "daemon/api/access.hpp"
#include "daemon/core/result.hpp"

namespace booth::api {

/// Header and query names compare without case.
struct LessIgnoringCase {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};
using Fields = std::map<std::string, std::string, LessIgnoringCase>;

/// One request as the routes see it: no Beast, no socket. Percent-escapes are undone in path,
/// params and query.
struct HttpRequest {
  std::string method;  ///< "GET", "POST", ...
  std::string target;  ///< as sent
  std::string path;    ///< without the query
  Fields query;
  Fields params;  ///< what `{id}` in the route's pattern stands for
  Fields headers;
  std::string body;
  Caller caller;

  /// @returns "" when there is no such header
  std::string_view header(std::string_view name) const;
};

/// A body that is made piece by piece: a file, live view, the fact feed.
class BodyStream {
 public:
  virtual ~BodyStream() = default;

  /// @returns the next piece (never empty), or nullopt at the end; an error cuts the connection off
  virtual boost::asio::awaitable<Result<std::optional<std::string>>> next() = 0;
};

struct HttpResponse {
  int status = 200;
  Fields headers;
  std::string body;
  std::unique_ptr<BodyStream> stream;  ///< instead of `body`
  std::optional<std::uint64_t>
      stream_size;  ///< bytes, when known beforehand; otherwise sent chunked
};

/// Splits "/a%20b?x=1&y=2" into path and query. @returns BadInput on a broken escape, a zero byte
/// or a repeated name
Result<void> read_target(std::string_view target, HttpRequest& request);

}  // namespace booth::api

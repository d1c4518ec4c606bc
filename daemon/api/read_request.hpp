#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/json/fwd.hpp>
#include <boost/json/object.hpp>

#include "daemon/api/http_message.hpp"
#include "daemon/core/units.hpp"

namespace booth::api {

/// A JSON object as a request's body. Every key that is read is ticked off; `finish` refuses what
/// nobody read, so that a misspelt key is an error and not silence. The first error wins and is
/// kept until `finish`.
class JsonBody {
 public:
  explicit JsonBody(const HttpRequest& request);

  std::optional<std::string> text(std::string_view key, std::size_t longest = 200);
  std::optional<int> number(std::string_view key, int least, int most);
  std::optional<bool> flag(std::string_view key);
  std::optional<std::vector<std::string>> texts(std::string_view key);
  /// An object of switches: {"print": false}.
  std::vector<std::pair<std::string, bool>> flags(std::string_view key);

  /// @returns BadInput with the key, what was expected and what was found
  Result<void> finish();

 private:
  const boost::json::value* take(std::string_view key);
  void refuse(std::string sentence);

  boost::json::object object_;
  std::optional<Error> error_;
};

/// "2026-12-05T14:00:00Z", also without seconds or with milliseconds.
std::optional<UtcTime> utc_from(std::string_view text);

/// Digits and nothing else.
std::optional<std::int64_t> whole_number(std::string_view text);

/// @returns BadInput when the query has any other name
Result<void> allow_query(const HttpRequest& request, std::initializer_list<std::string_view> names);

/// @returns `otherwise` when the parameter is absent; BadInput outside least..most
Result<std::int64_t> query_number(const HttpRequest& request, std::string_view name,
                                  std::int64_t otherwise, std::int64_t least, std::int64_t most);

/// Id in the path ("{id}") or, empty when absent, in the query.
template <class SomeId>
Result<SomeId> path_id(const HttpRequest& request) {
  return SomeId::parse(request.params.find("id")->second);
}
template <class SomeId>
Result<SomeId> query_id(const HttpRequest& request, std::string_view name) {
  const auto found = request.query.find(name);
  if (found == request.query.end()) return SomeId();
  return SomeId::parse(found->second);
}

}  // namespace booth::api

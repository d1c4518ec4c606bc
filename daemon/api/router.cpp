#include "daemon/api/router.hpp"

namespace booth::api {
namespace {

std::string_view next_segment(std::string_view& path) {
  path.remove_prefix(1);  // the slash
  const auto segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

/// "{id}.jpg" against "0190....jpg"; a placeholder never stands for nothing.
bool fits_segment(std::string_view pattern, std::string_view segment, Fields& params) {
  if (pattern.empty() || pattern.front() != '{') return pattern == segment;
  const auto close = pattern.find('}');
  const auto suffix = pattern.substr(close + 1);
  if (segment.size() <= suffix.size() || !segment.ends_with(suffix)) return false;
  segment.remove_suffix(suffix.size());
  params[std::string(pattern.substr(1, close - 1))] = segment;
  return true;
}

bool fits(std::string_view pattern, std::string_view path, Fields& params) {
  while (!pattern.empty() && !path.empty())
    if (!fits_segment(next_segment(pattern), next_segment(path), params)) return false;
  return pattern.empty() && path.empty();
}

}  // namespace

Router::Found Router::find(HttpRequest& request) const {
  Found found;
  const std::string_view method =
      request.method == "HEAD" ? "GET" : std::string_view(request.method);
  for (const auto& route : routes_) {
    Fields params;
    if (!fits(route.pattern, request.path, params)) continue;
    found.methods.push_back(route.method);
    if (route.method != method || found.route) continue;
    found.route = &route;
    request.params = std::move(params);
  }
  return found;
}

}  // namespace booth::api

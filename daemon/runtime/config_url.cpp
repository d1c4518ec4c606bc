#include "daemon/runtime/config_url.hpp"

namespace booth {
namespace {

/// The host of an http or https URL; empty when it is none, or when a password is written into it.
std::string host_of(const std::string& url) {
  const auto scheme_end = url.find("://");
  if (scheme_end == std::string::npos) return {};
  auto host = url.substr(scheme_end + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  if (host.find('@') != std::string::npos || host.find(' ') != std::string::npos) return {};
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "[::1]" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos);
}

}  // namespace

void check_url(ConfigTable& table, std::string_view key, const std::string& url) {
  if (url.empty()) return;  // named already where it is required
  const auto host = host_of(url);
  const bool is_https = url.starts_with("https://");
  const bool is_http = url.starts_with("http://");
  if ((!is_https && !is_http) || host.empty())
    table.problem(key, "https://host/path without a password in it", '"' + url + '"');
  else if (is_http && !is_loopback(host))
    table.problem(key, "https, because guests' photos would cross the network unencrypted",
                  '"' + url + '"');
}

}  // namespace booth

#include "daemon/api/http_head.hpp"

#include <array>
#include <cstdio>

#include "daemon/api/problem.hpp"

namespace booth::api {

std::string head_of(const HttpResponse& response, bool is_last) {
  std::string head = "HTTP/1.1 " + std::to_string(response.status) + ' ';
  head += reason_phrase(response.status);
  head += "\r\n";
  for (const auto& [name, value] : response.headers) head += name + ": " + value + "\r\n";
  const bool has_no_body = response.status == 204 || response.status == 304;
  if (response.stream && !response.stream_size)
    head += "Transfer-Encoding: chunked\r\n";
  else if (!has_no_body)
    head += "Content-Length: " +
            std::to_string(response.stream ? *response.stream_size : response.body.size()) + "\r\n";
  // A picture or a text of ours is never to be taken for a page with scripts.
  head += "X-Content-Type-Options: nosniff\r\n";
  if (is_last) head += "Connection: close\r\n";
  return head + "\r\n";
}

std::string chunk_of(const std::string& piece) {
  std::array<char, 20> size{};
  std::snprintf(size.data(), size.size(), "%zx\r\n", piece.size());
  return size.data() + piece + "\r\n";
}

}  // namespace booth::api

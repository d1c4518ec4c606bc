#pragma once

#include <fstream>
#include <string>

#include <boost/asio/io_context.hpp>

#include "drivers/demo/rig/temp_folder.hpp"
#include "sync/curl_transport.hpp"
#include "tests/support/run_loop.hpp"

namespace booth {

/// A loop, a folder and a way to ask.
struct CurlFixture {
  boost::asio::io_context loop;
  demo::TempFolder folder{"curl"};

  Result<HttpAnswer> ask(CurlTransport& transport, HttpRequest request) {
    return run_until_done(loop, transport.request(std::move(request)));
  }
  std::string file_of(std::size_t size) {
    const auto path = (folder.path() / "body").string();
    std::ofstream(path, std::ios::binary) << std::string(size, 'x');
    return path;
  }
};

inline HttpRequest put_text(const std::string& url, std::string body) {
  HttpRequest request{.method = "PUT", .url = url};
  request.body = std::move(body);
  return request;
}

}  // namespace booth

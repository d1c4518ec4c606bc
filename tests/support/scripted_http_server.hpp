#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace booth {

/// An HTTP server on 127.0.0.1 that answers what a test tells it to, however impossible. It notes
/// every request. Lives on the test's loop; the test owns it.
class ScriptedHttpServer {
 public:
  struct Request {
    std::string method;
    std::string target;
    std::string head;  ///< request line and headers as they came, lower case
    std::string body;
    int connection = 0;  ///< counts from 1
  };
  struct Reply {
    std::string bytes;  ///< as they go out: status line, headers, body
    bool is_closed_after = false;
    bool is_silent = false;  ///< nothing is ever sent on this connection again
  };
  using Script = std::function<Reply(const Request&)>;

  ScriptedHttpServer(boost::asio::any_io_executor executor, Script script);
  ~ScriptedHttpServer();

  std::string url() const;
  const std::vector<Request>& requests() const;
  /// Answer "100 Continue" to an Expect; on by default.
  void answer_expect(bool is_answered);

  /// A whole answer with Content-Length. @param headers  each ended by \r\n
  static Reply reply(int status, const std::string& headers = "", const std::string& body = "");

 private:
  struct Shared;
  struct Connection;
  std::shared_ptr<Shared> shared_;  // the other owners are the connections' pending operations
};

}  // namespace booth

#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace booth::testing {

/// A client without any library of ours: what it reads is what really stood on the wire. It may
/// also misbehave.
class PlainClient {
 public:
  explicit PlainClient(const std::string& socket_path)
      : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    ::sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, socket_path.c_str(), sizeof address.sun_path - 1);
    if (::connect(socket_, reinterpret_cast<::sockaddr*>(&address), sizeof address) != 0)
      fail("connect");
  }
  explicit PlainClient(std::uint16_t port)
      : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    ::sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<::sockaddr*>(&address), sizeof address) != 0)
      fail("connect");
  }
  PlainClient(const PlainClient&) = delete;
  PlainClient& operator=(const PlainClient&) = delete;
  ~PlainClient() { ::close(socket_); }

  struct Answer {
    int status = 0;
    std::string head;  ///< status line and fields, as sent
    std::string body;  ///< chunks joined

    std::string field(std::string_view name) const {
      const auto at = head.find("\r\n" + std::string(name) + ": ");
      if (at == std::string::npos) return "";
      const auto begin = at + name.size() + 4;
      return head.substr(begin, head.find("\r\n", begin) - begin);
    }
  };

  /// @returns false when the other side has closed
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }

  /// One whole answer; `is_head`: without its body. Throws when the connection ends before.
  Answer read_answer(bool is_head = false) {
    Answer answer;
    answer.head = read_until("\r\n\r\n");
    answer.status = std::stoi(answer.head.substr(9, 3));
    if (is_head || answer.status == 204 || answer.status == 304) return answer;
    if (answer.field("Transfer-Encoding") == "chunked") {
      for (auto chunk = read_chunk(); !chunk.empty(); chunk = read_chunk()) answer.body += chunk;
    } else {
      answer.body = read_exactly(std::stoul(answer.field("Content-Length")));
    }
    return answer;
  }

  /// The head of an answer whose body is read with `read_chunk`.
  Answer read_head() { return read_answer(true); }

  std::string read_chunk() {
    const auto size = std::stoul(read_until("\r\n"), nullptr, 16);
    auto chunk = read_exactly(size);
    read_exactly(2);
    return chunk;
  }

  /// True when the other side closes within the deadline.
  bool is_closed_by_server() {
    while (wait_readable())
      if (!read_more()) return true;
    return false;
  }

  static constexpr std::chrono::seconds kPatience{30};

 private:
  [[noreturn]] static void fail(const char* what) {
    throw std::runtime_error(std::string(what) + ": " + std::strerror(errno));
  }

  bool wait_readable() {
    ::pollfd waiting{socket_, POLLIN, 0};
    return ::poll(&waiting, 1, static_cast<int>(std::chrono::milliseconds(kPatience).count())) == 1;
  }

  /// @returns false at the end
  bool read_more() {
    char block[65536];
    const auto got = ::recv(socket_, block, sizeof block, 0);
    if (got <= 0) return false;
    read_.append(block, static_cast<std::size_t>(got));
    return true;
  }
  void need_more() {
    if (!wait_readable()) throw std::runtime_error("no answer within the deadline");
    if (!read_more())
      throw std::runtime_error("the connection ended early, after: " + read_.substr(0, 200));
  }

  std::string read_until(std::string_view end) {
    while (read_.find(end) == std::string::npos) need_more();
    return take(read_.find(end) + end.size());
  }
  std::string read_exactly(std::size_t size) {
    while (read_.size() < size) need_more();
    return take(size);
  }
  std::string take(std::size_t size) {
    auto taken = read_.substr(0, size);
    read_.erase(0, size);
    return taken;
  }

  int socket_;
  std::string read_;
};

}  // namespace booth::testing

#pragma once

#include <future>
#include <string>
#include <thread>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <doctest/doctest.h>

#include "daemon/api/api_server.hpp"
#include "tests/support/fake_booth.hpp"
#include "tests/support/fake_calls.hpp"
#include "tests/support/fake_events.hpp"
#include "tests/support/fake_measures.hpp"
#include "tests/support/plain_http.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth::testing {

/// A FakeBooth behind a real ApiServer on a real unix socket, its loop on a thread of its own.
class ApiRig {
 public:
  explicit ApiRig(api::ApiOptions options = {})
      : server_({booth_, events_, measures_, calls_}, with_socket(std::move(options))) {
    const auto opened = server_.open(loop_.get_executor());
    REQUIRE_MESSAGE(opened.has_value(), (opened ? std::string() : opened.error().context));
    boost::asio::co_spawn(loop_, server_.run(), [this](const std::exception_ptr& failure) {
      if (failure) std::terminate();
      keep_running_.reset();
    });
    thread_ = std::thread([this] { loop_.run(); });
  }
  ~ApiRig() {
    boost::asio::post(loop_, [this] { server_.stop(); });
    thread_.join();
  }

  std::string socket_path() const { return (folder_.path() / "booth.sock").string(); }
  std::uint16_t port() const { return server_.loopback_port(); }
  const std::filesystem::path& folder() const { return folder_.path(); }

  std::size_t open_connections() {
    std::promise<std::size_t> count;
    boost::asio::post(loop_, [&] { count.set_value(server_.open_connections()); });
    return count.get_future().get();
  }

  /// Runs `change(booth)` on the loop, where the booth lives, and returns its value.
  template <class Change>
  auto with_booth(Change change) {
    std::packaged_task<std::invoke_result_t<Change&, FakeBooth&>()> task(
        [&] { return change(booth_); });
    auto done = task.get_future();
    boost::asio::post(loop_, [&task] { task(); });
    return done.get();
  }

  std::vector<ApiCall> calls() {
    return with_booth([this](FakeBooth&) { return calls_.made; });
  }

  /// One request on a connection of its own.
  PlainClient::Answer ask(const std::string& method, const std::string& target,
                          const std::string& body = "", const std::string& more_fields = "") {
    PlainClient client(socket_path());
    client.send(request(method, target, body, more_fields));
    return client.read_answer(method == "HEAD");
  }

  static std::string request(const std::string& method, const std::string& target,
                             const std::string& body = "", const std::string& more_fields = "") {
    auto text = method + ' ' + target + " HTTP/1.1\r\nHost: localhost\r\n" + more_fields;
    if (!body.empty()) text += "Content-Type: application/json\r\n";
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    return text;
  }

 private:
  api::ApiOptions with_socket(api::ApiOptions options) const {
    options.socket_path = socket_path();
    return options;
  }

  TemporaryFolder folder_;
  FakeBooth booth_;
  FakeEvents events_;
  FakeMeasures measures_;
  FakeCalls calls_;
  boost::asio::io_context loop_;
  std::optional<boost::asio::executor_work_guard<boost::asio::io_context::executor_type>>
      keep_running_{boost::asio::make_work_guard(loop_)};
  api::ApiServer server_;
  std::thread thread_;
};

}  // namespace booth::testing

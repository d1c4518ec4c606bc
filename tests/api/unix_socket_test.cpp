#include "daemon/api/unix_socket.hpp"

#include <fstream>

#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <doctest/doctest.h>

#include "tests/support/temporary_folder.hpp"

namespace booth::api {

TEST_SUITE("api/unix_socket") {
  TEST_CASE("a dead socket makes way, a live one does not") {
    testing::TemporaryFolder folder;
    const auto path = (folder.path() / "booth.sock").string();
    boost::asio::io_context loop;
    {
      const boost::asio::local::stream_protocol::acceptor alive(loop, path);
      const auto cleared = clear_socket_path(path);
      REQUIRE(cleared.has_error());
      CHECK(cleared.error().code == Errc::Conflict);
      CHECK(std::filesystem::exists(path));
    }
    CHECK(std::filesystem::exists(path));  // as a killed daemon leaves it
    CHECK(clear_socket_path(path).has_value());
    CHECK_FALSE(std::filesystem::exists(path));
    CHECK(clear_socket_path(path).has_value());
  }

  TEST_CASE("what is no socket is never removed") {
    testing::TemporaryFolder folder;
    const auto path = (folder.path() / "notes.txt").string();
    std::ofstream(path) << "precious";
    CHECK(clear_socket_path(path).error().code == Errc::BadInput);
    CHECK(std::filesystem::exists(path));
  }

  TEST_CASE("a path that no socket can have is refused with a sentence") {
    CHECK(clear_socket_path("").error().code == Errc::BadInput);
    CHECK(clear_socket_path("/tmp/" + std::string(200, 'x')).error().code == Errc::BadInput);
  }
}

}  // namespace booth::api

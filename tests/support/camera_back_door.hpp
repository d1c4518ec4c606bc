#pragma once

#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <boost/json.hpp>
#include <doctest/doctest.h>

namespace booth::testing {

/// One command to the virtual camera's control socket, e.g. `{"do": "press_shutter"}`. @returns its
/// answer
inline boost::json::object tell_camera(const std::string& control, const std::string& command) {
  boost::asio::io_context loop;
  boost::asio::local::stream_protocol::socket socket(loop);
  socket.connect({control});
  boost::asio::write(socket, boost::asio::buffer(command + "\n"));
  std::string answer;
  boost::asio::read_until(socket, boost::asio::dynamic_buffer(answer), '\n');
  auto parsed = boost::json::parse(answer).as_object();
  INFO(command << " -> " << answer);
  REQUIRE(parsed.at("ok").as_bool());
  return parsed;
}

}  // namespace booth::testing

#pragma once

#include <initializer_list>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <doctest/doctest.h>

#include "drivers/virtual_camera/ptp_codec.hpp"
#include "drivers/virtual_camera/ptp_engine.hpp"
#include "tests/drivers/virtual_camera/fake_photo_source.hpp"

namespace booth::virtual_camera {

/// An engine with a clock that only moves when the test says so.
class EngineBench {
 public:
  using Milliseconds = std::chrono::milliseconds;

  explicit EngineBench(ProfileName profile, BodySettings body = {})
      : engine(settings(profile, body), source) {}

  void pass(int milliseconds) {
    now.steady += Milliseconds(milliseconds);
    now.utc += Milliseconds(milliseconds);
  }

  Outcome outcome(std::uint16_t operation, std::initializer_list<std::uint32_t> params = {},
                  Bytes data = {}) {
    Request request;
    request.operation = operation;
    request.transaction = next_transaction_++;
    std::copy(params.begin(), params.end(), request.params.begin());
    request.data = std::move(data);
    request.received_at = now.steady;
    last_request_ = request;
    return engine.execute(request, now);
  }

  /// Presents the last request again, as the transport does after Later.
  Outcome repeat() {
    last_request_.is_repeated = true;
    return engine.execute(last_request_, now);
  }

  Reply ask(std::uint16_t operation, std::initializer_list<std::uint32_t> params = {},
            Bytes data = {}) {
    Outcome result = outcome(operation, params, std::move(data));
    REQUIRE(std::holds_alternative<Reply>(result));
    return std::get<Reply>(std::move(result));
  }

  std::uint16_t code(std::uint16_t operation, std::initializer_list<std::uint32_t> params = {},
                     Bytes data = {}) {
    return ask(operation, params, std::move(data)).code;
  }

  /// The data phase of a successful answer.
  Bytes data(std::uint16_t operation, std::initializer_list<std::uint32_t> params = {}) {
    const Reply reply = ask(operation, params);
    REQUIRE(reply.code == rc::kOk);
    REQUIRE(reply.data.has_value());
    const auto first = reply.data->bytes->begin() + static_cast<std::ptrdiff_t>(reply.data->offset);
    return Bytes(first, first + static_cast<std::ptrdiff_t>(reply.data->size));
  }

  void open() { REQUIRE(code(op::kOpenSession, {1}) == rc::kOk); }

  Faults& faults() { return engine.faults(); }

  FakePhotoSource source;
  Moment now{SteadyTime{} + std::chrono::hours(1), UtcTime{} + std::chrono::hours(24 * 20000)};
  PtpEngine engine;

 private:
  static CameraSettings settings(ProfileName profile, const BodySettings& body) {
    CameraSettings settings;
    settings.profile = profile;
    settings.body = body;
    settings.body.raw_bytes = 64;
    return settings;
  }

  std::uint32_t next_transaction_ = 0;
  Request last_request_;
};

inline std::string as_text(const Bytes& bytes) {
  return std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

inline bool holds(const Bytes& bytes, const std::string& part) {
  return as_text(bytes).find(part) != std::string::npos;
}

/// Code and parameter of each event in a Nikon's answer.
using NikonEvents = std::vector<std::pair<std::uint16_t, std::uint32_t>>;
inline NikonEvents nikon_events(EngineBench& bench) {
  const Bytes answer = bench.data(op::kNikonGetEvent);
  PtpReader reader(answer);
  NikonEvents events(reader.u16());
  for (auto& event : events) {
    event.first = reader.u16();
    event.second = reader.u32();
  }
  REQUIRE(reader.is_ok());
  return events;
}

}  // namespace booth::virtual_camera

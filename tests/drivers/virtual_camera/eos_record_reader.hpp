#pragma once

#include <algorithm>
#include <vector>

#include "drivers/virtual_camera/eos_codes.hpp"
#include "tests/drivers/virtual_camera/engine_bench.hpp"

namespace booth::virtual_camera {

/// One record of a GetEvent answer.
struct EosRecord {
  std::uint32_t type = 0;
  Bytes body;

  std::uint32_t first_word() const { return PtpReader(body).u32(); }
  std::uint32_t second_word() const {
    PtpReader reader(body);
    reader.u32();
    return reader.u32();
  }
};

/// The first record of this type, and about this property when one is given; null when there is
/// none.
inline const EosRecord* first_of(const std::vector<EosRecord>& records, std::uint32_t type,
                                 std::uint16_t property = 0) {
  for (const EosRecord& record : records)
    if (record.type == type && (property == 0 || record.first_word() == property)) return &record;
  return nullptr;
}

/// An EOS with an open session and events switched on.
struct Eos : EngineBench {
  explicit Eos(BodySettings body = {}) : EngineBench(ProfileName::Eos, body) {
    open();
    REQUIRE(code(eos::kSetEventMode, {1}) == rc::kOk);
  }

  /// What GetEvent answers, without the end mark (which must be there).
  std::vector<EosRecord> records() {
    const Bytes answer = data(eos::kGetEvent);
    PtpReader reader(answer);
    std::vector<EosRecord> found;
    while (true) {
      const std::uint32_t size = reader.u32();
      const std::uint32_t type = reader.u32();
      REQUIRE(reader.is_ok());
      REQUIRE(size >= 8);
      if (size == 8 && type == 0) break;
      EosRecord record{type, {}};
      for (std::uint32_t i = 8; i < size; ++i)
        record.body.push_back(static_cast<std::byte>(reader.u8()));
      found.push_back(std::move(record));
    }
    CHECK(reader.rest().empty());
    return found;
  }

  void set(std::uint16_t property, std::int64_t value) {
    Bytes body = PtpWriter().u32(12).u32(property).u32(static_cast<std::uint32_t>(value)).take();
    REQUIRE(code(eos::kSetDevicePropValueEx, {}, std::move(body)) == rc::kOk);
  }

  void aim_at_host() {
    set(eos::kCaptureDestination, eos::kDestinationHost);
    REQUIRE(code(eos::kHostCapacity, {0x0FFFFFFF, 0x1000, 1}) == rc::kOk);
    records();
  }

  /// Press and release; @returns the answer to the press
  std::uint16_t shoot() {
    const std::uint16_t answer = code(eos::kRemoteReleaseOn, {3, 0});
    REQUIRE(code(eos::kRemoteReleaseOff, {3}) == rc::kOk);
    return answer;
  }
};

}  // namespace booth::virtual_camera

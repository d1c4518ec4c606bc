#include "drivers/virtual_camera/ptp_codec.hpp"

#include <doctest/doctest.h>

using namespace booth;
using namespace booth::virtual_camera;

TEST_SUITE("drivers/virtual_camera/ptp_codec") {
  TEST_CASE("what was written is read again") {
    const Bytes bytes = PtpWriter()
                            .u8(1)
                            .u16(0x2345)
                            .u32(0x6789ABCD)
                            .u64(0x1122334455667788)
                            .text("Booth")
                            .text("")
                            .take();
    PtpReader reader(bytes);
    CHECK(reader.u8() == 1);
    CHECK(reader.u16() == 0x2345);
    CHECK(reader.u32() == 0x6789ABCD);
    CHECK(reader.u64() == 0x1122334455667788);
    CHECK(reader.text() == "Booth");
    CHECK(reader.text().empty());
    CHECK(reader.is_ok());
    CHECK(reader.rest().empty());
  }

  TEST_CASE("numbers are little endian, texts carry their length and a final zero") {
    const Bytes bytes = PtpWriter().u16(0x0102).text("A").take();
    const Bytes expected{std::byte{2}, std::byte{1}, std::byte{2}, std::byte{'A'},
                         std::byte{0}, std::byte{0}, std::byte{0}};
    CHECK(bytes == expected);
  }

  TEST_CASE("past the end everything is zero, for good, and said so") {
    const Bytes bytes(3);
    PtpReader reader(bytes);
    CHECK(reader.u32() == 0);
    CHECK_FALSE(reader.is_ok());
    CHECK(reader.u8() == 0);
    CHECK_FALSE(reader.is_ok());
    const Bytes lying_text{std::byte{200}, std::byte{'A'}, std::byte{0}};
    PtpReader text_reader(lying_text);
    text_reader.text();
    CHECK_FALSE(text_reader.is_ok());
  }

  TEST_CASE("a text longer than its length byte can say is cut") {
    const Bytes bytes = PtpWriter().text(std::string(1000, 'x')).take();
    PtpReader reader(bytes);
    CHECK(reader.text() == std::string(254, 'x'));
    CHECK(reader.rest().empty());
  }

  TEST_CASE("a time is written the way libgphoto2 reads it") {
    CHECK(to_ptp_time(UtcTime{} + std::chrono::milliseconds(1'700'000'000'123)) ==
          "20231114T221320");
  }
}

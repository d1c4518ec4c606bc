#include "sync/s3/s3_xml.hpp"

#include <doctest/doctest.h>

namespace booth::s3 {

TEST_SUITE("sync/s3/s3_xml") {
  TEST_CASE("text of an element, with entities and attributes") {
    CHECK(element_text("<A><B x=\"1\">&quot;a&amp;b&quot;</B></A>", "B") == "\"a&b\"");
    CHECK_FALSE(element_text("<A></A>", "B").has_value());
    CHECK(element_text("<UploadIdMarker>no</UploadIdMarker><UploadId>yes</UploadId>", "UploadId") ==
          "yes");
  }

  TEST_CASE("an error is found, also behind a 200") {
    CHECK(error_code("<?xml version=\"1.0\"?><Error><Code>SlowDown</Code></Error>") == "SlowDown");
    CHECK(error_code("<Error></Error>") == "unnamed");
    CHECK(error_code("<CompleteMultipartUploadResult/>").empty());
  }

  TEST_CASE("parts are listed, and nonsense among them is left out") {
    const auto list = parse_parts(
        "<ListPartsResult><IsTruncated>true</IsTruncated><NextPartNumberMarker>2</"
        "NextPartNumberMarker>"
        "<Part><PartNumber>1</PartNumber><ETag>&quot;e1&quot;</ETag><Size>8388608</Size></Part>"
        "<Part><PartNumber>-4</PartNumber><ETag>x</ETag><Size>1</Size></Part>"
        "<Part><PartNumber>3</PartNumber><Size>1</Size></Part>"
        "<Part><PartNumber>4</PartNumber><ETag>x</ETag><Size>99999999999999999999</Size></Part>"
        "<Part><PartNumber>2</PartNumber><ETag>e2</ETag><Size>5</Size></Part></ListPartsResult>");
    REQUIRE(list.parts.size() == 2);
    CHECK(list.parts[0].etag == "\"e1\"");
    CHECK(list.parts[0].size_bytes == 8388608);
    CHECK(list.parts[1].number == 2);
    CHECK(list.next_marker == 2);
  }

  TEST_CASE("the newest unfinished upload of exactly this key") {
    const std::string xml =
        "<R><Upload><Key>a/b.jpg</Key><UploadId>old</UploadId><Initiated>2026-01-01T00:00:00Z</"
        "Initiated></Upload>"
        "<Upload><Key>a/b.jpg</Key><UploadId>new</UploadId><Initiated>2026-02-01T00:00:00Z</"
        "Initiated></Upload>"
        "<Upload><Key>a/b.jpg.bak</Key><UploadId>other</UploadId><Initiated>2027-01-01T00:00:00Z</"
        "Initiated></Upload></R>";
    CHECK(find_upload(xml, "a/b.jpg") == "new");
    CHECK(find_upload(xml, "a/b").empty());
    CHECK(find_upload("", "a").empty());
  }

  TEST_CASE("the completing body quotes ETags") {
    CHECK(complete_body({{1, "\"e<1\"", 5}}) ==
          "<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>&quot;e&lt;1&quot;</"
          "ETag></Part>"
          "</CompleteMultipartUpload>");
  }

  TEST_CASE("broken XML yields nothing and harms nothing") {
    for (const auto* text : {"<Part", "<Part>", "<Part><PartNumber>", "</Part>", "<Part ", "<Error",
                             "<Error>", "&quot", "<>", "<Upload><Key>a"}) {
      CAPTURE(text);
      CHECK(parse_parts(text).parts.empty());
      CHECK(find_upload(text, "a").empty());
      CHECK(error_code(text).empty());
    }
  }
}

}  // namespace booth::s3

// Any bytes as the body of an S3 answer: parts that come out can be sent back, nothing else does.
#include <cstdint>
#include <string>

#include "sync/s3/s3_xml.hpp"

namespace {

using namespace booth;

void check(bool is_true) {
  if (!is_true) __builtin_trap();
}

/// What we send to complete an upload holds each part as the server named it.
void check_completing(const std::vector<s3::Part>& parts) {
  const auto body = s3::complete_body(parts);
  const auto sent = s3::elements(body, "Part");
  check(sent.size() == parts.size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    check(s3::element_text(sent[i], "ETag") == parts[i].etag);
    check(s3::element_text(sent[i], "PartNumber") == std::to_string(parts[i].number));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view xml(reinterpret_cast<const char*>(data), size);
  const auto list = s3::parse_parts(xml);
  for (const auto& part : list.parts)
    check(part.number >= 1 && part.number <= 10'000 && part.size_bytes >= 0 && !part.etag.empty());
  check_completing(list.parts);

  const std::string key = "wedding/s1/photo.jpg";
  if (!s3::find_upload(xml, key).empty()) check(xml.find("<Upload") != std::string_view::npos);
  if (!s3::error_code(xml).empty()) check(xml.find("<Error") != std::string_view::npos);
  s3::element_text(xml, "UploadId");
  return 0;
}

#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace booth::s3 {

/// Text of the first element of that name, entities replaced. Good for S3's flat answers only;
/// never throws on nonsense.
/// @returns nullopt when there is none
std::optional<std::string> element_text(std::string_view xml, std::string_view name);

/// The inside of every element of that name, in order, not nested in itself.
std::vector<std::string_view> elements(std::string_view xml, std::string_view name);

/// The Code of an <Error>, or empty. S3 may answer 200 and carry an Error all the same.
std::string error_code(std::string_view xml);

struct Part {
  int number = 0;
  std::string etag;
  std::int64_t size_bytes = 0;
};

struct PartList {
  std::vector<Part> parts;
  std::optional<int> next_marker;  ///< set when there are more
};

/// Answer to ListParts. Parts that make no sense are left out: they are uploaded again.
PartList parse_parts(std::string_view xml);

/// UploadId of the newest unfinished upload of exactly `key` in an answer to ListMultipartUploads;
/// empty = none.
std::string find_upload(std::string_view xml, std::string_view key);

/// Body of CompleteMultipartUpload.
std::string complete_body(const std::vector<Part>& parts);

}  // namespace booth::s3

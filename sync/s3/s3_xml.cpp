#include "sync/s3/s3_xml.hpp"

#include <charconv>
#include <utility>

namespace booth::s3 {
namespace {

struct Entity {
  std::string_view name;
  char character;
};
constexpr Entity kEntities[] = {{"&quot;", '"'}, {"&#34;", '"'},   {"&amp;", '&'}, {"&lt;", '<'},
                                {"&gt;", '>'},   {"&apos;", '\''}, {"&#39;", '\''}};

std::string unescape(std::string_view text) {
  std::string plain;
  while (!text.empty()) {
    bool is_entity = false;
    for (const auto& entity : kEntities) {
      if (!text.starts_with(entity.name)) continue;
      plain += entity.character;
      text.remove_prefix(entity.name.size());
      is_entity = true;
      break;
    }
    if (is_entity) continue;
    plain += text.front();
    text.remove_prefix(1);
  }
  return plain;
}

std::string escape(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

template <class Number>
std::optional<Number> number_of(const std::optional<std::string>& text) {
  Number value{};
  if (!text) return std::nullopt;
  const auto* const end = text->data() + text->size();
  const auto [stopped, failed] = std::from_chars(text->data(), end, value);
  if (failed != std::errc{} || stopped != end) return std::nullopt;
  return value;
}

}  // namespace

std::vector<std::string_view> elements(std::string_view xml, std::string_view name) {
  const std::string open = "<" + std::string(name);
  const std::string close = "</" + std::string(name) + ">";
  std::vector<std::string_view> found;
  std::size_t at = 0;
  while ((at = xml.find(open, at)) != std::string_view::npos) {
    at += open.size();
    // "<Part" also begins "<PartNumber"; attributes may follow the name.
    const bool is_name_over = at < xml.size() && (xml[at] == '>' || xml[at] == ' ');
    const auto begin = is_name_over ? xml.find('>', at) : std::string_view::npos;
    if (begin == std::string_view::npos) continue;
    const auto end = xml.find(close, begin + 1);
    if (end == std::string_view::npos) break;
    found.push_back(xml.substr(begin + 1, end - begin - 1));
    at = end + close.size();
  }
  return found;
}

std::optional<std::string> element_text(std::string_view xml, std::string_view name) {
  const auto found = elements(xml, name);
  if (found.empty()) return std::nullopt;
  return unescape(found.front());
}

std::string error_code(std::string_view xml) {
  const auto errors = elements(xml, "Error");
  if (errors.empty()) return {};
  return element_text(errors.front(), "Code").value_or("unnamed");
}

PartList parse_parts(std::string_view xml) {
  PartList list;
  for (const auto each : elements(xml, "Part")) {
    const auto number = number_of<int>(element_text(each, "PartNumber"));
    const auto size = number_of<std::int64_t>(element_text(each, "Size"));
    auto etag = element_text(each, "ETag").value_or("");
    if (!number || *number < 1 || *number > 10'000 || !size || *size < 0 || etag.empty()) continue;
    list.parts.push_back({*number, std::move(etag), *size});
  }
  if (element_text(xml, "IsTruncated") == "true")
    list.next_marker = number_of<int>(element_text(xml, "NextPartNumberMarker"));
  return list;
}

std::string find_upload(std::string_view xml, std::string_view key) {
  std::string newest;
  std::string newest_time;
  for (const auto each : elements(xml, "Upload")) {
    if (element_text(each, "Key") != key) continue;
    const auto time = element_text(each, "Initiated").value_or("");
    auto id = element_text(each, "UploadId").value_or("");
    if (id.empty() || time < newest_time) continue;
    newest = std::move(id);
    newest_time = time;
  }
  return newest;
}

std::string complete_body(const std::vector<Part>& parts) {
  std::string body = "<CompleteMultipartUpload>";
  for (const auto& part : parts)
    body += "<Part><PartNumber>" + std::to_string(part.number) + "</PartNumber><ETag>" +
            escape(part.etag) + "</ETag></Part>";
  return body + "</CompleteMultipartUpload>";
}

}  // namespace booth::s3

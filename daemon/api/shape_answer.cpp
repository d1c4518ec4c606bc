#include "daemon/api/shape_answer.hpp"

#include <zlib.h>

#include <algorithm>

#include <boost/json.hpp>

namespace booth::api {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostFields = 50;
/// Below this the answer fits into a packet anyway.
constexpr std::size_t kWorthIt = 1400;

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

void keep_only(json::value& value, const std::vector<std::string>& names) {
  auto* object = value.if_object();
  if (!object) return;
  json::object kept;
  for (const auto& name : names)
    if (const auto found = object->find(name); found != object->end())
      kept[name] = std::move(found->value());
  *object = std::move(kept);
}

bool is_text(const HttpResponse& response) {
  const auto type = response.headers.find("Content-Type");
  if (type == response.headers.end()) return false;
  return type->second.starts_with("text/") || type->second.find("json") != std::string::npos ||
         type->second.find("yaml") != std::string::npos;
}

/// "gzip" or "*", unless its weight is 0 (RFC 9110, 12.5.3).
bool accepts_gzip(std::string_view accepted) {
  while (!accepted.empty()) {
    const auto comma = accepted.find(',');
    auto one = accepted.substr(0, comma);
    accepted.remove_prefix(comma == std::string_view::npos ? accepted.size() : comma + 1);
    while (one.starts_with(' ')) one.remove_prefix(1);
    const auto name = one.substr(0, one.find_first_of("; "));
    if (name == "gzip" || name == "*")
      return one.find("q=0") == std::string_view::npos ||
             one.find("q=0.") != std::string_view::npos;
  }
  return false;
}

/// @returns an empty text when zlib has no memory
std::string gzipped(const std::string& text) {
  ::z_stream stream{};
  constexpr int kGzip = 16;
  // Fast rather than small: this runs on the main loop, and the way is short.
  if (::deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + kGzip, 8, Z_DEFAULT_STRATEGY) !=
      Z_OK)
    return {};
  std::string packed(::deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const bool is_whole = ::deflate(&stream, Z_FINISH) == Z_STREAM_END;
  packed.resize(is_whole ? stream.total_out : 0);
  ::deflateEnd(&stream);
  return packed;
}

}  // namespace

Result<std::vector<std::string>> take_fields(HttpRequest& request) {
  std::vector<std::string> names;
  const auto found = request.query.find("fields");
  if (request.method != "GET" || found == request.query.end()) return names;
  std::string_view list = found->second;
  while (true) {
    const auto comma = list.find(',');
    const auto name = list.substr(0, comma);
    if (!is_name(name) || names.size() == kMostFields)
      return make_error(Errc::BadInput,
                        "fields: expected names of keys with commas between, found \"" +
                            found->second.substr(0, 40) + "\"");
    names.emplace_back(name);
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  request.query.erase(found);
  return names;
}

void keep_fields(HttpResponse& response, const std::vector<std::string>& names) {
  const auto type = response.headers.find("Content-Type");
  if (names.empty() || type == response.headers.end() || type->second != "application/json") return;
  json::error_code broken;
  auto value = json::parse(response.body, broken);
  if (broken) return;
  auto* page = value.is_object() ? value.as_object().if_contains("items") : nullptr;
  if (page && page->is_array())
    for (auto& item : page->as_array()) keep_only(item, names);
  else
    keep_only(value, names);
  response.body = json::serialize(value);
}

void compress(HttpResponse& response, std::string_view accept_encoding) {
  if (response.stream || response.body.size() < kWorthIt || !is_text(response)) return;
  response.headers["Vary"] = "Accept-Encoding";
  if (!accepts_gzip(accept_encoding)) return;
  auto packed = gzipped(response.body);
  if (packed.empty() || packed.size() >= response.body.size()) return;
  response.body = std::move(packed);
  response.headers["Content-Encoding"] = "gzip";
}

}  // namespace booth::api

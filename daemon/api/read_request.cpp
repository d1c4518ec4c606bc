#include "daemon/api/read_request.hpp"

#include <algorithm>
#include <charconv>

#include <boost/json.hpp>

namespace booth::api {
namespace {

namespace json = boost::json;

std::string kind_of(const json::value& value) {
  const auto name = json::to_string(value.kind());
  return std::string(name.data(), name.size());
}

}  // namespace

JsonBody::JsonBody(const HttpRequest& request) {
  if (request.body.empty()) return;

  json::error_code broken;
  auto value = json::parse(request.body, broken);
  if (broken) {
    refuse("the body is not valid JSON: " + broken.message());
  } else if (!value.is_object()) {
    refuse("the body must be a JSON object, but is a JSON " + kind_of(value));
  } else {
    object_ = std::move(value.as_object());
  }
}

std::optional<std::string> JsonBody::text(std::string_view key, std::size_t longest) {
  const auto* value = take(key);
  if (!value) return std::nullopt;
  std::optional<std::string> text;
  if (!value->is_string()) {
    refuse(std::string(key) + ": expected a text, found a JSON " + kind_of(*value));
  } else if (value->as_string().size() > longest) {
    refuse(std::string(key) + ": longer than " + std::to_string(longest) + " bytes");
  } else {
    text = std::string(value->as_string());
  }
  object_.erase(key);
  return text;
}

std::optional<int> JsonBody::number(std::string_view key, int least, int most) {
  const auto* value = take(key);
  if (!value) return std::nullopt;
  std::optional<int> number;
  const auto* integer = value->if_int64();
  if (integer && *integer >= least && *integer <= most) {
    number = static_cast<int>(*integer);
  } else {
    refuse(std::string(key) + ": expected a whole number from " + std::to_string(least) + " to " +
           std::to_string(most) + ", found " + json::serialize(*value).substr(0, 40));
  }
  object_.erase(key);
  return number;
}

Result<void> JsonBody::finish() {
  if (!error_ && !object_.empty())
    refuse("unknown key \"" + std::string(object_.begin()->key()).substr(0, 40) + "\" in the body");
  if (error_) return *error_;
  return {};
}

const json::value* JsonBody::take(std::string_view key) {
  const auto* value = object_.if_contains(key);
  if (!value || !value->is_null()) return value;
  object_.erase(key);  // null says the same as leaving the key out
  return nullptr;
}

void JsonBody::refuse(std::string sentence) {
  if (!error_) error_ = make_error(Errc::BadInput, std::move(sentence));
}

Result<void> allow_query(const HttpRequest& request,
                         std::initializer_list<std::string_view> names) {
  for (const auto& [name, value] : request.query)
    if (std::find(names.begin(), names.end(), name) == names.end())
      return make_error(Errc::BadInput, "unknown query parameter \"" + name.substr(0, 40) + "\"");
  return {};
}

Result<std::int64_t> query_number(const HttpRequest& request, std::string_view name,
                                  std::int64_t otherwise, std::int64_t least, std::int64_t most) {
  const auto found = request.query.find(name);
  if (found == request.query.end()) return otherwise;

  const auto& text = found->second;
  std::int64_t number = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec == std::errc() && read.ptr == end && number >= least && number <= most) return number;
  return make_error(Errc::BadInput, std::string(name) + ": expected a whole number from " +
                                        std::to_string(least) + " to " + std::to_string(most) +
                                        ", found \"" + text.substr(0, 40) + "\"");
}

}  // namespace booth::api

#include "daemon/api/read_request.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>

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

std::optional<bool> JsonBody::flag(std::string_view key) {
  const auto* value = take(key);
  if (!value) return std::nullopt;
  std::optional<bool> flag;
  if (value->is_bool())
    flag = value->as_bool();
  else
    refuse(std::string(key) + ": expected true or false, found a JSON " + kind_of(*value));
  object_.erase(key);
  return flag;
}

std::optional<std::vector<std::string>> JsonBody::texts(std::string_view key) {
  constexpr std::size_t kMostTexts = 100;
  const auto* value = take(key);
  if (!value) return std::nullopt;
  std::vector<std::string> texts;
  const auto* list = value->if_array();
  if (!list || list->size() > kMostTexts)
    refuse(std::string(key) + ": expected a list of at most 100 texts");
  else
    for (const auto& item : *list)
      if (item.is_string())
        texts.emplace_back(item.as_string());
      else
        refuse(std::string(key) + ": expected texts, found a JSON " + kind_of(item));
  object_.erase(key);
  return texts;
}

std::vector<std::pair<std::string, bool>> JsonBody::flags(std::string_view key) {
  std::vector<std::pair<std::string, bool>> flags;
  const auto* value = take(key);
  if (!value) return flags;
  if (!value->is_object()) {
    refuse(std::string(key) + ": expected an object, found a JSON " + kind_of(*value));
  } else {
    for (const auto& [name, flag] : value->as_object())
      if (flag.is_bool())
        flags.emplace_back(name, flag.as_bool());
      else
        refuse(std::string(key) + "." + std::string(name) + ": expected true or false");
  }
  object_.erase(key);
  return flags;
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

std::optional<UtcTime> utc_from(std::string_view text) {
  using namespace std::chrono;
  const std::string terminated(text);
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int used = 0;
  if (std::sscanf(terminated.c_str(), "%4d-%2u-%2uT%2d:%2d%n", &year, &month, &day, &hour, &minute,
                  &used) != 5)
    return std::nullopt;
  auto rest = text.substr(static_cast<std::size_t>(used));
  double seconds = 0;
  if (rest.starts_with(':')) {
    const auto read = std::from_chars(rest.data() + 1, rest.data() + rest.size(), seconds,
                                      std::chars_format::fixed);
    if (read.ec != std::errc()) return std::nullopt;
    rest.remove_prefix(static_cast<std::size_t>(read.ptr - rest.data()));
  }
  const year_month_day date{std::chrono::year(year), std::chrono::month(month),
                            std::chrono::day(day)};
  const bool is_time = hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && seconds < 61;
  if (rest != "Z" || !date.ok() || !is_time || seconds < 0) return std::nullopt;
  return UtcTime(sys_days(date)) + hours(hour) + minutes(minute) +
         milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc() || read.ptr != end || text.starts_with('-')) return std::nullopt;
  return number;
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

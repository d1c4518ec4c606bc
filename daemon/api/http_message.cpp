#include "daemon/api/http_message.hpp"

#include <algorithm>

namespace booth::api {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::optional<int> hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (lower(c) >= 'a' && lower(c) <= 'f') return lower(c) - 'a' + 10;
  return std::nullopt;
}

Result<std::string> undo_escapes(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const auto high = i + 2 < text.size() ? hex_digit(text[i + 1]) : std::nullopt;
      const auto low = high ? hex_digit(text[i + 2]) : std::nullopt;
      if (!low) return make_error(Errc::BadInput, "the address has a broken %-escape");
      c = static_cast<char>(*high * 16 + *low);
      i += 2;
    }
    if (static_cast<unsigned char>(c) < ' ')
      return make_error(Errc::BadInput, "the address has a control character");
    plain += c;
  }
  return plain;
}

}  // namespace

bool LessIgnoringCase::operator()(std::string_view a, std::string_view b) const {
  return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                      [](char x, char y) { return lower(x) < lower(y); });
}

std::string_view HttpRequest::header(std::string_view name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

Result<void> read_target(std::string_view target, HttpRequest& request) {
  request.target = target;
  const auto question = target.find('?');
  auto path = undo_escapes(target.substr(0, question));
  if (!path) return path.error();
  request.path = std::move(*path);
  if (request.path.empty() || request.path.front() != '/')
    return make_error(Errc::BadInput, "the address must be a path that begins with /");
  if (question == std::string_view::npos) return {};

  auto rest = target.substr(question + 1);
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const auto equals = std::min(pair.find('='), pair.size());
    auto name = undo_escapes(pair.substr(0, equals));
    auto value = undo_escapes(pair.substr(std::min(pair.size(), equals + 1)));
    if (!name) return name.error();
    if (!value) return value.error();
    if (!request.query.emplace(std::move(*name), std::move(*value)).second)
      return make_error(Errc::BadInput, "the same query parameter stands twice in the address");
  }
  return {};
}

}  // namespace booth::api

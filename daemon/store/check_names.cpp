#include "daemon/store/check_names.hpp"

#include <string>

#include "daemon/core/ids.hpp"

namespace booth {
namespace {

constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789-";

}  // namespace

Result<void> check_event(std::string_view slug) {
  const bool is_good = !slug.empty() && slug.size() <= 64 &&
                       slug.find_first_not_of(kAllowed) == std::string_view::npos;
  if (is_good) return {};
  return make_error(Errc::BadInput, "not an event slug (a-z, 0-9 and -): " + std::string(slug));
}

Result<void> check_id(std::string_view id) {
  if (is_uuid(id)) return {};
  return make_error(Errc::BadInput, "not an id: " + std::string(id));
}

}  // namespace booth

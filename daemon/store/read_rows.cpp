#include "daemon/store/read_rows.hpp"

#include <limits>

namespace booth {

Result<std::int64_t> position_before(Connection& database, const char* position,
                                     const std::string& id, const std::string& what) {
  if (id.empty()) return std::numeric_limits<std::int64_t>::max();
  auto query = database.use(position);
  const auto row = query.bind(":id", id).step();
  if (!row) return row.error();
  if (!*row) return make_error(Errc::NotFound, "there is no " + what + ' ' + id);
  return query.number(0);
}

Result<void> settle_move(Result<int> changed, Result<bool> exists, const std::string& what,
                         std::string_view from) {
  if (!changed) return changed.error();
  if (*changed == 1) return {};
  if (!exists) return exists.error();
  if (!*exists) return make_error(Errc::NotFound, "there is no " + what);
  return make_error(Errc::Conflict, what + " is no longer " + std::string(from));
}

}  // namespace booth

#include "daemon/store/read_rows.hpp"

namespace booth {

Result<void> settle_move(Result<int> changed, Result<bool> exists, const std::string& what,
                         std::string_view from) {
  if (!changed) return changed.error();
  if (*changed == 1) return {};
  if (!exists) return exists.error();
  if (!*exists) return make_error(Errc::NotFound, "there is no " + what);
  return make_error(Errc::Conflict, what + " is no longer " + std::string(from));
}

}  // namespace booth

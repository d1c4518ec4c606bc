// The BrowseStore half of the store.
#include "daemon/store/row_print.hpp"
#include "daemon/store/row_shot.hpp"
#include "daemon/store/row_upload.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "daemon/store/sqlite_store_calls.hpp"

namespace booth {

using boost::asio::awaitable;

awaitable<Result<std::vector<PrintJob>>> SqliteStore::print_page(SessionId session, PrintId before,
                                                                 int limit) {
  auto work = [&](Connection& database) { return rows::prints(database, session, limit, before); };
  co_return co_await look(work);
}

awaitable<Result<std::vector<UploadItem>>> SqliteStore::upload_page(SessionId session,
                                                                    UploadId before, int limit) {
  auto work = [&](Connection& database) { return rows::uploads(database, session, limit, before); };
  co_return co_await look(work);
}

awaitable<Result<Shot>> SqliteStore::shot(ShotId id) {
  auto work = [&](Connection& database) -> Result<Shot> {
    auto found = rows::find_shot(database, id);
    if (!found) return found.error();
    if (!*found) return make_error(Errc::NotFound, "there is no shot " + id.str());
    return std::move(**found);
  };
  co_return co_await look(work);
}

}  // namespace booth

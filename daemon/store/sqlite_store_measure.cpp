// The MeasureStore half of the store.
#include "daemon/store/row_span.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "daemon/store/stamp.hpp"
#include "daemon/store/sqlite_store_calls.hpp"

namespace booth {

using boost::asio::awaitable;

awaitable<Result<Measurements>> SqliteStore::measurements() {
  auto work = [&](Connection& database) { return rows::measurements(database); };
  co_return co_await look(work);
}

awaitable<Result<std::vector<Span>>> SqliteStore::spans(SessionId session) {
  auto work = [&](Connection& database) { return rows::spans(database, session); };
  co_return co_await look(work);
}

awaitable<Result<std::vector<ServiceTally>>> SqliteStore::service(int days) {
  const auto now = timer_.utc_now();
  auto work = [&](Connection& database) { return rows::service(database, now, days); };
  co_return co_await look(work);
}

}  // namespace booth

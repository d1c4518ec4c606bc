// What the store measured, who changed what, and which alarms are open.
#include "daemon/store/json_object.hpp"
#include "daemon/store/row_fact.hpp"
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

awaitable<Result<void>> SqliteStore::record_call(ApiCall call) {
  JsonObject data;
  data.add("who", call.who).add("role", call.role).add("method", call.method);
  auto text = data.text();
  const auto added = co_await add_fact("call.made", std::move(call.path), std::move(text));
  if (!added) co_return added.error();
  co_return Result<void>();
}

awaitable<Result<std::vector<Fact>>> SqliteStore::open_alarms() {
  auto work = [&](Connection& database) { return rows::open_alarms(database); };
  co_return co_await look(work);
}

}  // namespace booth

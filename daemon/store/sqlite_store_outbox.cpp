// The calls of the FactOutbox, PrivacyStore and Backlog ports.
#include "daemon/store/forget_session.hpp"
#include "daemon/store/row_backlog.hpp"
#include "daemon/store/row_delivery.hpp"
#include "daemon/store/row_privacy.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "daemon/store/sqlite_store_calls.hpp"
#include "daemon/store/stamp.hpp"

namespace booth {

using boost::asio::awaitable;

awaitable<Result<FactOutbox::Progress>> SqliteStore::fact_progress() {
  auto work = [&](Connection& database) { return rows::fact_progress(database); };
  co_return co_await look(work);
}

awaitable<Result<void>> SqliteStore::advance_facts(std::int64_t from, std::int64_t to) {
  auto work = [&] { return rows::advance_facts(*database_, from, to); };
  co_return co_await write(work);
}

awaitable<Result<void>> SqliteStore::set_fact_aside(std::int64_t from, Fact fact,
                                                    std::string reason) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::set_fact_aside(*database_, stamp, from, fact, reason); };
  co_return co_await write(work);
}

awaitable<Result<std::vector<FactOutbox::SetAside>>> SqliteStore::facts_set_aside(int limit) {
  auto work = [&](Connection& database) { return rows::facts_set_aside(database, limit); };
  co_return co_await look(work);
}

awaitable<Result<void>> SqliteStore::settle_fact(FactId id) {
  auto work = [&] { return rows::settle_fact(*database_, id); };
  co_return co_await write(work);
}

awaitable<Result<PrivacyStore::Forgotten>> SqliteStore::forget_session(SessionId id,
                                                                       std::string requested_by) {
  Stamp stamp(timer_);
  auto work = [&] { return booth::forget_session(*database_, options_, stamp, id, requested_by); };
  co_return co_await read(work);
}

awaitable<Result<std::vector<UploadItem>>> SqliteStore::wanted_erasures(std::string target,
                                                                        int limit) {
  auto work = [&](Connection& database) { return rows::wanted_erasures(database, target, limit); };
  co_return co_await look(work);
}

awaitable<Result<void>> SqliteStore::settle_erasure(UploadId upload, std::string proof,
                                                    std::string error) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::settle_erasure(*database_, stamp, upload, proof, error); };
  co_return co_await write(work);
}

awaitable<Result<void>> SqliteStore::note_late_upload(UploadId upload, std::string resume) {
  auto work = [&] { return rows::note_late_upload(*database_, upload, resume); };
  co_return co_await write(work);
}

awaitable<Result<std::vector<PrivacyStore::Erasure>>> SqliteStore::erasures(SessionId session) {
  auto work = [&](Connection& database) { return rows::erasures(database, session); };
  co_return co_await look(work);
}

awaitable<Result<Contact>> SqliteStore::add_contact(Contact contact) {
  Stamp stamp(timer_);
  auto work = [&] { return rows::add_contact(*database_, options_, stamp, contact); };
  co_return co_await write(work);
}

awaitable<Result<std::vector<Contact>>> SqliteStore::contacts(SessionId session) {
  auto work = [&](Connection& database) { return rows::contacts(database, options_, session); };
  co_return co_await look(work);
}

awaitable<Result<std::vector<Backlog::TargetCounts>>> SqliteStore::backlog() {
  auto work = [&](Connection& database) { return booth::backlog(database); };
  co_return co_await look(work);
}

awaitable<Result<UploadItem>> SqliteStore::test_object(std::string target) {
  Stamp stamp(timer_);
  auto work = [&] { return keep_test_object(options_, stamp, target); };
  co_return co_await read(work);
}

}  // namespace booth

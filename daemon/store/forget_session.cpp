#include "daemon/store/forget_session.hpp"

#include <array>
#include <system_error>
#include <vector>

#include "daemon/runtime/log.hpp"
#include "daemon/store/json_object.hpp"
#include "daemon/store/read_rows.hpp"
#include "daemon/store/remove_pictures.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_session.hpp"

namespace booth {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOpenPrints = R"(
    SELECT count(*) FROM print_job
    WHERE session_id = :session_id AND state IN ('queued', 'submitting', 'spooled', 'sending'))";

Result<void> check_may_forget(Connection& database, const SessionId& id) {
  const auto session = rows::session(database, id);
  if (!session) return session.error();
  if (!is_final(session->state))
    return make_error(Errc::Conflict, "session " + id.str() + " is still running");
  auto query = database.use(kOpenPrints);
  const auto row = query.bind(":session_id", id.str()).step();
  if (!row) return row.error();
  if (query.number(0) == 0) return {};
  return make_error(Errc::Conflict, "the sheet of session " + id.str() +
                                        " is still being printed; cancel its prints first");
}

// What has never left the booth needs no erasure.
constexpr const char* kWantErasures = R"(
    INSERT INTO erasure (upload_id, target, kind, key, resume, session_id, state, proof, last_error,
                         wanted_at_ms, changed_at_ms)
    SELECT id, target, kind, key, resume, session_id, 'wanted', '', '', :now_ms, :now_ms FROM upload
    WHERE session_id = :session_id AND NOT (state = 'waiting' AND attempts = 0 AND resume = '')
    ON CONFLICT (upload_id) DO NOTHING)";
constexpr const char* kDropUploads = "DELETE FROM upload WHERE session_id = :session_id";
constexpr const char* kDropContacts = "DELETE FROM contact WHERE session_id = :session_id";
constexpr const char* kBeginShots =
    "UPDATE shot SET removal = 'begun' WHERE session_id = :session_id AND removal IS NULL";
constexpr const char* kBeginSheets =
    "UPDATE sheet SET removal = 'begun' WHERE session_id = :session_id AND removal IS NULL";
// An address without a target: its files go, then the row.
constexpr const char* kBeginPage = "UPDATE share_link SET url = '' WHERE session_id = :session_id";
constexpr const char* kCountWanted =
    "SELECT count(*) FROM erasure WHERE session_id = :session_id AND state = 'wanted'";

Result<PrivacyStore::Forgotten> forget_rows(Connection& database, Stamp& stamp, const SessionId& id,
                                            const std::string& requested_by) {
  PrivacyStore::Forgotten forgotten;
  auto want = database.use(kWantErasures);
  const auto wanted = want.bind(":session_id", id.str()).bind(":now_ms", stamp.now()).run();
  if (!wanted) return wanted.error();
  for (const auto* sql : {kDropUploads, kBeginShots, kBeginSheets, kBeginPage})
    if (const auto done = database.use(sql).bind(":session_id", id.str()).run(); !done)
      return done.error();
  const auto contacts = database.use(kDropContacts).bind(":session_id", id.str()).run();
  if (!contacts) return contacts.error();
  forgotten.contacts_removed = *contacts;
  {
    auto count = database.use(kCountWanted);
    const auto row = count.bind(":session_id", id.str()).step();
    if (!row) return row.error();
    forgotten.erasures_wanted = count.small_number(0);
  }
  JsonObject data;
  data.add("requested_by", requested_by).add("contacts", forgotten.contacts_removed);
  data.add("erasures", forgotten.erasures_wanted);
  const auto fact = rows::add_fact(database, stamp, "session.forgotten", id.str(), data.text());
  if (!fact) return fact.error();
  return forgotten;
}

constexpr const char* kFilesOfSession = R"(
    SELECT path FROM shot WHERE session_id = :session_id
    UNION ALL SELECT path FROM sheet WHERE session_id = :session_id
    UNION ALL SELECT share_path FROM sheet WHERE session_id = :session_id)";

std::optional<std::string> read_path(const Statement& row) {
  return row.text(0);
}

/// The proof: not what we deleted, but what is not there.
Result<void> check_nothing_left(Connection& database, const SqliteStoreOptions& options,
                                const SessionId& id) {
  auto query = database.use(kFilesOfSession);
  const auto paths = read_rows(query.bind(":session_id", id.str()), read_path);
  if (!paths) return paths.error();
  for (const auto& path : *paths) {
    std::error_code failure;
    if (fs::exists(options.state_dir / path, failure) || failure)
      return make_error(Errc::Io, path + " is still there");
  }
  return {};
}

constexpr const char* kForgottenPages = "SELECT id FROM share_link WHERE url = ''";
constexpr const char* kDropPages = "DELETE FROM share_link WHERE url = ''";

}  // namespace

Result<int> finish_forgotten_pages(Connection& database, const SqliteStoreOptions& options) {
  std::vector<std::string> ids;
  {
    auto query = database.use(kForgottenPages);
    auto found = read_rows(query, read_path);
    if (!found || found->empty()) return found ? Result<int>(0) : found.error();
    ids = std::move(*found);
  }
  int removed = 0;
  for (const auto& id : ids) {
    std::error_code failure;
    const auto folder = options.state_dir / "share" / id;
    for (const auto* name : {"begun.json", "pictures.json"}) {
      removed += fs::remove(folder / name, failure) ? 1 : 0;
      if (failure)
        return make_error(Errc::Io, "cannot remove share/" + id + ": " + failure.message());
    }
    fs::remove(folder, failure);  // an empty folder tells nothing
  }
  const auto dropped = database.use(kDropPages).run();
  if (!dropped) return dropped.error();
  return removed;
}

Result<PrivacyStore::Forgotten> forget_session(Connection& database,
                                               const SqliteStoreOptions& options, Stamp& stamp,
                                               const SessionId& id,
                                               const std::string& requested_by) {
  if (auto allowed = check_may_forget(database, id); !allowed) return allowed.error();
  auto work = [&] { return forget_rows(database, stamp, id, requested_by); };
  auto forgotten = in_transaction(database, work);
  if (!forgotten) return forgotten;
  const auto pictures = finish_removals(database, options);
  if (!pictures) return pictures.error();
  const auto pages = finish_forgotten_pages(database, options);
  if (!pages) return pages.error();
  if (auto gone = check_nothing_left(database, options, id); !gone) return gone.error();
  forgotten->files_removed = *pictures + *pages;
  log::note("session_forgotten", {{"session", id.str()},
                                  {"by", requested_by},
                                  {"files", forgotten->files_removed},
                                  {"erasures", forgotten->erasures_wanted}});
  return forgotten;
}

}  // namespace booth

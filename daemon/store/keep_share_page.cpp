#include "daemon/store/keep_share_page.hpp"

#include <span>

#include <boost/json.hpp>

#include "daemon/core/upload/share_link.hpp"
#include "daemon/runtime/sha256.hpp"
#include "daemon/store/durable_file.hpp"
#include "daemon/store/row_session.hpp"
#include "daemon/store/row_upload.hpp"

namespace booth {
namespace {

namespace json = boost::json;

/// Keys and paths are alike: the state directory has a folder `share` as well.
Result<rows::PublicObject> write_public(const SqliteStoreOptions& options, const Session& session,
                                        const std::string& key, const std::string& content_type,
                                        const std::string& text) {
  const auto bytes = std::as_bytes(std::span(text));
  if (auto kept = write_durably(options.state_dir, key, bytes, options.reserve_bytes); !kept)
    return kept.error();
  rows::PublicObject object;
  object.event = session.plan.event;
  object.session = session.id;
  object.path = key;
  object.key = key;
  object.content_type = content_type;
  object.sha256 = sha256_hex(text);
  object.size_bytes = static_cast<std::int64_t>(text.size());
  return object;
}

/// What both manifests say.
json::object manifest(const Session& session, std::string_view state) {
  return {{"version", 1},
          {"state", state},
          {"title", session.plan.event_title},
          {"number", session.number},
          {"started_at_ms", session.started_at.time_since_epoch().count()}};
}

json::object picture(const rows::StoredSheet& stored) {
  const auto& event = stored.event;
  const auto& session = stored.sheet.session;
  return {{"share_key", rows::picture_key(event, session, stored.share_sha256)},
          {"print_key", rows::picture_key(event, session, stored.sheet.sha256)},
          {"width", stored.sheet.size.width},
          {"height", stored.sheet.size.height}};
}

constexpr const char* kJson = "application/json";

}  // namespace

Result<Session> keep_session(Connection& database, const SqliteStoreOptions& options, Stamp& stamp,
                             const Session& wanted) {
  auto add = [&]() -> Result<Session> {
    auto added = rows::add_session(database, stamp, wanted);
    if (!added || wanted.plan.share_id.empty()) return added;
    // Within the transaction because the session's number is known only here; a file without a row
    // is overwritten by nobody and read by nobody.
    const auto begun = write_public(options, *added, share_begun_key(wanted.plan.share_id), kJson,
                                    json::serialize(manifest(*added, "begun")));
    if (!begun) return begun.error();
    const auto queued = rows::add_public_uploads(database, stamp, options.targets, *begun);
    if (!queued) return queued.error();
    return added;
  };
  return in_transaction(database, add);
}

Result<rows::PublicObject> write_pictures(const SqliteStoreOptions& options,
                                          const rows::StoredSheet& stored, const Session& session) {
  if (session.plan.share_id.empty()) return rows::PublicObject{};
  auto done = manifest(session, "done");
  done["pictures"] = json::array{picture(stored)};
  return write_public(options, session, share_pictures_key(session.plan.share_id), kJson,
                      json::serialize(done));
}

Result<void> keep_share_page(Connection& database, const SqliteStoreOptions& options,
                             Stamp& stamp) {
  if (options.share_page.empty()) return {};
  const auto page = write_public(options, Session(), share_page_key(sha256_hex(options.share_page)),
                                 "text/html; charset=utf-8", options.share_page);
  if (!page) return page.error();
  auto add = [&] { return rows::add_public_uploads(database, stamp, options.targets, *page); };
  return in_transaction(database, add);
}

}  // namespace booth

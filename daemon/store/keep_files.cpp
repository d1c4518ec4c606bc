#include "daemon/store/keep_files.hpp"

#include "daemon/runtime/sha256.hpp"
#include "daemon/store/check_names.hpp"
#include "daemon/store/durable_file.hpp"
#include "daemon/store/json_object.hpp"
#include "daemon/store/keep_share_page.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_session.hpp"
#include "daemon/store/row_sheet.hpp"
#include "daemon/store/row_shot.hpp"

namespace booth {
namespace {

/// All but the hash, which takes its time.
Shot describe_shot(const Store::NewShot& wanted) {
  Shot shot;
  shot.id = wanted.id;
  shot.session = wanted.session;
  shot.slot = wanted.slot;
  shot.path = rows::shot_path(wanted.event, wanted.session, wanted.slot, wanted.id);
  shot.size_bytes = static_cast<std::int64_t>(wanted.jpeg.size());
  shot.taken_at = wanted.taken_at;
  return shot;
}

Result<void> check_shot(Connection& database, const Store::NewShot& wanted) {
  if (auto checked = check_id(wanted.id.str()); !checked) return checked;
  if (auto checked = check_event(wanted.event); !checked) return checked;
  if (wanted.slot < 0) return make_error(Errc::BadInput, "a shot's slot cannot be negative");
  if (wanted.jpeg.empty())
    return make_error(Errc::BadInput, "shot " + wanted.id.str() + " has no bytes");
  if (wanted.session.empty()) return {};
  const auto session = rows::session(database, wanted.session);
  if (!session) return session.error();
  return {};
}

}  // namespace

Result<Shot> keep_shot(Connection& database, const SqliteStoreOptions& options, Stamp& stamp,
                       const Store::NewShot& wanted) {
  if (auto checked = check_shot(database, wanted); !checked) return checked.error();
  auto shot = describe_shot(wanted);
  const auto earlier = rows::find_shot(database, shot.id);
  if (!earlier) return earlier.error();
  if (*earlier) {
    // The caller asks again because it did not see our answer.
    if ((*earlier)->sha256 == sha256_hex(wanted.jpeg)) return **earlier;
    return make_error(Errc::Conflict, "shot " + shot.id.str() + " is stored with other bytes");
  }

  const auto hash = [&] { shot.sha256 = sha256_hex(wanted.jpeg); };
  if (auto kept =
          write_durably(options.state_dir, shot.path, wanted.jpeg, options.reserve_bytes, hash);
      !kept)
    return kept.error();
  auto add = [&] {
    return rows::add_shot(database, stamp, options.targets, shot, wanted.event, "camera");
  };
  if (auto added = in_transaction(database, add); !added) return added.error();
  return shot;
}

namespace {

rows::StoredSheet describe_sheet(const Store::NewSheet& wanted, const std::string& event,
                                 UtcTime now) {
  rows::StoredSheet stored;
  stored.event = event;
  stored.sheet.id = wanted.id;
  stored.sheet.session = wanted.session;
  stored.sheet.path = rows::sheet_path(event, wanted.session, wanted.id);
  stored.sheet.sha256 = sha256_hex(wanted.jpeg);
  stored.sheet.size_bytes = static_cast<std::int64_t>(wanted.jpeg.size());
  stored.sheet.size = wanted.size;
  stored.sheet.medium = wanted.medium;
  stored.sheet.recipe = wanted.recipe;
  stored.sheet.made_at = now;
  stored.share_path = rows::share_copy_path(event, wanted.session, wanted.id);
  stored.share_sha256 = sha256_hex(wanted.share_jpeg);
  stored.share_size_bytes = static_cast<std::int64_t>(wanted.share_jpeg.size());
  return stored;
}

}  // namespace

Result<Sheet> keep_sheet(Connection& database, const SqliteStoreOptions& options, Stamp& stamp,
                         const Store::NewSheet& wanted) {
  if (auto checked = check_id(wanted.id.str()); !checked) return checked.error();
  if (wanted.jpeg.empty() || wanted.share_jpeg.empty())
    return make_error(Errc::BadInput, "sheet " + wanted.id.str() + " has no bytes");
  const auto session = rows::check_can_add_sheet(database, wanted.id, wanted.session);
  if (!session) return session.error();

  auto stored = describe_sheet(wanted, session->plan.event, stamp.now());
  const auto reserve = options.reserve_bytes;
  if (auto kept = write_durably(options.state_dir, stored.share_path, wanted.share_jpeg, reserve);
      !kept)
    return kept.error();
  if (auto kept = write_durably(options.state_dir, stored.sheet.path, wanted.jpeg, reserve); !kept)
    return kept.error();
  auto pictures = write_pictures(options, stored, *session);
  if (!pictures) return pictures.error();
  stored.page = std::move(*pictures);
  auto add = [&] {
    return rows::add_sheet(database, stamp, options.targets, stored, wanted.prints, wanted.rules);
  };
  if (auto added = in_transaction(database, add); !added) return added.error();
  return stored.sheet;
}

Result<void> keep_quarantined(Connection& database, const SqliteStoreOptions& options, Stamp& stamp,
                              const ShotId& id, const Bytes& bytes, const std::string& reason) {
  if (auto checked = check_id(id.str()); !checked) return checked;
  const auto path = "quarantine/" + id.str() + ".bin";
  if (auto kept = write_durably(options.state_dir, path, bytes, options.reserve_bytes); !kept)
    return kept;

  JsonObject data;
  data.add("path", path).add("size_bytes", static_cast<std::int64_t>(bytes.size()));
  data.add("reason", reason);
  auto add = [&] {
    return rows::add_fact(database, stamp, "shot.quarantined", id.str(), data.text());
  };
  const auto added = in_transaction(database, add);
  if (!added) return added.error();
  return {};
}

}  // namespace booth

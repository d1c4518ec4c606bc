#include "daemon/store/row_privacy.hpp"

#include "daemon/runtime/config.hpp"
#include "daemon/runtime/sealed_text.hpp"
#include "daemon/store/json_object.hpp"
#include "daemon/store/read_rows.hpp"
#include "daemon/store/row_fact.hpp"
#include "daemon/store/row_session.hpp"

namespace booth::rows {

// --- erasures

namespace {
constexpr const char* kWantedErasures = R"(
    SELECT upload_id, target, kind, key, resume, session_id FROM erasure
    WHERE target = :target AND state = 'wanted' ORDER BY sequence LIMIT :limit)";

std::optional<UploadItem> read_wanted(const Statement& row) {
  const auto kind = upload_class_from(row.text(2));
  if (!kind) return std::nullopt;
  UploadItem item;
  item.id = UploadId(row.text(0));
  item.target = row.text(1);
  item.kind = *kind;
  item.key = row.text(3);
  item.resume = row.text(4);
  item.session = SessionId(row.text(5));
  return item;
}
}  // namespace

Result<std::vector<UploadItem>> wanted_erasures(Connection& database, const std::string& target,
                                                int limit) {
  auto query = database.use(kWantedErasures);
  return read_rows(query.bind(":target", target).bind(":limit", limit), read_wanted);
}

namespace {
constexpr const char* kSettleErasure = R"(
    UPDATE erasure SET state = iif(:proof = '', 'wanted', 'done'), proof = :proof, last_error = :error,
                       changed_at_ms = :now_ms
    WHERE upload_id = :upload_id AND state = 'wanted'
    RETURNING target, key, session_id)";
}  // namespace

Result<void> settle_erasure(Connection& database, Stamp& stamp, const UploadId& upload,
                            const std::string& proof, const std::string& error) {
  JsonObject data;
  {
    auto update = database.use(kSettleErasure);
    update.bind(":proof", proof).bind(":error", error).bind(":now_ms", stamp.now());
    const auto row = update.bind(":upload_id", upload.str()).step();
    if (!row) return row.error();
    if (!*row)
      return make_error(Errc::NotFound, "nothing of upload " + upload.str() + " is to be erased");
    data.add("target", update.text(0)).add("key", update.text(1));
    data.add("session", update.text(2)).add("proof", proof);
  }
  if (proof.empty()) return {};
  const auto fact = add_fact(database, stamp, "upload.erased", upload.str(), data.text());
  if (!fact) return fact.error();
  return {};
}

namespace {
constexpr const char* kNoteLate =
    "UPDATE erasure SET resume = :resume, state = 'wanted', proof = '' WHERE upload_id = "
    ":upload_id";
constexpr const char* kErasures = R"(
    SELECT target, key, state = 'done', proof, last_error, wanted_at_ms, changed_at_ms FROM erasure
    WHERE session_id = :session_id ORDER BY sequence)";

std::optional<PrivacyStore::Erasure> read_erasure(const Statement& row) {
  return PrivacyStore::Erasure{row.text(0), row.text(1), row.number(2) != 0, row.text(3),
                               row.text(4), row.time(5), row.time(6)};
}
}  // namespace

Result<void> note_late_upload(Connection& database, const UploadId& upload,
                              const std::string& resume) {
  const auto noted =
      database.use(kNoteLate).bind(":resume", resume).bind(":upload_id", upload.str()).run();
  if (!noted) return noted.error();
  return {};
}

Result<std::vector<PrivacyStore::Erasure>> erasures(Connection& database,
                                                    const SessionId& session) {
  auto query = database.use(kErasures);
  return read_rows(query.bind(":session_id", session.str()), read_erasure);
}

// --- contacts

namespace {
constexpr const char* kAddContact = R"(
    INSERT INTO contact (id, session_id, event, kind, sealed, consent_version, consent_sha256, created_at_ms)
    VALUES (:id, :session_id, :event, :kind, :sealed, :consent_version, :consent_sha256, :now_ms))";

std::string word(ContactKind kind) {
  return kind == ContactKind::Email ? "email" : "phone";
}

Result<std::string> contact_key(const SqliteStoreOptions& options) {
  if (options.contact_key_file.empty())
    return make_error(Errc::Unsupported,
                      "contacts are not kept: set contact_key_file in [privacy]");
  return read_secret(options.contact_key_file);
}
}  // namespace

Result<Contact> add_contact(Connection& database, const SqliteStoreOptions& options, Stamp& stamp,
                            const Contact& wanted) {
  const auto owner = session(database, wanted.session);
  if (!owner) return owner.error();
  const auto key = contact_key(options);
  if (!key) return key.error();
  auto contact = wanted;
  contact.id = ContactId(stamp.next_id());
  contact.created_at = stamp.now();
  const auto sealed = seal_text(contact.value, *key, contact.id.str());
  if (!sealed) return sealed.error();

  auto insert = database.use(kAddContact);
  insert.bind(":id", contact.id.str()).bind(":session_id", contact.session.str());
  insert.bind(":event", owner->plan.event).bind(":kind", word(contact.kind));
  insert.bind(":sealed", *sealed).bind(":consent_version", contact.consent_version);
  insert.bind(":consent_sha256", contact.consent_sha256).bind(":now_ms", stamp.now());
  if (const auto added = insert.run(); !added) return added.error();

  JsonObject data;
  data.add("session", contact.session.str()).add("kind", word(contact.kind));
  data.add("consent_version", contact.consent_version);
  const auto fact = add_fact(database, stamp, "contact.added", contact.id.str(), data.text());
  if (!fact) return fact.error();
  return contact;
}

namespace {
constexpr const char* kContacts = R"(
    SELECT id, session_id, kind, sealed, consent_version, consent_sha256, created_at_ms FROM contact
    WHERE session_id = :session_id ORDER BY sequence)";

std::optional<Contact> read_contact(const Statement& row) {
  Contact contact;
  contact.id = ContactId(row.text(0));
  contact.session = SessionId(row.text(1));
  contact.kind = row.text(2) == "email" ? ContactKind::Email : ContactKind::Phone;
  contact.value = row.text(3);  // sealed still
  contact.consent_version = row.text(4);
  contact.consent_sha256 = row.text(5);
  contact.created_at = row.time(6);
  return contact;
}
}  // namespace

Result<std::vector<Contact>> contacts(Connection& database, const SqliteStoreOptions& options,
                                      const SessionId& session) {
  auto query = database.use(kContacts);
  auto found = read_rows(query.bind(":session_id", session.str()), read_contact);
  if (!found || found->empty()) return found;
  const auto key = contact_key(options);
  if (!key) return key.error();
  for (auto& contact : *found) {
    auto plain = open_text(contact.value, *key, contact.id.str());
    if (!plain) return plain.error();
    contact.value = std::move(*plain);
  }
  return found;
}

// --- retention

namespace {
constexpr const char* kSetRetention = R"(
    INSERT INTO event_retention (event, originals_days, sheets_days, contacts_days)
    VALUES (:event, :originals_days, :sheets_days, :contacts_days)
    ON CONFLICT (event) DO UPDATE SET originals_days = :originals_days, sheets_days = :sheets_days,
                                      contacts_days = :contacts_days)";
constexpr const char* kRemoveContacts = R"(
    DELETE FROM contact WHERE EXISTS (
      SELECT 1 FROM event_retention
      WHERE event_retention.event = contact.event AND contacts_days IS NOT NULL
        AND contact.created_at_ms <= :now_ms - contacts_days * 86400000))";

/// NULL for what is not said.
void bind_days(Statement& insert, const char* name, const std::optional<std::chrono::days>& days) {
  if (days)
    insert.bind(name, std::int64_t{days->count()});
  else
    insert.bind_or_null(name, "");
}
}  // namespace

Result<void> set_retention(Connection& database, const EventRetention& retention) {
  if (retention.event.empty()) return {};
  auto insert = database.use(kSetRetention);
  insert.bind(":event", retention.event);
  bind_days(insert, ":originals_days", retention.originals);
  bind_days(insert, ":sheets_days", retention.sheets);
  bind_days(insert, ":contacts_days", retention.contacts);
  const auto set = insert.run();
  if (!set) return set.error();
  return {};
}

Result<int> remove_old_contacts(Connection& database, Stamp& stamp) {
  const auto removed = database.use(kRemoveContacts).bind(":now_ms", stamp.now()).run();
  if (!removed || *removed == 0) return removed;
  JsonObject data;
  data.add("contacts", *removed);
  const auto fact = add_fact(database, stamp, "contacts.removed", "contact", data.text());
  if (!fact) return fact.error();
  return removed;
}

}  // namespace booth::rows

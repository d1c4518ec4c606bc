// What people may ask about the cloud, and what guests may ask to be forgotten.
#include "daemon/app/booth.hpp"
#include "daemon/core/upload/transfer_rate.hpp"

namespace booth {

using boost::asio::awaitable;

awaitable<Result<UploadItem>> Booth::upload(UploadId id) {
  co_return co_await parts_.store.upload(std::move(id));
}

awaitable<Result<UploadItem>> Booth::retry_upload(UploadId id) {
  co_return co_await parts_.uploads.retry(std::move(id));
}

awaitable<Result<UploadItem>> Booth::park_upload(UploadId id, std::string requested_by) {
  co_return co_await parts_.uploads.park(std::move(id), std::move(requested_by));
}

awaitable<Result<SyncView>> Booth::sync() {
  SyncView view;
  view.now = parts_.timer.utc_now();
  view.is_paused = parts_.uploads.is_paused();
  view.is_metered = options_.is_metered;
  view.targets = parts_.uploads.target_views();
  const auto backlog = co_await parts_.backlog.backlog();
  if (!backlog) co_return backlog.error();
  for (auto& target : view.targets) {
    for (const auto& counts : *backlog)
      if (counts.target == target.name) target.counts = counts;
    target.time_left = time_left(target.counts.waiting_bytes, target.bytes_per_s);
  }
  auto facts = co_await parts_.facts.view();
  if (!facts) co_return facts.error();
  view.facts = std::move(*facts);
  if (heartbeat_ != nullptr) view.heartbeat = *heartbeat_;
  co_return view;
}

awaitable<Result<SyncView>> Booth::pause_uploads(bool is_paused) {
  parts_.uploads.pause(is_paused);
  return sync();
}

awaitable<Result<TargetTest>> Booth::test_target(std::string name) {
  auto object = co_await parts_.backlog.test_object(std::move(name));
  if (!object) co_return object.error();
  co_return co_await parts_.uploads.test(std::move(*object));
}

awaitable<Result<int>> Booth::retry_facts() {
  return parts_.facts.retry_set_aside();
}

awaitable<Result<PrivacyStore::Forgotten>> Booth::forget_session(SessionId id,
                                                                 std::string requested_by) {
  auto forgotten = co_await parts_.privacy.forget_session(std::move(id), std::move(requested_by));
  if (forgotten) parts_.uploads.wake();
  co_return forgotten;
}

awaitable<Result<std::vector<PrivacyStore::Erasure>>> Booth::erasures(SessionId session) {
  const auto found = co_await parts_.store.session(session);
  if (!found) co_return found.error();
  co_return co_await parts_.privacy.erasures(std::move(session));
}

awaitable<Result<ConsentView>> Booth::consent() {
  co_return options_.consent;
}

awaitable<Result<Contact>> Booth::add_contact(Contact contact) {
  if (!options_.consent.is_taking_contacts)
    co_return make_error(Errc::Unsupported,
                         "contacts are not kept: see [privacy] in the configuration");
  // Nobody agrees to what they have not seen.
  if (contact.consent_version != options_.consent.version)
    co_return make_error(Errc::Conflict, "the guest has read consent text \"" +
                                             contact.consent_version + "\", but \"" +
                                             options_.consent.version + "\" is in force");
  contact.consent_sha256 = options_.consent_sha256;
  co_return co_await parts_.privacy.add_contact(std::move(contact));
}

awaitable<Result<std::vector<Contact>>> Booth::contacts(SessionId session) {
  co_return co_await parts_.privacy.contacts(std::move(session));
}

}  // namespace booth

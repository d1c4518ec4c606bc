// What people may ask about a session's pictures: how the sheet looks, another photo, the files.
#include "daemon/app/booth.hpp"

#include <algorithm>
#include <map>

#include "daemon/runtime/log.hpp"

namespace booth {

using boost::asio::awaitable;

awaitable<Result<SessionView>> Booth::choose_look(LookRequest request) {
  auto found = co_await parts_.store.session(request.session);
  if (!found) co_return found.error();
  auto refusal = "guests of " + found->plan.event_title + " may not choose a look";
  const auto offered =
      co_await check_offered(found->plan, EventFeature::ChooseLook, std::move(refusal));
  if (!offered) co_return offered.error();
  auto look = request.look.value_or(found->plan.look);
  auto backdrop = request.backdrop.value_or(found->plan.backdrop);
  const auto possible =
      co_await parts_.renderer.check_choices(found->plan.template_name, look, backdrop);
  if (!possible) co_return possible.error();
  const auto chosen =
      co_await parts_.sessions.choose_look(request.session, std::move(look), std::move(backdrop));
  if (!chosen) co_return chosen.error();
  co_return co_await session(std::move(request.session));
}

awaitable<Result<SessionView>> Booth::retake_shot(SessionId id, int slot,
                                                  std::string requested_by) {
  auto found = co_await parts_.store.session(id);
  if (!found) co_return found.error();
  auto refusal = "guests of " + found->plan.event_title + " may not take a photo again";
  const auto offered =
      co_await check_offered(found->plan, EventFeature::Retake, std::move(refusal));
  if (!offered) co_return offered.error();
  const auto shots = co_await parts_.store.shots(id);
  if (!shots) co_return shots.error();
  const auto fills = [slot](const Shot& shot) { return shot.slot == slot; };
  if (std::none_of(shots->begin(), shots->end(), fills))
    co_return make_error(Errc::NotFound, "the session has no photo " + std::to_string(slot + 1));
  const auto pressed = parts_.sessions.retake(id, slot);
  if (!pressed) co_return pressed.error();
  log::note("retake", {{"session", id.str()}, {"slot", slot}, {"by", requested_by}});
  co_return co_await session(std::move(id));
}

awaitable<Result<ShareView>> Booth::share(SessionId id) {
  auto found = co_await parts_.store.session(id);
  if (!found) co_return found.error();
  ShareView shared;
  shared.url = found->plan.share_url;
  if (shared.url.empty())
    co_return make_error(Errc::Conflict,
                         "session " + id.str() +
                             " has no link: its event does not share, or no place in the cloud "
                             "has a public_url");
  auto code = co_await parts_.pictures.qr_code(shared.url);
  if (!code) co_return code.error();
  shared.qr = std::move(*code);
  const auto uploads = co_await parts_.store.uploads(id, 100);
  if (!uploads) co_return uploads.error();
  const auto is_copy = [](const UploadItem& item) { return item.kind == UploadClass::ShareCopy; };
  const auto is_missing = [&](const UploadItem& item) {
    return is_copy(item) && item.state != UploadState::Synced;
  };
  shared.is_in_cloud = std::any_of(uploads->begin(), uploads->end(), is_copy) &&
                       std::none_of(uploads->begin(), uploads->end(), is_missing);
  shared.is_taking_contacts = options_.consent.is_taking_contacts;
  co_return shared;
}

awaitable<Result<OfferedChoices>> Booth::choices() {
  co_return co_await parts_.renderer.choices();
}

awaitable<Result<RenderedSheet>> Booth::remake_sheet(SessionId id) {
  auto sheet = co_await parts_.store.sheet_of(id);
  if (!sheet) co_return sheet.error();
  if (!*sheet) co_return make_error(Errc::NotFound, "session " + id.str() + " has no sheet");
  const auto shots = co_await parts_.store.shots(id);
  if (!shots) co_return shots.error();
  std::map<int, std::string> originals;
  for (const auto& shot : *shots) originals[shot.slot] = parts_.store.absolute_path(shot.path);
  auto recipe = std::move((*sheet)->recipe);
  co_return co_await parts_.renderer.remake_sheet(std::move(recipe), std::move(originals));
}

awaitable<Result<std::string>> Booth::sheet_file(SheetId id) {
  const auto found = co_await parts_.store.sheet(std::move(id));
  if (!found) co_return found.error();
  co_return parts_.store.absolute_path(found->path);
}

awaitable<Result<std::string>> Booth::shot_file(ShotId id) {
  const auto found = co_await parts_.browse.shot(std::move(id));
  if (!found) co_return found.error();
  co_return parts_.store.absolute_path(found->path);
}

awaitable<Result<Bytes>> Booth::small_picture(std::string path, int longest_px) {
  co_return co_await parts_.pictures.small_picture(std::move(path), longest_px);
}

}  // namespace booth

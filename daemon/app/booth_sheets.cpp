// What people may ask about sheets: how one looks, its file, making it again.
#include "daemon/app/booth.hpp"

#include <map>

namespace booth {

using boost::asio::awaitable;

awaitable<Result<SessionView>> Booth::choose_look(LookRequest request) {
  auto found = co_await parts_.store.session(request.session);
  if (!found) co_return found.error();
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

}  // namespace booth

// What a running session does: each effect of core/session/session_step, carried out, becomes one
// event.
#include "daemon/app/run_session.hpp"

#include <algorithm>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/app/new_id.hpp"
#include "daemon/app/sheet_texts.hpp"
#include "daemon/core/print/print_format.hpp"
#include "daemon/runtime/log.hpp"

namespace booth {

using boost::asio::awaitable;
// ---------------------------------------------------------------------------------------

SessionRunner::Event SessionRunner::carry_out(BeginSheet) {
  const auto chosen = co_await renderer_.find_template(current_->plan.template_name);
  if (!chosen) co_return SheetFailed{chosen.error().context};
  medium_ = chosen->medium;
  sheet_ = new_id<SheetId>(timer_);

  const auto shots = co_await stored_shots();
  if (!shots) co_return StorageFailed{shots.error().context};
  const auto laid_out = co_await lay_out_sheet(*shots);
  if (!laid_out) co_return SheetFailed{laid_out.error().context};
  begin_slot(first_missing_slot(*shots, current_->plan.shots));
  // Guests see themselves while they wait; without a picture the session goes on.
  if (static_cast<int>(shots->size()) < current_->plan.shots) {
    const auto seen = co_await camera_.start_live_view();
    if (!seen) log::warn("live_view_off", {{"cause", seen.error().context}});
  }
  co_return Prepared{first_missing_slot(*shots, current_->plan.shots)};
}

SessionRunner::Event SessionRunner::carry_out(WaitForCamera) {
  const auto until = timer_.steady_now() + options_.camera_patience;
  while (timer_.steady_now() < until) {
    if (camera_.status().state == CameraState::Ready) co_return CameraReady{};
    const auto look_again = std::min(until, timer_.steady_now() + std::chrono::milliseconds{50});
    if (co_await is_interrupted_before(look_again)) co_return take_press();
  }
  co_return CameraStayedAway{};
}

SessionRunner::Event SessionRunner::carry_out(CountDown effect) {
  if (!deadline_) deadline_ = timer_.steady_now() + effect.time;
  if (co_await is_interrupted_before(*deadline_ - options_.capture_lead)) {
    auto press = take_press();
    if (std::holds_alternative<ShutterPressed>(press)) deadline_ = timer_.steady_now();
    co_return press;
  }
  co_return CountdownEnded{};
}

SessionRunner::Event SessionRunner::carry_out(TakePhoto effect) {
  CaptureRequest request;
  request.shot = new_id<ShotId>(timer_);
  request.expose_at = deadline_.value_or(timer_.steady_now());
  auto taken = co_await camera_.take_photo(request);
  if (!taken) {
    log::warn("capture_failed", {{"session", current_->id.str()},
                                 {"slot", effect.slot},
                                 {"errc", to_string(taken.error().code)},
                                 {"cause", taken.error().context}});
    co_await tell_failed_shot(effect.slot, taken.error());
    co_return CaptureFailed{taken.error().code, taken.error().context};
  }
  co_return co_await keep_photo(std::move(*taken), effect.slot);
}

SessionRunner::Event SessionRunner::keep_photo(TakenPhoto photo, int slot) {
  Store::NewShot shot;
  shot.id = photo.shot;
  shot.session = current_->id;
  shot.event = current_->plan.event;
  shot.slot = slot;
  shot.jpeg = std::move(photo.jpeg);
  shot.taken_at = photo.taken_at;
  const auto kept = co_await store_.add_shot(std::move(shot));
  if (!kept) co_return StorageFailed{kept.error().context};
  if (shot_stored_) shot_stored_();

  // Only now, durable here, may the camera forget it.
  const auto released = co_await camera_.release_photo(kept->id);
  if (!released)
    log::warn("photo_not_released",
              {{"shot", kept->id.str()}, {"cause", released.error().context}});

  const auto placed = co_await renderer_.place_shot(sheet_, slot, store_.absolute_path(kept->path));
  // Kept, but of no use to the guests: they get another try.
  if (!placed && placed.error().code == Errc::Corrupt) {
    co_await tell_failed_shot(slot, placed.error());
    co_return CaptureFailed{Errc::Corrupt, placed.error().context};
  }
  if (!placed) co_return StorageFailed{placed.error().context};

  const auto shots = co_await stored_shots();
  if (!shots) co_return StorageFailed{shots.error().context};
  co_return ShotStored{first_missing_slot(*shots, current_->plan.shots)};
}

/// The guest screen hears why the countdown begins once more, and a technician can see later what
/// kept the guests waiting.
awaitable<void> SessionRunner::tell_failed_shot(int slot, Error error) {
  const boost::json::object data{
      {"slot", slot}, {"reason", to_string(error.code)}, {"message", error.context}};
  auto text = boost::json::serialize(data);
  const auto added = co_await store_.add_fact("shot.failed", current_->id.str(), std::move(text));
  if (!added) log::error("fact_not_stored", {{"cause", added.error().context}});
}

SessionRunner::Event SessionRunner::carry_out(ShowPhoto effect) {
  if (!deadline_) deadline_ = timer_.steady_now() + effect.time;
  if (co_await is_interrupted_before(*deadline_)) co_return take_press();

  const auto shots = co_await stored_shots();
  if (!shots) co_return StorageFailed{shots.error().context};
  co_return ReviewEnded{first_missing_slot(*shots, current_->plan.shots)};
}

SessionRunner::Event SessionRunner::carry_out(MakeSheet) {
  // Whoever pressed while the last photo's row was written was told yes.
  if (!presses_.empty()) co_return take_press();
  const bool is_look_changed =
      current_->plan.look != drawn_look_ || current_->plan.backdrop != drawn_backdrop_;
  if (is_look_changed) {
    auto shots = co_await stored_shots();
    if (!shots) co_return StorageFailed{shots.error().context};
    const auto laid_out = co_await lay_out_sheet(std::move(*shots));
    if (!laid_out) co_return SheetFailed{laid_out.error().context};
  }
  auto rendered = co_await renderer_.finish_sheet(sheet_);
  if (!rendered) co_return SheetFailed{rendered.error().context};
  for (const auto& warning : rendered->warnings)
    log::warn("sheet_warning", {{"session", current_->id.str()}, {"warning", warning}});

  auto sheet = new_sheet(std::move(*rendered));
  const auto added = co_await store_.add_sheet(std::move(sheet));
  if (!added) co_return SheetFailed{added.error().context};
  current_->state = SessionState::Done;  // add_sheet moved the row in the same transaction
  if (sheet_made_) sheet_made_();
  co_return SheetMade{};
}

SessionRunner::Event SessionRunner::carry_out(AbandonSheet) {
  const auto abandoned = co_await renderer_.abandon_sheet(sheet_);
  if (!abandoned && abandoned.error().code != Errc::NotFound)
    log::warn("sheet_not_abandoned", {{"cause", abandoned.error().context}});
  co_return SheetMade{};
}

SessionRunner::Event SessionRunner::carry_out(GoOn) {
  co_return ShutterPressed{};
}

// ----------------------------------------------------------------------------------------

awaitable<Result<void>> SessionRunner::lay_out_sheet(std::vector<Shot> shots) {
  SheetOrder order;
  order.sheet = sheet_;
  order.template_name = current_->plan.template_name;
  order.format = format_for(medium_);
  order.texts = sheet_texts(*current_);
  order.texts["logo"] = options_.logo;
  order.look = current_->plan.look;
  order.backdrop = current_->plan.backdrop;
  drawn_look_ = order.look;
  drawn_backdrop_ = order.backdrop;
  const auto begun = co_await renderer_.begin_sheet(std::move(order));
  if (!begun) co_return begun.error();
  for (const auto& shot : shots) {
    const auto placed =
        co_await renderer_.place_shot(sheet_, shot.slot, store_.absolute_path(shot.path));
    if (!placed)
      log::warn("shot_not_placed", {{"shot", shot.id.str()}, {"cause", placed.error().context}});
  }
  co_return Result<void>{};
}

awaitable<Result<std::vector<Shot>>> SessionRunner::stored_shots() {
  return store_.shots(current_->id);
}

Store::NewSheet SessionRunner::new_sheet(RenderedSheet rendered) {
  Store::NewSheet sheet;
  sheet.id = sheet_;
  sheet.session = current_->id;
  sheet.jpeg = std::move(rendered.jpeg);
  sheet.share_jpeg = std::move(rendered.share_jpeg);
  sheet.size = rendered.size;
  sheet.medium = medium_;
  sheet.recipe = std::move(rendered.recipe);
  sheet.rules = options_.rules;
  for (int copy = 0; copy < current_->plan.copies; ++copy) {
    PrintJob print;
    print.id = new_id<PrintId>(timer_);
    print.sheet = sheet_;
    print.session = current_->id;
    print.requested_by = "auto";
    print.requested_at = timer_.utc_now();
    sheet.prints.push_back(std::move(print));
  }
  return sheet;
}

PrintFormat SessionRunner::format_for(const std::string& medium) const {
  for (const auto* printer : printers_) {
    const auto format = printer->format_for(medium);
    if (format) return *format;
  }
  return default_format(medium);
}

}  // namespace booth

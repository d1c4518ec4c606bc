#include "daemon/app/booth.hpp"

#include <algorithm>

#include "daemon/app/new_id.hpp"
#include "daemon/core/print/print_forecast.hpp"
#include "daemon/core/upload/share_link.hpp"
#include "daemon/runtime/log.hpp"

namespace booth {

using boost::asio::awaitable;
using namespace std::chrono_literals;

namespace {

std::string summarise(const BoothStatus& status, bool is_session_running) {
  return status.event + ": " + (is_session_running ? "session running" : "ready") + ", " +
         std::to_string(status.prints.waiting) + " sheets and " +
         std::to_string(status.uploads.waiting) + " uploads waiting, camera " +
         status.camera.message;
}

/// In all printers together; nullopt when one of them does not know.
std::optional<int> sheets_loaded(const std::vector<PrinterView>& printers) {
  if (printers.empty()) return std::nullopt;
  int sheets = 0;
  for (const auto& printer : printers) {
    if (!printer.media_left) return std::nullopt;
    sheets += *printer.media_left;
  }
  return sheets;
}

}  // namespace

Booth::Booth(boost::asio::any_io_executor executor, Parts parts, BoothOptions options)
    : parts_(parts),
      options_(std::move(options)),
      started_at_(parts.timer.utc_now()),
      live_view_asked_at_(parts.timer.steady_now()),
      bell_(executor),
      ready_bell_(std::move(executor)) {}

awaitable<void> Booth::run() {
  co_await parts_.events.settle();
  if (parts_.events.is_ready()) ready_bell_.ring();
  while (!is_stopped_) {
    auto measured = co_await measured_status();
    if (measured) {
      summary_ = summarise(*measured, !parts_.sessions.is_idle());
      co_await parts_.health.look(std::move(*measured));
    } else {
      log::error("status_not_measured", {{"cause", measured.error().context}});
    }
    co_await parts_.events.settle();
    if (parts_.events.is_ready()) ready_bell_.ring();
    co_await rest_live_view();
    co_await bell_.wait_until(parts_.timer.steady_now() + 1s);
  }
}

awaitable<void> Booth::until_ready(std::chrono::milliseconds patience) {
  co_await ready_bell_.wait_until(parts_.timer.steady_now() + patience);
}

void Booth::stop() {
  is_stopped_ = true;
  ready_bell_.ring();
  bell_.ring();
}

awaitable<Result<BoothStatus>> Booth::measured_status() {
  BoothStatus status;
  status.version = options_.version;
  status.started_at = started_at_;
  status.now = parts_.timer.utc_now();
  const auto& plan = parts_.events.active();
  status.event = plan.slug;
  status.event_title = plan.title;
  status.event_version = plan.version;
  const auto event = co_await parts_.events.event(plan.slug);
  if (event) status.event_refusal = why_no_session(plan, event->is_closed, event->use, status.now);
  status.template_trouble = parts_.events.template_trouble();
  status.camera = parts_.camera.status();
  if (each_camera_) status.cameras = each_camera_();
  status.printers = parts_.prints.printer_views();
  status.network = parts_.uploads.network_view();

  const auto prints = co_await parts_.store.print_counts();
  if (!prints) co_return prints.error();
  status.prints = *prints;
  const auto uploads = co_await parts_.store.upload_counts();
  if (!uploads) co_return uploads.error();
  status.uploads = *uploads;
  const auto disk = co_await parts_.store.disk_space();
  if (!disk) co_return disk.error();
  status.disk = *disk;
  co_await count_paper();
  status.paper.expected = options_.expected_sheets;
  status.paper.used = sheets_used_;
  status.paper.loaded = sheets_loaded(status.printers);
  status.paper.missing = sheets_short(options_.expected_sheets, sheets_used_, status.paper.loaded);
  co_return status;
}

/// The ledger of a long event is thousands of rows: not at every look.
awaitable<void> Booth::count_paper() {
  const auto now = parts_.timer.steady_now();
  const bool is_fresh = paper_counted_at_ != SteadyTime() && now - paper_counted_at_ < 30s;
  if (options_.expected_sheets == 0 || is_fresh) co_return;
  const auto ledger = co_await parts_.store.print_ledger(parts_.events.active().slug);
  if (!ledger) co_return;
  sheets_used_ = ledger->sheets_used();
  paper_counted_at_ = now;
}

awaitable<Result<BoothStatus>> Booth::status() {
  auto status = co_await measured_status();
  if (!status) co_return status;
  const auto running = parts_.sessions.current();
  if (running) {
    auto seen = co_await view(*running);
    if (seen) status->session = std::move(*seen);
  }
  status->health = parts_.health.health_beside(*status);
  co_return status;
}

// --- sessions

/// Before there is a network: the address is on the screen and on the sheet at once.
void Booth::add_share_link(SessionPlan& plan) {
  if (options_.public_url.empty()) return;
  const auto first = parts_.timer.random_bytes();
  const auto second = parts_.timer.random_bytes();
  std::array<std::uint8_t, 16> random{};
  std::copy_n(first.begin(), 8, random.begin());
  std::copy_n(second.begin(), 8, random.begin() + 8);
  plan.share_id = share_id(random);
  plan.share_url = share_url(options_.public_url, options_.share_page_key, plan.share_id);
}

awaitable<Result<Session>> Booth::new_session(StartRequest request) {
  Session session;
  // From here on the session has its version of the event, whatever becomes active meanwhile.
  const auto plan = parts_.events.active();
  const auto copies = co_await admit(request);
  if (!copies) co_return copies.error();
  auto template_name = chosen_template(plan, request.template_name);
  if (!template_name) co_return template_name.error();
  session.plan = options_.timing;
  session.plan.event = plan.slug;
  session.plan.event_version = plan.version;
  session.plan.event_title = plan.title;
  session.plan.template_name = std::move(*template_name);
  session.plan.look = plan.look;
  session.plan.backdrop = plan.backdrop;
  session.plan.copies = *copies;
  const auto found = co_await parts_.renderer.find_template(session.plan.template_name);
  if (!found) co_return found.error();
  session.plan.shots = found->slots;
  const bool may_choose = plan.has(EventFeature::ChooseLook) || request.is_test;
  if ((request.look || request.backdrop) && !may_choose)
    co_return make_error(Errc::Conflict, "guests of " + plan.title + " may not choose a look");
  if (request.look) session.plan.look = *request.look;
  if (request.backdrop) session.plan.backdrop = *request.backdrop;
  const auto possible = co_await parts_.renderer.check_choices(
      session.plan.template_name, session.plan.look, session.plan.backdrop);
  if (!possible) co_return possible.error();
  if (plan.has(EventFeature::Share)) add_share_link(session.plan);
  session.id = request.id.empty() ? new_id<SessionId>(parts_.timer) : request.id;
  session.started_at = parts_.timer.utc_now();
  session.changed_at = session.started_at;
  co_return session;
}

awaitable<Result<SessionView>> Booth::start_session(StartRequest request) {
  if (!request.id.empty()) {
    const auto known = co_await parts_.store.session(request.id);
    if (known) co_return co_await view(*known);
    if (known.error().code != Errc::NotFound) co_return known.error();
  }
  if (request.copies && (*request.copies < 0 || *request.copies > 20))
    co_return make_error(Errc::BadInput, "copies must be 0 to 20");
  if (is_test_shot_running_)
    co_return make_error(Errc::Conflict, "a test shot is being taken; press again");
  // Guests who cannot be served should hear it before they pose.
  const auto disk = parts_.retention.disk_level();
  if (!may_begin_session(disk))
    co_return make_error(Errc::DiskFull,
                         "the disk is nearly full. " + std::string(what_to_do(disk)));

  auto session = co_await new_session(std::move(request));
  if (!session) co_return session.error();
  const auto started = co_await parts_.sessions.start(std::move(*session));
  if (!started) co_return started.error();
  co_return co_await view(*started);
}

awaitable<Result<SessionView>> Booth::view(Session session) {
  SessionView seen;
  const auto running = parts_.sessions.current();
  if (running && running->id == session.id) {
    session.state = running->state;
    seen.countdown = parts_.sessions.countdown();
  }
  auto shots = co_await parts_.store.shots(session.id);
  if (!shots) co_return shots.error();
  seen.shots = std::move(*shots);
  auto sheet = co_await parts_.store.sheet_of(session.id);
  if (!sheet) co_return sheet.error();
  seen.sheet = std::move(*sheet);
  auto prints = co_await parts_.store.prints(session.id, 100);
  if (!prints) co_return prints.error();
  seen.prints = std::move(*prints);
  auto uploads = co_await parts_.store.uploads(session.id, 100);
  if (!uploads) co_return uploads.error();
  seen.uploads = std::move(*uploads);
  seen.session = std::move(session);
  co_return seen;
}

awaitable<Result<SessionView>> Booth::session(SessionId id) {
  auto found = co_await parts_.store.session(std::move(id));
  if (!found) co_return found.error();
  co_return co_await view(std::move(*found));
}

awaitable<Result<std::vector<Session>>> Booth::sessions(int limit, SessionId before) {
  co_return co_await parts_.store.sessions(limit, std::move(before));
}

awaitable<Result<SessionView>> Booth::cancel_session(SessionId id, std::string requested_by) {
  const auto found = co_await parts_.store.session(id);
  if (!found) co_return found.error();
  const auto cancelled = parts_.sessions.cancel(id, std::move(requested_by));
  if (!cancelled) co_return cancelled.error();
  while (parts_.sessions.current() && parts_.sessions.current()->id == id && !is_stopped_)
    co_await parts_.timer.wait_until(parts_.timer.steady_now() + 10ms);
  co_return co_await session(std::move(id));
}

// --- the rest

awaitable<Result<std::vector<UploadItem>>> Booth::uploads(SessionId session, UploadId before,
                                                          int limit) {
  co_return co_await parts_.browse.upload_page(std::move(session), std::move(before), limit);
}

awaitable<Result<std::vector<TemplateSummary>>> Booth::templates() {
  co_return co_await parts_.renderer.templates();
}

awaitable<Result<std::vector<Fact>>> Booth::facts(std::int64_t after, int limit) {
  co_return co_await parts_.store.facts(after, limit);
}

awaitable<Result<std::optional<Store::Answer>>> Booth::recorded_answer(std::string key) {
  co_return co_await parts_.store.recorded_answer(std::move(key));
}

awaitable<Result<void>> Booth::record_answer(std::string key, Store::Answer answer) {
  co_return co_await parts_.store.record_answer(std::move(key), std::move(answer));
}

}  // namespace booth

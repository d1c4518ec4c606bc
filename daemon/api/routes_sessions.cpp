#include "daemon/api/json_answer.hpp"
#include "daemon/api/read_request.hpp"
#include "daemon/api/routes.hpp"

namespace booth::api {
namespace {

using boost::asio::awaitable;

constexpr int kMostPerPage = 500;
constexpr std::size_t kLongestGuest = 64;
constexpr std::int64_t kMostSlots = 99;
constexpr int kMostCopies = 20;  // a typing error must not empty the printer

Result<StartRequest> read_start(const HttpRequest& request) {
  JsonBody body(request);
  StartRequest start;
  const auto id = body.text("id");
  start.template_name = body.text("template");
  start.copies = body.number("copies", 0, kMostCopies);
  start.look = body.text("look");
  start.backdrop = body.text("backdrop");
  start.is_test = body.flag("test").value_or(false);
  start.requested_by = request.caller.name;
  if (const auto read = body.finish(); !read) return read.error();
  if (start.is_test && request.caller.role == Role::Guest)
    return make_error(Errc::BadInput, "test: only people beside the booth start test sessions");
  if (!id) return start;

  const auto session = SessionId::parse(*id);
  if (!session) return session.error();
  start.id = *session;
  return start;
}

awaitable<HttpResponse> start_session(RouteContext& context, const HttpRequest& request) {
  auto start = read_start(request);
  if (!start) co_return problem(start.error());

  const auto view = co_await context.booth.start_session(std::move(*start));
  auto response = answer_with(view, 201);
  if (view) response.headers["Location"] = "/v1/sessions/" + view->session.id.str();
  co_return response;
}

awaitable<HttpResponse> list_sessions(RouteContext& context, const HttpRequest& request) {
  const auto known = allow_query(request, {"limit", "before"});
  if (!known) co_return problem(known.error());
  const auto limit = query_number(request, "limit", 50, 1, kMostPerPage);
  if (!limit) co_return problem(limit.error());
  auto before = query_id<SessionId>(request, "before");
  if (!before) co_return problem(before.error());

  auto sessions = co_await context.booth.sessions(static_cast<int>(*limit) + 1, std::move(*before));
  if (!sessions) co_return problem(sessions.error());
  co_return cut_page_answer(std::move(*sessions), *limit);
}

awaitable<HttpResponse> show_session(RouteContext& context, const HttpRequest& request) {
  auto id = path_id<SessionId>(request);
  if (!id) co_return problem(id.error());
  const auto view = co_await context.booth.session(std::move(*id));
  co_return answer_with(view);
}

awaitable<HttpResponse> change_session(RouteContext& context, const HttpRequest& request) {
  auto id = path_id<SessionId>(request);
  if (!id) co_return problem(id.error());
  LookRequest wanted;
  wanted.session = std::move(*id);
  JsonBody body(request);
  wanted.look = body.text("look");
  wanted.backdrop = body.text("backdrop");
  if (const auto read = body.finish(); !read) co_return problem(read.error());
  const auto view = co_await context.booth.choose_look(std::move(wanted));
  co_return answer_with(view);
}

awaitable<HttpResponse> retake_shot(RouteContext& context, const HttpRequest& request) {
  auto id = path_id<SessionId>(request);
  if (!id) co_return problem(id.error());
  const auto slot = whole_number(request.params.find("slot")->second);
  if (!slot || *slot > kMostSlots)
    co_return problem(make_error(
        Errc::BadInput, "slot: expected a whole number from 0 to " + std::to_string(kMostSlots)));
  if (const auto empty = JsonBody(request).finish(); !empty) co_return problem(empty.error());
  const auto view = co_await context.booth.retake_shot(std::move(*id), static_cast<int>(*slot),
                                                       request.caller.name);
  co_return answer_with(view, 202);
}

awaitable<HttpResponse> cancel_session(RouteContext& context, const HttpRequest& request) {
  auto id = path_id<SessionId>(request);
  if (!id) co_return problem(id.error());
  if (const auto empty = JsonBody(request).finish(); !empty) co_return problem(empty.error());
  const auto view = co_await context.booth.cancel_session(std::move(*id), request.caller.name);
  co_return answer_with(view);
}

awaitable<HttpResponse> shoot(RouteContext& context, const HttpRequest& request) {
  if (const auto empty = JsonBody(request).finish(); !empty) co_return problem(empty.error());
  const auto shot = co_await context.booth.shoot(request.caller.name);
  if (!shot) co_return problem(shot.error());

  // Within a session the photo is still to come; it shows up in the session.
  if (!*shot) co_return json_answer(boost::json::object{{"shot", nullptr}}, 202);
  co_return json_answer(boost::json::object{{"shot", to_json(**shot)}}, 201);
}

/// What both ways to ask for paper have in common.
Result<PrintRequest> asked_copies(const HttpRequest& request, JsonBody& body) {
  auto id = path_id<SessionId>(request);
  if (!id) return id.error();
  PrintRequest wanted;
  wanted.session = std::move(*id);
  wanted.copies = body.number("copies", 1, kMostCopies).value_or(1);
  wanted.requested_by = request.caller.name;
  return wanted;
}

Result<PrintRequest> read_order(const HttpRequest& request) {
  JsonBody body(request);
  auto wanted = asked_copies(request, body);
  if (!wanted) return wanted;
  wanted->guest = body.text("guest", kLongestGuest).value_or("");
  if (const auto read = body.finish(); !read) return read.error();
  return wanted;
}

Result<PrintRequest> read_reprint(const HttpRequest& request) {
  JsonBody body(request);
  auto wanted = asked_copies(request, body);
  if (!wanted) return wanted;
  const auto reason = body.text("reason");
  const auto purpose = body.text("purpose").value_or("reprint");
  wanted->printer = body.text("printer").value_or("");
  if (const auto read = body.finish(); !read) return read.error();
  if (!reason || reason->empty())
    return make_error(Errc::BadInput,
                      "body: reason: expected why it is printed again, found nothing");
  if (purpose != "reprint" && purpose != "comp")
    return make_error(Errc::BadInput,
                      "body: purpose: expected \"reprint\" or \"comp\", found \"" + purpose + '"');
  wanted->note = *reason;
  wanted->purpose = purpose == "comp" ? PrintPurpose::Comp : PrintPurpose::Reprint;
  return wanted;
}

awaitable<HttpResponse> add_prints(RouteContext& context, PrintRequest wanted) {
  const auto prints = co_await context.booth.print_session(std::move(wanted));
  if (!prints) co_return problem(prints.error());
  auto response = page_answer(*prints);
  response.status = 201;
  co_return response;
}

awaitable<HttpResponse> print_session(RouteContext& context, const HttpRequest& request) {
  auto wanted = read_order(request);
  if (!wanted) co_return problem(wanted.error());
  co_return co_await add_prints(context, std::move(*wanted));
}

awaitable<HttpResponse> reprint_session(RouteContext& context, const HttpRequest& request) {
  auto wanted = read_reprint(request);
  if (!wanted) co_return problem(wanted.error());
  co_return co_await add_prints(context, std::move(*wanted));
}

}  // namespace

std::vector<Route> session_routes() {
  return {
      {"GET", "/v1/sessions", Access::Look, list_sessions},
      {"POST", "/v1/sessions", Access::GuestFlow, start_session},
      {"GET", "/v1/sessions/{id}", Access::GuestFlow, show_session},
      {"PATCH", "/v1/sessions/{id}", Access::GuestFlow, change_session},
      {"POST", "/v1/sessions/{id}/cancel", Access::GuestFlow, cancel_session},
      {"POST", "/v1/sessions/{id}/shots/{slot}/retake", Access::GuestFlow, retake_shot},
      {"POST", "/v1/sessions/{id}/prints", Access::GuestFlow, print_session},
      {"POST", "/v1/sessions/{id}/reprints", Access::Attend, reprint_session},
      {"POST", "/v1/shots", Access::GuestFlow, shoot},
  };
}

}  // namespace booth::api

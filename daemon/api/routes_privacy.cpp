#include "daemon/api/json_answer.hpp"
#include "daemon/api/read_request.hpp"
#include "daemon/api/routes.hpp"

namespace booth::api {
namespace {

using boost::asio::awaitable;

constexpr std::size_t kLongestContact = 320;  // the longest e-mail address that there can be

awaitable<HttpResponse> forget_session(RouteContext& context, const HttpRequest& request) {
  auto id = path_id<SessionId>(request);
  if (!id) co_return problem(id.error());
  if (const auto empty = JsonBody(request).finish(); !empty) co_return problem(empty.error());
  const auto forgotten = co_await context.booth.forget_session(std::move(*id), request.caller.name);
  co_return answer_with(forgotten);
}

awaitable<HttpResponse> list_erasures(RouteContext& context, const HttpRequest& request) {
  auto id = path_id<SessionId>(request);
  if (!id) co_return problem(id.error());
  const auto erasures = co_await context.booth.erasures(std::move(*id));
  if (!erasures) co_return problem(erasures.error());
  co_return page_answer(*erasures);
}

awaitable<HttpResponse> show_consent(RouteContext& context, const HttpRequest&) {
  const auto consent = co_await context.booth.consent();
  co_return answer_with(consent);
}

Result<Contact> read_contact(const HttpRequest& request) {
  auto session = path_id<SessionId>(request);
  if (!session) return session.error();
  JsonBody body(request);
  const auto kind = body.text("kind").value_or("");
  const auto value = body.text("value", kLongestContact).value_or("");
  const auto version = body.text("consent_version").value_or("");
  if (const auto read = body.finish(); !read) return read.error();
  if (kind != "email" && kind != "phone")
    return make_error(Errc::BadInput, "kind must be \"email\" or \"phone\"");
  if (value.empty() || value.size() > kLongestContact)
    return make_error(Errc::BadInput, "value must be 1 to 320 bytes long");
  if (version.empty())
    return make_error(Errc::BadInput, "consent_version must name the text that the guest has read");
  Contact contact;
  contact.session = *session;
  contact.kind = kind == "email" ? ContactKind::Email : ContactKind::Phone;
  contact.value = value;
  contact.consent_version = version;
  return contact;
}

awaitable<HttpResponse> add_contact(RouteContext& context, const HttpRequest& request) {
  auto contact = read_contact(request);
  if (!contact) co_return problem(contact.error());
  const auto added = co_await context.booth.add_contact(std::move(*contact));
  if (!added) co_return problem(added.error());
  // Without the contact: answers are kept for repeated requests, and those are not sealed.
  co_return json_answer(
      boost::json::object{{"id", added->id.str()}, {"created_at", time_text(added->created_at)}},
      201);
}

awaitable<HttpResponse> list_contacts(RouteContext& context, const HttpRequest& request) {
  auto id = path_id<SessionId>(request);
  if (!id) co_return problem(id.error());
  const auto contacts = co_await context.booth.contacts(std::move(*id));
  if (!contacts) co_return problem(contacts.error());
  co_return page_answer(*contacts);
}

}  // namespace

std::vector<Route> privacy_routes() {
  return {
      {"POST", "/v1/sessions/{id}/forget", Access::Service, forget_session},
      {"GET", "/v1/sessions/{id}/erasures", Access::Look, list_erasures},
      {"GET", "/v1/consent", Access::GuestFlow, show_consent},
      {"POST", "/v1/sessions/{id}/contacts", Access::GuestFlow, add_contact},
      // To be read by those who must write to the guests, not by every screen.
      {"GET", "/v1/sessions/{id}/contacts", Access::Personal, list_contacts},
  };
}

}  // namespace booth::api

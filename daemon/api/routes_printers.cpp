#include <algorithm>

#include "daemon/api/json_answer.hpp"
#include "daemon/api/read_request.hpp"
#include "daemon/api/routes.hpp"

namespace booth::api {
namespace {

using boost::asio::awaitable;

constexpr int kMostSheets = 10'000;

std::string name_in(const HttpRequest& request) {
  return request.params.find("name")->second;
}

awaitable<HttpResponse> list_printers(RouteContext& context, const HttpRequest&) {
  co_return page_answer(context.booth.printers());
}

awaitable<HttpResponse> show_printer(RouteContext& context, const HttpRequest& request) {
  const auto name = name_in(request);
  const auto printers = context.booth.printers();
  const auto found =
      std::find_if(printers.begin(), printers.end(),
                   [&name](const PrinterView& printer) { return printer.name == name; });
  if (found == printers.end())
    co_return problem(make_error(Errc::NotFound, "there is no printer " + name));
  co_return json_answer(to_json(*found));
}

awaitable<HttpResponse> set_mode(RouteContext& context, const HttpRequest& request,
                                 PrinterMode mode) {
  if (const auto empty = JsonBody(request).finish(); !empty) co_return problem(empty.error());
  const auto printer =
      co_await context.booth.set_printer_mode(name_in(request), mode, request.caller.name);
  co_return answer_with(printer);
}

awaitable<HttpResponse> resume_printer(RouteContext& context, const HttpRequest& request) {
  return set_mode(context, request, PrinterMode::Active);
}
awaitable<HttpResponse> pause_printer(RouteContext& context, const HttpRequest& request) {
  return set_mode(context, request, PrinterMode::Paused);
}
awaitable<HttpResponse> drain_printer(RouteContext& context, const HttpRequest& request) {
  return set_mode(context, request, PrinterMode::Draining);
}
awaitable<HttpResponse> maintain_printer(RouteContext& context, const HttpRequest& request) {
  return set_mode(context, request, PrinterMode::Maintenance);
}

awaitable<HttpResponse> set_media(RouteContext& context, const HttpRequest& request) {
  JsonBody body(request);
  const auto sheets = body.number("sheets", 0, kMostSheets);
  if (const auto read = body.finish(); !read) co_return problem(read.error());
  if (!sheets)
    co_return problem(make_error(
        Errc::BadInput, "body: sheets: expected how many sheets are loaded, found nothing"));
  const auto printer =
      co_await context.booth.set_printer_media(name_in(request), *sheets, request.caller.name);
  co_return answer_with(printer);
}

awaitable<HttpResponse> test_printer(RouteContext& context, const HttpRequest& request) {
  if (const auto empty = JsonBody(request).finish(); !empty) co_return problem(empty.error());
  const auto print = co_await context.booth.test_printer(name_in(request), request.caller.name);
  co_return answer_with(print, 201);
}

}  // namespace

std::vector<Route> printer_routes() {
  return {
      {"GET", "/v1/printers", Access::Look, list_printers},
      {"GET", "/v1/printers/{name}", Access::Look, show_printer},
      {"POST", "/v1/printers/{name}/resume", Access::Attend, resume_printer},
      {"POST", "/v1/printers/{name}/pause", Access::Attend, pause_printer},
      {"POST", "/v1/printers/{name}/drain", Access::Attend, drain_printer},
      {"POST", "/v1/printers/{name}/maintenance", Access::Attend, maintain_printer},
      {"POST", "/v1/printers/{name}/media", Access::Attend, set_media},
      {"POST", "/v1/printers/{name}/test", Access::Attend, test_printer},
  };
}

}  // namespace booth::api

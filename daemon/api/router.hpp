#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/api/fact_feed.hpp"
#include "daemon/api/http_message.hpp"
#include "daemon/app/booth_control.hpp"
#include "daemon/app/event_control.hpp"
#include "daemon/ports/call_record.hpp"
#include "daemon/ports/measure_store.hpp"
#include "daemon/runtime/run_blocking.hpp"

namespace booth::api {

/// What routes work with. Lives as long as the server.
struct RouteContext {
  BoothControl& booth;
  BlockingThread& file_thread;  ///< reads of sheet files happen there
  FactFeed& feed;
  EventControl& events;
  MeasureStore& measures;
  CallRecord& calls;
};

/// The request outlives the call: whoever awaits it owns it.
using RouteCall = boost::asio::awaitable<HttpResponse> (*)(RouteContext& context,
                                                           const HttpRequest& request);

struct Route {
  std::string_view method;
  std::string_view pattern;  ///< "/v1/sessions/{id}": `{name}` stands for one segment, also before
                             ///< a suffix ("{id}.jpg")
  Access access;
  RouteCall call;
};

class Router {
 public:
  explicit Router(std::vector<Route> routes) : routes_(std::move(routes)) {}

  struct Found {
    const Route* route = nullptr;           ///< null: no such path or not with this method
    std::vector<std::string_view> methods;  ///< that the path knows; empty = no such path
  };
  /// Fills `request.params`. HEAD finds the GET route.
  Found find(HttpRequest& request) const;

  const std::vector<Route>& routes() const { return routes_; }

 private:
  std::vector<Route> routes_;
};

}  // namespace booth::api

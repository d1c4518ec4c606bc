#pragma once

#include <vector>

#include "daemon/api/router.hpp"

namespace booth::api {

// One function per routes_*.cpp; each file is one kind of thing that the booth has.
std::vector<Route> status_routes();
std::vector<Route> session_routes();
std::vector<Route> print_routes();
std::vector<Route> printer_routes();
std::vector<Route> upload_routes();
std::vector<Route> template_routes();
std::vector<Route> fact_routes();
std::vector<Route> camera_routes();
std::vector<Route> sheet_routes();
std::vector<Route> share_routes();
std::vector<Route> sync_routes();
std::vector<Route> privacy_routes();
std::vector<Route> event_routes();
std::vector<Route> measure_routes();

std::vector<Route> all_routes();

}  // namespace booth::api

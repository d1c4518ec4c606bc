#pragma once

#include <string>

#include "daemon/app/booth_control.hpp"
#include "daemon/ports/measure_store.hpp"

namespace booth::api {

/// The booth in the text format of Prometheus (exposition format 0.0.4). Counters and histograms
/// count this booth's whole life, also across restarts; the rest is of this moment.
std::string metrics_text(const BoothStatus& status, const Measurements& measured);

}  // namespace booth::api

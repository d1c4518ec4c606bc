#include "daemon/app/run_heartbeat.hpp"

#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "daemon/app/new_id.hpp"
#include "daemon/runtime/log.hpp"

namespace booth {

using boost::asio::awaitable;
namespace json = boost::json;

std::string heartbeat_report(const BoothStatus& status) {
  json::array health;
  for (const auto& one : status.health)
    health.push_back(json::object{{"subsystem", one.subsystem},
                                  {"level", to_string(one.level)},
                                  {"message", one.message},
                                  {"what_to_do", one.what_to_do}});
  json::array printers;
  for (const auto& printer : status.printers) {
    json::value media = nullptr;
    if (printer.media_left) media = *printer.media_left;
    printers.push_back(json::object{{"name", printer.name},
                                    {"condition", to_string(printer.report.condition)},
                                    {"media_remaining", std::move(media)}});
  }
  const json::object report{
      {"version", status.version},
      {"event", status.event},
      {"health", std::move(health)},
      {"printers", std::move(printers)},
      {"prints", {{"waiting", status.prints.waiting}, {"held", status.prints.held}}},
      {"uploads",
       {{"waiting", status.uploads.waiting},
        {"waiting_bytes", status.uploads.waiting_bytes},
        {"parked", status.uploads.parked}}},
      {"disk", {{"free_bytes", status.disk.free_bytes}, {"total_bytes", status.disk.total_bytes}}}};
  return json::serialize(report);
}

HeartbeatRunner::HeartbeatRunner(boost::asio::any_io_executor executor, BoothControl& booth,
                                 Timer& timer, FactSink* sink, HeartbeatOptions options)
    : booth_(booth), timer_(timer), sink_(sink), options_(options), bell_(std::move(executor)) {
  view_.is_used = sink != nullptr;
  view_.since = timer.utc_now();
}

awaitable<void> HeartbeatRunner::run() {
  if (sink_ == nullptr) co_return;
  while (!is_stopped_) {
    co_await beat();
    // A fleet that was switched on together must not speak together: half to one and a half.
    const auto spread = options_.every * (timer_.random_number() >> 22) / 1024;
    if (!is_stopped_) co_await bell_.wait_until(timer_.steady_now() + options_.every / 2 + spread);
  }
}

void HeartbeatRunner::stop() {
  is_stopped_ = true;
  bell_.ring();
}

awaitable<void> HeartbeatRunner::beat() {
  const auto status = co_await booth_.status();
  if (!status) co_return;
  Heartbeat heartbeat;
  heartbeat.id = new_id<FactId>(timer_);
  heartbeat.at = timer_.utc_now();
  heartbeat.report = heartbeat_report(*status);
  const auto answer = co_await sink_->beat(std::move(heartbeat));
  if (is_stopped_) co_return;
  note(answer);
  if (answer && answer->first_contact && spread_) spread_(*answer->first_contact);
}

void HeartbeatRunner::note(const Result<HeartbeatAnswer>& answer) {
  const auto trouble = answer ? std::string() : answer.error().context;
  if (trouble.empty() != view_.trouble.empty()) {
    if (answer)
      log::note("heartbeat_answered");
    else
      log::warn("heartbeat_dropped", {{"cause", trouble}});
  }
  if (answer || view_.trouble.empty()) view_.since = timer_.utc_now();
  view_.trouble = trouble;
  if (answer) view_.probe = answer->probe;
}

}  // namespace booth

#include "daemon/app/run_facts.hpp"

#include <utility>

#include "daemon/runtime/log.hpp"

namespace booth {

using boost::asio::awaitable;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kStoreTrouble{5000};
constexpr int kMostRetried = 1000;

}  // namespace

FactRunner::FactRunner(boost::asio::any_io_executor executor, Store& store, FactOutbox& outbox,
                       Timer& timer, FactSink* sink, FactRunnerOptions options)
    : store_(store),
      outbox_(outbox),
      timer_(timer),
      sink_(sink),
      options_(options),
      bell_(std::move(executor)),
      since_(timer.utc_now()) {
  batch_.size = options_.limits.most_facts;
}

awaitable<void> FactRunner::run() {
  if (sink_ == nullptr) co_return;
  while (!is_stopped_) {
    const auto pause = co_await send_some();
    if (!is_stopped_ && pause > pause.zero())
      co_await bell_.wait_until(timer_.steady_now() + pause);
  }
}

void FactRunner::stop() {
  is_stopped_ = true;
  if (sink_ != nullptr) sink_->drop_connections();
  bell_.ring();
}

void FactRunner::link_changed(LinkEvent event) {
  if (sink_ == nullptr) return;
  if (event == LinkEvent::Lost)
    sink_->drop_connections();
  else
    bell_.ring();
}

/// @returns how long to wait before the next look
awaitable<milliseconds> FactRunner::send_some() {
  const auto progress = co_await outbox_.fact_progress();
  if (!progress) {
    note("the event log cannot be read: " + progress.error().context);
    co_return kStoreTrouble;
  }
  if (progress->waiting == 0) co_return options_.idle_look;
  auto facts = co_await store_.facts(progress->position, batch_.size);
  if (!facts || facts->empty()) co_return kStoreTrouble;
  facts->resize(facts_that_fit(*facts, batch_, options_.limits));

  const auto last = facts->back().sequence;
  const auto sent = co_await sink_->send(*facts);
  if (is_stopped_) co_return milliseconds{0};
  if (!sent) {
    auto pending = settle_failure(progress->position, std::move(*facts), sent.error());
    co_return co_await std::move(pending);
  }
  batch_ = after_taken(batch_, options_.limits);
  note("");
  // A crash before this line sends the batch again; its ids are the same.
  const auto moved = co_await outbox_.advance_facts(progress->position, last);
  if (!moved) log::error("facts_not_advanced", {{"cause", moved.error().context}});
  co_return moved ? milliseconds{0} : kStoreTrouble;
}

awaitable<milliseconds> FactRunner::settle_failure(std::int64_t from, std::vector<Fact> facts,
                                                   Error error) {
  const UploadFailure failure{error.code, sink_->last_retry_after()};
  const auto step =
      after_failure(batch_, facts.size(), failure, options_.limits, timer_.random_number());
  batch_ = step.batch;
  if (std::holds_alternative<SendFewer>(step.decision)) co_return milliseconds{0};
  note(error.context);
  if (const auto* again = std::get_if<SendAgain>(&step.decision)) co_return again->delay;

  const auto delay = std::get<SetFactAside>(step.decision).delay;
  log::warn(
      "fact_set_aside",
      {{"fact", facts.front().id.str()}, {"type", facts.front().type}, {"cause", error.context}});
  const auto kept = co_await outbox_.set_fact_aside(from, facts.front(), error.context);
  if (!kept) log::error("fact_not_set_aside", {{"cause", kept.error().context}});
  co_return kept ? delay : kStoreTrouble;
}

awaitable<Result<int>> FactRunner::retry_set_aside() {
  if (sink_ == nullptr) co_return make_error(Errc::Conflict, "facts.url is not configured");
  auto waiting = co_await outbox_.facts_set_aside(kMostRetried);
  if (!waiting) co_return waiting.error();
  int taken = 0;
  for (auto& one : *waiting) {
    std::vector<Fact> single{std::move(one.fact)};
    const auto id = single.front().id;
    const auto sent = co_await sink_->send(std::move(single));
    if (!sent && sent.error().code == Errc::ServerRefused) continue;
    if (!sent) co_return sent.error();
    const auto settled = co_await outbox_.settle_fact(id);
    if (!settled) co_return settled.error();
    ++taken;
  }
  co_return taken;
}

awaitable<Result<FactsView>> FactRunner::view() {
  auto progress = co_await outbox_.fact_progress();
  if (!progress) co_return progress.error();
  co_return FactsView{sink_ != nullptr, std::move(*progress), trouble_, since_};
}

void FactRunner::note(const std::string& trouble) {
  const bool is_change = trouble.empty() != trouble_.empty();
  if (is_change) {
    since_ = timer_.utc_now();
    if (trouble.empty())
      log::note("facts_taken");
    else
      log::warn("facts_wait", {{"cause", trouble}});
  }
  trouble_ = trouble;
}

}  // namespace booth

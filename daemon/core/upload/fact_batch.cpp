#include "daemon/core/upload/fact_batch.hpp"

#include <algorithm>

namespace booth {
namespace {

constexpr std::size_t kEnvelopeBytes = 300;  // what a CloudEvent adds to its data

FactStep after_refusal(FactBatch batch, std::size_t sent, const FactBatchLimits& limits) {
  batch.failures_in_a_row = 0;
  if (sent > 1) {
    batch.size = static_cast<int>(sent / 2);
    return {batch, SendFewer{}};
  }
  ++batch.refused_in_a_row;
  const bool is_one_of_many = batch.refused_in_a_row >= limits.refused_to_rest;
  const auto delay = is_one_of_many ? limits.retry.refused_rest : std::chrono::milliseconds{0};
  return {batch, SetFactAside{delay}};
}

}  // namespace

std::size_t facts_that_fit(std::span<const Fact> facts, const FactBatch& batch,
                           const FactBatchLimits& limits) {
  std::size_t bytes = 0;
  std::size_t count = 0;
  for (const auto& fact : facts) {
    bytes += fact.data.size() + fact.subject.size() + kEnvelopeBytes;
    const bool is_full = bytes > limits.most_bytes || count >= static_cast<std::size_t>(batch.size);
    if (count > 0 && is_full) break;
    ++count;
  }
  return count;
}

FactBatch after_taken(FactBatch batch, const FactBatchLimits& limits) {
  batch.size = std::min(batch.size * 2, limits.most_facts);
  batch.refused_in_a_row = 0;
  batch.failures_in_a_row = 0;
  return batch;
}

FactStep after_failure(FactBatch batch, std::size_t sent, const UploadFailure& failure,
                       const FactBatchLimits& limits, std::uint32_t random) {
  if (failure.code == Errc::ServerRefused) return after_refusal(batch, sent, limits);

  ++batch.failures_in_a_row;
  // Nobody takes facts at this address: a person must look; asking more often changes nothing.
  if (failure.code == Errc::NotFound) return {batch, SendAgain{limits.retry.refused_rest}};
  const UploadHistory history{.in_a_row = batch.failures_in_a_row + 1};
  auto cause = failure;
  // Nobody probes this road for us, so a portal is waited out like any other dead line.
  if (is_network_fault(cause.code)) cause.code = Errc::NetworkDown;
  const auto decision = decide_after_failure(cause, history, limits.retry, random);
  auto delay = limits.retry.refused_rest;
  if (const auto* retry = std::get_if<RetryUpload>(&decision)) delay = retry->delay;
  if (const auto* rest = std::get_if<RestTarget>(&decision)) delay = rest->delay;
  return {batch, SendAgain{delay}};
}

}  // namespace booth

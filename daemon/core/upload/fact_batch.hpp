#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <variant>

#include "daemon/core/fact.hpp"
#include "daemon/core/upload/upload_retry.hpp"

namespace booth {

struct FactBatchLimits {
  int most_facts = 500;
  /// Before compression, which makes a tenth of it.
  std::size_t most_bytes = 256 * 1024;
  /// Single facts refused one after the other before the back end is blamed and rests: a wrong
  /// address must not set a season's facts aside.
  int refused_to_rest = 3;
  UploadRetryLimits retry;
};

/// How the facts go out. Pure value.
struct FactBatch {
  int size = 500;             ///< facts in the next batch, >= 1
  int refused_in_a_row = 0;   ///< single facts, since the back end last took one
  int failures_in_a_row = 0;  ///< of the road or the server
};

/// How many of `facts` make the next batch; at least one when there is any.
std::size_t facts_that_fit(std::span<const Fact> facts, const FactBatch& batch,
                           const FactBatchLimits& limits);

/// The back end took a batch: the next one may be twice as large.
FactBatch after_taken(FactBatch batch, const FactBatchLimits& limits);

/// Half of the batch at once: that is how the one that is refused is found.
struct SendFewer {};
/// This fact alone was refused: set it aside and go on with the next after `delay`.
struct SetFactAside {
  std::chrono::milliseconds delay{0};
};
struct SendAgain {
  std::chrono::milliseconds delay{0};
};
using FactDecision = std::variant<SendFewer, SetFactAside, SendAgain>;

struct FactStep {
  FactBatch batch;
  FactDecision decision;
};

/// Decides what happens after a batch of `sent` facts was not taken.
///
/// @param random  uniformly distributed 32 bits
FactStep after_failure(FactBatch batch, std::size_t sent, const UploadFailure& failure,
                       const FactBatchLimits& limits, std::uint32_t random);

}  // namespace booth

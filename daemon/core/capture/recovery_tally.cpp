#include "daemon/core/capture/recovery_tally.hpp"

namespace booth {

void RecoveryTally::begin(RecoveryRung rung, SteadyTime now) {
  end(now);
  current_ = rung;
  begun_ = now;
  ++counts_[static_cast<std::size_t>(rung)].tried;
}

void RecoveryTally::succeed(SteadyTime now) {
  if (current_) ++counts_[static_cast<std::size_t>(*current_)].helped;
  end(now);
}

void RecoveryTally::end(SteadyTime now) {
  if (current_)
    counts_[static_cast<std::size_t>(*current_)].spent +=
        std::chrono::duration_cast<std::chrono::milliseconds>(now - begun_);
  current_.reset();
}

std::vector<RungCount> RecoveryTally::counts() const {
  std::vector<RungCount> all(counts_.begin(), counts_.end());
  for (std::size_t i = 0; i < all.size(); ++i)
    all[i].rung = to_string(static_cast<RecoveryRung>(i));
  return all;
}

}  // namespace booth

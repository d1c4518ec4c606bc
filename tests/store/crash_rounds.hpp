#pragma once

namespace booth::testing {

enum class Death {
  Kill,      ///< SIGKILL: the kernel still writes everything
  PowerCut,  ///< SIGKILL, and everything that was not synced is lost
};

/// Starts the worker, kills it at a random instant, starts the store as the next boothd would, and
/// checks that every promise of all rounds so far is kept.
void kill_again_and_again(Death death, int rounds, unsigned seed);

}  // namespace booth::testing

#pragma once

namespace booth::testing {

/// Starts the worker, kills it at a random instant, starts the store as the next boothd would, and
/// checks that every promise of all rounds so far is kept.
void kill_again_and_again(int rounds, unsigned seed);

}  // namespace booth::testing

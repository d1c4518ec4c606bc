#pragma once

#include <functional>
#include <vector>

namespace booth::compose {

/// Runs all tasks, on this thread and one more, and returns when the last has ended. Two: the booth
/// PC has two cores, and each further photo in flight costs its memory.
///
/// The first exception is thrown again here after all tasks have ended.
void run_together(const std::vector<std::function<void()>>& tasks);

}  // namespace booth::compose

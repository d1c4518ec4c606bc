#pragma once

#include "daemon/core/ids.hpp"
#include "daemon/ports/timer.hpp"

namespace booth {

/// A fresh UUIDv7: `const auto id = new_id<PrintId>(timer);`
template <class AnyId>
AnyId new_id(Timer& timer) {
  return AnyId(uuid_v7(timer.utc_now(), timer.random_bytes()));
}

}  // namespace booth

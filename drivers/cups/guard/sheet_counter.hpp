#pragma once

#include <cstdint>
#include <optional>

#include "drivers/cups/guard/guard_journal.hpp"
#include "drivers/cups/guard/run_backend.hpp"

namespace booth::guard {

/// Compares the printer's own counter before and after a sheet. Begin before the backend does.
class SheetCounter {
 public:
  SheetCounter(const BackendCommand& command, Journal& journal);

  enum class Verdict {
    CannotTell,  ///< no counter, or one that has never moved with a sheet
    CameOut,
    StoodStill,
  };
  /// @param has_succeeded  the backend's word: a counter that is slow is given some seconds then
  Verdict look(bool has_succeeded);

 private:
  std::optional<std::int64_t> read() const;

  const BackendCommand& command_;
  Journal& journal_;
  std::optional<std::int64_t> before_;
};

}  // namespace booth::guard

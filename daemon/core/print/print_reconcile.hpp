#pragma once

#include <chrono>
#include <string>
#include <variant>

#include "daemon/core/print/print_evidence.hpp"

namespace booth {

/// The spooler or the printer is at work; `shown` is what the row should say meanwhile.
struct WaitForPrinter {
  PrintState shown;
  bool operator==(const WaitForPrinter&) const = default;
};
/// Nothing of it can have reached a printer: it goes back to the queue, and to any printer.
struct QueueAgain {
  bool operator==(const QueueAgain&) const = default;
};
/// As QueueAgain, but the spooler still holds a job of this name, which is cancelled first.
struct RecallJob {
  bool operator==(const RecallJob&) const = default;
};
struct MarkPrinted {
  PrintProof proof;
  bool operator==(const MarkPrinted&) const = default;
};
/// Certainly not printed, and trying again would not help: a person decides.
struct HoldPrint {
  std::string reason;
  bool operator==(const HoldPrint&) const = default;
};
/// May have come out, may not: a person looks.
struct DoubtPrint {
  std::string reason;
  bool operator==(const DoubtPrint&) const = default;
};

using PrintStep =
    std::variant<WaitForPrinter, QueueAgain, RecallJob, MarkPrinted, HoldPrint, DoubtPrint>;

struct ReconcileLimits {
  /// Submissions that came back without a sheet (aborted, or completed without ever reaching the
  /// printer).
  int max_attempts = 5;
  /// Submissions of a sheet that we took back ourselves, from printers in trouble.
  int max_recalls = 20;
};

/// Decides what becomes of a print that was handed to the spooler: after every look at the spooler,
/// and after a crash, a power cut, a lost answer. The one rule: a sheet whose data may have reached
/// a printer is never sent again.
///
/// @param evidence  `row` is Submitting, Spooled or Sending
PrintStep reconcile(const PrintEvidence& evidence, const ReconcileLimits& limits);

}  // namespace booth

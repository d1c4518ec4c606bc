#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "daemon/core/result.hpp"
#include "daemon/ports/printer.hpp"
#include "drivers/cups/cups_handles.hpp"
#include "drivers/cups/printer_profiles.hpp"
#include "drivers/cups/sheet_document.hpp"

namespace booth {

/// Where a queue is and how long we wait for cupsd.
struct CupsQueueAddress {
  std::string server;          ///< "/run/cups/cups.sock", "host:port"; empty = what libcups finds
  std::string queue;           ///< CUPS queue name
  std::string user = "booth";  ///< owner of the jobs; cupsd hides job names from other users
  std::chrono::milliseconds patience{3000};  ///< for one answer
};

/// What cupsd says about a queue at one moment.
struct QueueState {
  bool is_paused = false;
  bool is_processing = false;
  bool accepts_jobs = true;
  std::vector<std::string> reasons;
  std::string message;
  std::vector<int> marker_levels;  ///< percent; -1 unknown
  std::string marker_message;
  std::vector<std::string> marker_names;
  std::string device_uri;
};

/// IPP requests to one queue. Every call blocks, bounded by `patience` per answer; a connection
/// that has failed once is dropped and never used again.
/// @thread  one and the same for all calls (libcups keeps its error text per thread)
class CupsQueue {
 public:
  explicit CupsQueue(CupsQueueAddress address) : address_(std::move(address)) {}

  /// Creates a job and sends its only document.
  /// @returns the job number; anything but JobRejected, NotFound, AuthRefused means that a job may
  /// exist
  Result<int> submit(const PrintId& print, const PrinterProfile& profile, const PageSizeRow& row,
                     const SheetDocument& document);

  /// @param which  "all" or "not-completed"
  Result<std::vector<SpoolJob>> jobs(const char* which);

  Result<QueueState> state();
  Result<void> cancel(int job_number);
  /// A held job may be tried again.
  Result<void> release(int job_number);
  Result<void> resume();

  /// Has the driver ask the printer what is left in it. The job has no print's name and prints
  /// nothing.
  Result<void> report_levels();

 private:
  Result<void> connect();
  IppHandle request(ipp_op_t operation) const;
  Result<IppHandle> ask(IppHandle request, const char* resource, const char* what);
  Result<int> create_job(const PrintId& print, const PrinterProfile& profile,
                         const PageSizeRow& row);
  Result<void> send_document(int job_number, const SheetDocument& document);
  Result<int> create_command_job();
  Error failed(const char* what);

  CupsQueueAddress address_;
  HttpHandle http_;
};

}  // namespace booth

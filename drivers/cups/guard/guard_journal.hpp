#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "daemon/core/result.hpp"

namespace booth::guard {

/// What the journal says about one print, newest line last.
enum class Entry {
  None,     ///< no file: the backend was never started
  Started,  ///< "start" is the last line: data may have gone to the printer
  Refused,  ///< the backend ended and said itself that nothing was printed; it may run again
  Done,     ///< the backend ended with success
};

/// One small text file per print, named after the print id: lines "start ...", "refused ...", "done
/// ...". Every line is on the disk (fsync of file and folder) before the call returns, so that the
/// order "written, then printed" also holds when the power fails.
/// @thread  any; the file of one print is only written by the guard that holds the device's lock
class Journal {
 public:
  explicit Journal(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// @param print  a UUID; anything else is BadInput, because it becomes a file name
  /// @returns Io when the folder or file cannot be read
  Result<Entry> read(std::string_view print) const;

  /// @param note  one line for a person: time, spool job, backend
  /// @returns Io or DiskFull; then the backend must not be started
  Result<void> write(std::string_view print, Entry entry, std::string_view note);

  /// File to lock while a backend talks to the device.
  std::filesystem::path lock_file(std::string_view device_uri) const;

  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

}  // namespace booth::guard

#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "daemon/core/result.hpp"

namespace booth::guard {

/// What the journal says about one print, newest line last.
enum class Entry {
  None,     ///< the backend was never started
  AtWork,   ///< a guard or its backend is alive and works on it
  Started,  ///< "start" is the last line and nobody is at work: data may have gone to the printer
  Refused,  ///< the backend ended and said itself that nothing was printed; it may run again
  Done,     ///< the backend ended with success
  Counted,  ///< the printer's own counter went up while the backend was at work
  NotCounted,  ///< the backend ended with success, the counter of a printer that counts stood still
};

/// Holds a locked file for as long as the process and everything that inherits it lives.
class FileLock {
 public:
  explicit FileLock(int fd) : fd_(fd) {}
  ~FileLock();
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;

 private:
  int fd_;
};

/// One small text file per print, named after the print id: lines "start ...", "refused ...", "done
/// ...". Every line is on the disk (fsync of file and folder) before the call returns, so that the
/// order "written, then printed" also holds when the power fails.
///
/// A guard keeps its record locked, and its backend inherits the lock: a record that is not locked
/// is final.
/// @thread  any; a record is only written by the guard that has claimed it
class Journal {
 public:
  explicit Journal(std::filesystem::path folder) : folder_(std::move(folder)) {}

  /// @param print  a UUID; anything else is BadInput, because it becomes a file name
  /// @returns Io when the folder or file cannot be read
  Result<Entry> read(std::string_view print) const;

  /// Locks the record of a print for writing. Children inherit the lock.
  ///
  /// @param is_stopped  asked every 100 ms while somebody else has it
  /// @returns Busy when stopped, Io when there is no journal
  Result<FileLock> claim(std::string_view print, const std::function<bool()>& is_stopped);

  /// The same for a device: only one backend may talk to it.
  Result<FileLock> claim_device(std::string_view device_uri,
                                const std::function<bool()>& is_stopped);

  /// Whether this printer's counter has ever gone up with a sheet: only then does it mean something
  /// that it stands still.
  bool is_counting(std::string_view device_uri) const;
  Result<void> note_counting(std::string_view device_uri);

  /// For the one who has claimed the record: what the last life left in it. Never AtWork.
  Result<Entry> read_claimed(std::string_view print) const;

  /// @param note  one line for a person: time, spool job, backend
  /// @returns Io or DiskFull; then the backend must not be started
  Result<void> write(std::string_view print, Entry entry, std::string_view note);

  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

}  // namespace booth::guard

#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "daemon/core/result.hpp"
#include "drivers/cups/guard/printer_stream.hpp"

namespace booth::guard {

/// The printer data of one job, whole before the printer sees its first byte. Dye-sub backends read
/// everything before they print, so this costs no time; and a job that a dying filter has cut short
/// never reaches the printer.
class SpooledInput {
 public:
  /// Reads `fd` to its end into memory (a sheet is 7 to 25 MB).
  static Result<SpooledInput> read_all(int fd);
  /// Opens the file that cupsd names for jobs without filters.
  static Result<SpooledInput> open_file(const std::string& path);

  ~SpooledInput();
  SpooledInput(SpooledInput&& other) noexcept;
  SpooledInput& operator=(SpooledInput&&) = delete;

  /// Positioned at the first byte.
  int fd() const { return fd_; }
  std::uint64_t size_bytes() const { return size_; }
  Completeness check() const;

  /// Copies the data to `target`, for people who want to see what the printer got.
  Result<void> keep_as(const std::filesystem::path& target) const;

 private:
  SpooledInput(int fd, std::uint64_t size) : fd_(fd), size_(size) {}

  int fd_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace booth::guard

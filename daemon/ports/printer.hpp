#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/core/print/print_evidence.hpp"
#include "daemon/core/print/print_job.hpp"
#include "daemon/core/print/printer_condition.hpp"
#include "daemon/core/result.hpp"

namespace booth {

/// Pixels as the printer gets them: 8-bit R, G, B, row after row without padding, rows = height,
/// origin top left.
struct RgbImage {
  PixelSize size;
  Bytes rgb;  ///< size.width * size.height * 3
};

struct SheetToPrint {
  PrintId print;       ///< becomes the job name
  std::string medium;  ///< "4x6"
  RgbImage image;      ///< portrait, exactly PrintFormat pixels
  /// The same picture as a JPEG file in sRGB, for printers that take one; empty = there is none.
  std::string jpeg_path = {};
};

/// A job in the spooler, found by its name (our print id), never by its number alone.
struct SpoolJob {
  using State = SpoolState;
  PrintId print;
  int number = 0;
  State state = State::Pending;
  std::string message;
  AtPrinter at_printer = AtPrinter::NotAsked;  ///< once it has ended, at printers that keep jobs
};

/// What is loaded, as the printer tells it.
struct LoadedMedium {
  std::string name;  ///< its own words: "6x8 (A5)"
  /// What can be printed on it, in our words; nullopt when we do not know this name.
  std::optional<std::vector<std::string>> prints;
};

struct PrinterReport {
  PrinterCondition condition = PrinterCondition::Unknown;
  std::string message;  ///< the printer's own words, for the technician
  bool is_queue_paused = false;
  std::vector<SpoolJob> active_jobs;           ///< ours, not completed
  std::optional<int> media_remaining;          ///< sheets
  std::optional<std::int64_t> lifetime_count;  ///< the printer's own counter, where it has one
  std::optional<int> media_percent;            ///< where it gives no number of sheets
  std::optional<LoadedMedium> loaded;
};

/// One CUPS queue in front of one printer. Every call is bounded in time by the adapter.
class Printer {
 public:
  virtual ~Printer() = default;

  virtual const std::string& name() const = 0;

  /// @returns Unsupported when this printer cannot print the medium. Pure table look-up.
  virtual Result<PrintFormat> format_for(const std::string& medium) const = 0;

  /// Path of an ICC profile of this printer and its paper; empty: the driver expects sRGB.
  virtual std::string icc_profile() const { return {}; }

  /// Hands one sheet to the spooler. A TimedOut or PrinterUnreachable answer means: outcome
  /// unknown, ask `find_job`.
  /// @returns the spooler's job number; JobRejected, WrongMedia when it will never be taken
  virtual boost::asio::awaitable<Result<int>> submit(SheetToPrint sheet) = 0;

  /// @returns the newest job with this name, finished ones included; nullopt when the spooler has
  /// none
  virtual boost::asio::awaitable<Result<std::optional<SpoolJob>>> find_job(PrintId print) = 0;

  virtual boost::asio::awaitable<Result<GuardRecord>> guard_record(PrintId print) = 0;

  virtual boost::asio::awaitable<Result<PrinterReport>> report() = 0;

  /// Best proof this printer can give for a job that has completed. What people are told; each
  /// print carries its own.
  virtual PrintProof best_proof() const = 0;

  /// How many sheets may be on their way to it at once: 2 where it takes the next one into its
  /// memory while it prints.
  virtual int sheets_at_once() const = 0;

  /// Asks the idle printer what is left in it; `report` knows afterwards. Prints nothing.
  virtual boost::asio::awaitable<Result<void>> refresh_levels() = 0;

  virtual boost::asio::awaitable<Result<void>> cancel(PrintId print) = 0;
  virtual boost::asio::awaitable<Result<void>> resume_queue() = 0;
};

}  // namespace booth

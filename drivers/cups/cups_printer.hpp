#pragma once

#include <optional>
#include <string>

#include "daemon/ports/printer.hpp"
#include "daemon/runtime/run_blocking.hpp"
#include "drivers/cups/cups_queue.hpp"
#include "drivers/cups/guard/guard_journal.hpp"
#include "drivers/cups/ipp_device.hpp"
#include "drivers/cups/printer_profiles.hpp"

namespace booth {

struct CupsPrinterOptions {
  std::string name;     ///< what people call it: "dnp"
  std::string profile;  ///< key of the shipped table: "dnp-ds620", "driverless"
  CupsQueueAddress address;
  std::string icc_profile;    ///< of this printer and its paper; empty = the driver expects sRGB
  std::string guard_journal;  ///< folder that booth-guard writes to; empty = the queue has no guard
};

/// A CUPS queue as the Printer port. One thread of its own; a hung cupsd delays nobody else.
class CupsPrinter final : public Printer {
 public:
  /// @throws std::invalid_argument with a sentence when the profile is not one of the table
  explicit CupsPrinter(CupsPrinterOptions options);

  const std::string& name() const override { return options_.name; }
  Result<PrintFormat> format_for(const std::string& medium) const override;
  std::string icc_profile() const override { return options_.icc_profile; }
  boost::asio::awaitable<Result<int>> submit(SheetToPrint sheet) override;
  boost::asio::awaitable<Result<std::optional<SpoolJob>>> find_job(PrintId print) override;
  boost::asio::awaitable<Result<GuardRecord>> guard_record(PrintId print) override;
  boost::asio::awaitable<Result<PrinterReport>> report() override;
  PrintProof best_proof() const override;
  int sheets_at_once() const override;
  boost::asio::awaitable<Result<void>> refresh_levels() override;
  boost::asio::awaitable<Result<void>> cancel(PrintId print) override;
  boost::asio::awaitable<Result<void>> resume_queue() override;

 private:
  Result<int> submit_now(const SheetToPrint& sheet);
  Result<std::optional<SpoolJob>> find_job_now(const PrintId& print);
  Result<GuardRecord> guard_record_now(const PrintId& print) const;
  Result<PrinterReport> report_now();
  Result<void> cancel_now(const PrintId& print);
  Result<void> resume_now();
  Result<void> refresh_levels_now();
  /// The printer behind a driverless queue. Its address is the queue's device URI.
  std::optional<IppDevice> device();
  bool takes_jpeg();

  CupsPrinterOptions options_;
  const PrinterProfile& profile_;
  guard::Journal journal_;
  CupsQueue queue_;  // touched on thread_ only
  std::optional<IppDevice::State> device_state_;
  std::string device_uri_;
  std::optional<bool> takes_jpeg_;  ///< once the printer has said so
  BlockingThread thread_;           // last: ends before what it uses
};

}  // namespace booth

#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/app/run_print_queue.hpp"
#include "daemon/compose/opencv_sheet_renderer.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "drivers/cups/cups_printer.hpp"
#include "drivers/demo/rig/private_cups.hpp"
#include "drivers/demo/rig/temp_folder.hpp"

namespace booth::bench {

/// A booth that only prints: the real queue runner, store, renderer and CUPS adapter, a private
/// cupsd and a simulated printer behind the guard, which takes a sheet as fast as it comes.
class PrintingDesk {
 public:
  PrintingDesk();

  /// One sheet after the other. @returns milliseconds from the row of each print to the start of
  /// the printer's driver, which cupsd starts when it calls the job "processing"
  std::vector<double> sheets_to_driver_ms(int sheets);

  /// Parts of one core.
  struct Load {
    double daemon = 0;
    double cupsd = 0;
  };
  /// What watching costs while nothing is printed.
  Load idle_load(std::chrono::milliseconds period);
  /// And while a sheet is on its way all the time.
  Load busy_load(std::chrono::milliseconds period);

  /// What years of use leave behind: copies of a printed row, and of one that waits for a printer
  /// which is switched off.
  void fill_queue(int printed, int waiting);

 private:
  template <class Work>
  void run(Work work);
  std::unique_ptr<SqliteStore> open_store();
  SheetId add_sheet(PixelSize size);
  PrintJob print_of(const SheetId& sheet);
  std::filesystem::path device() const { return cups_.scratch() / "raw"; }
  boost::asio::awaitable<double> sheet_to_driver_ms(PrintQueueRunner& runner);
  boost::asio::awaitable<Load> load(std::chrono::milliseconds period);

  demo::TempFolder folder_;
  demo::PrivateCups cups_;
  SystemTimer timer_;
  OpenCvSheetRenderer renderer_;
  std::unique_ptr<SqliteStore> store_;
  std::unique_ptr<CupsPrinter> printer_;
  std::unique_ptr<CupsPrinter> switched_off_;
  SheetId sheet_;
  SheetId sheet_elsewhere_;  ///< of a size that only the printer which is switched off can print
};

}  // namespace booth::bench

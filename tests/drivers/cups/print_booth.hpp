#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "daemon/core/print/print_job.hpp"
#include "drivers/demo/rig/ipp_printer.hpp"
#include "drivers/demo/rig/private_cups.hpp"
#include "drivers/demo/rig/temp_folder.hpp"

namespace booth {

/// A booth that only prints, as three things that can be killed apart: cupsd, the printing daemon,
/// and simulated printers whose paper is counted.
class PrintBooth {
 public:
  /// @param queues      one simulated printer each
  /// @param directives  of cupsd, instead of the rig's
  explicit PrintBooth(std::vector<std::string> queues,
                      const std::map<std::string, std::string>& directives = {});

  demo::PrivateCups& cups() { return cups_; }

  /// Puts a driverless printer behind the queue, with its guard, instead of the simulated one. All
  /// printers of a booth are of one kind.
  demo::IppPrinter& plug_in_ipp_printer(const std::string& queue);

  std::filesystem::path device_of(const std::string& queue) const { return device(queue); }

  /// Faults to come, see simulated_backend.cpp.
  void set_script(const std::string& queue, const std::string& lines);
  /// What the printer says until `clear_state`: "4 Cover Open".
  void set_state(const std::string& queue, const std::string& line);
  void clear_state(const std::string& queue);
  /// Ends the waiting of "waits-below".
  void refill(const std::string& queue);

  /// From the next start of the daemon on, printers get as many sheets as their model takes.
  void use_both_buffers() { has_two_buffers_ = true; }

  /// Asks for sheets; the daemon must not be running.
  std::vector<PrintId> ask(int sheets);

  /// @param die_at  see print_daemon.cpp; 0 = never
  demo::ChildProcess start_daemon(int die_at = 0);

  /// Runs the daemon until every print is settled. @returns its log when it did not get there, else
  /// empty
  std::string run_to_the_end(std::chrono::milliseconds patience = std::chrono::seconds(60));

  /// Sends a signal to every guard ("booth-guard:") or printer driver ("boothsim:", "ipp:") of this
  /// rig.
  void kill_backends(const std::string& scheme, int signal);

  /// All prints as the table has them; the daemon must not be running.
  std::vector<PrintJob> rows();

  int sheets_of(const PrintId& print) const;
  int sheets_in_all() const;
  bool have_backends_overlapped() const;
  std::string daemon_log() const;

  /// The promise: nothing is open, nothing printed twice, and what the table says is what the paper
  /// says.
  /// @returns a sentence for every broken part, empty when it is kept
  std::string broken_promises();

 private:
  bool is_driverless() const { return !ipp_printers_.empty(); }
  std::filesystem::path device(const std::string& queue) const { return cups_.scratch() / queue; }

  demo::TempFolder folder_;
  demo::PrivateCups cups_;
  std::vector<std::string> queues_;
  struct IppRig {
    demo::TempFolder folder;
    demo::IppPrinter printer;
  };
  std::map<std::string, IppRig> ipp_printers_;  ///< by queue
  bool has_two_buffers_ = false;
};

}  // namespace booth

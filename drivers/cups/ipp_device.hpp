#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "daemon/core/print/print_evidence.hpp"
#include "daemon/core/result.hpp"
#include "drivers/cups/cups_handles.hpp"

namespace booth {

/// Where an IPP printer is, from a queue's device URI: "ipp://printer.local:631/ipp/print", guarded
/// or not.
struct IppAddress {
  std::string host;
  int port = 631;
  bool is_encrypted = false;
  std::string resource;  ///< "/ipp/print"
  std::string uri;       ///< what requests name
};

/// @returns nullopt for devices that do not speak IPP, or only by a name that has to be looked up
std::optional<IppAddress> ipp_address(const std::string& device_uri);

/// What the printer itself says, past the spooler, which only knows what its backend last heard.
/// Every call blocks, bounded by `patience`.
/// @thread  one and the same for all calls
class IppDevice {
 public:
  IppDevice(IppAddress address, std::chrono::milliseconds patience)
      : address_(std::move(address)), patience_(patience) {}

  /// @param job_name  the newest job of this name counts
  /// @returns Silent when the printer does not answer, never NotAsked
  AtPrinter job(const std::string& job_name);

  struct State {
    std::vector<std::string> media_ready;  ///< PWG names of what is loaded: "na_index-4x6_4x6in"
    std::vector<int> marker_levels;        ///< percent; -1 unknown
    std::vector<std::string> formats;      ///< MIME types of the documents that it takes
  };
  Result<State> state();

 private:
  Result<IppHandle> ask(IppHandle request, const char* what);
  IppHandle request(ipp_op_t operation) const;

  IppAddress address_;
  std::chrono::milliseconds patience_;
};

}  // namespace booth

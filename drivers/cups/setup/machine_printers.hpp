#pragma once

#include <string>
#include <vector>

#include "daemon/core/result.hpp"

namespace booth::setup {

struct Queue {
  std::string name;
  std::string device;  ///< URI, with or without the guard in front
  bool operator==(const Queue&) const = default;
};

/// `lpstat -v`, one queue per line: "device for dnp: usb://...".
std::vector<Queue> read_queues(const std::string& lpstat);

/// URIs in what a backend says when it is asked for devices: `direct gutenprint53+usb://dnp-ds620/1
/// ...`.
std::vector<std::string> read_devices(const std::string& listed);

/// The model in the URI of a Gutenprint device or of the guard in front of it: "dnp-ds620";
/// "driverless" for IPP printers; empty for anything else.
std::string profile_in(const std::string& device);

/// The device behind the guard, or the device itself.
std::string bare(const std::string& device);

/// A name for a new queue: the model, and the end of the serial number when `taken` has it already.
std::string name_for(const std::string& device, const std::vector<Queue>& taken);

}  // namespace booth::setup

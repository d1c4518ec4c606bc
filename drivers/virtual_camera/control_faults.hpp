#pragma once

#include <boost/json/object.hpp>

#include "drivers/virtual_camera/faults.hpp"

namespace booth::virtual_camera {

/// Switches on the fault that `command` names.
/// @throws std::invalid_argument with a sentence when the name or a number makes no sense
void set_fault(Faults& faults, const boost::json::object& command, SteadyTime now);

/// Names that `set_fault` knows, for the error text and for the test that tries them all.
std::vector<std::string_view> fault_names();

/// A whole number of a command, or `otherwise` when the command does not say.
/// Codes may be written as text, "0x9203".
std::int64_t number_or(const boost::json::object& command, std::string_view name,
                       std::int64_t otherwise);

}  // namespace booth::virtual_camera

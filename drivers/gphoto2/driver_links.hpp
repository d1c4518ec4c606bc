#pragma once

#include <string>

namespace booth {

/// Makes libgphoto2 load the two or three drivers that a booth needs instead of all sixty, which is
/// most of the time that a new worker takes to its first picture. `folder` gets links to them; what
/// it holds already is kept when it is right, so a daemon's workers share it.
///
/// Without effect when somebody chose drivers by CAMLIBS or IOLIBS, or when the links cannot be
/// made: all drivers work as well, only later.
void use_few_drivers(const std::string& folder);

/// Back to all drivers, for a camera that needs another one. @returns false when all are used
/// already
bool use_all_drivers();

}  // namespace booth

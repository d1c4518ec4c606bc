#pragma once

#include <string>

#include <cups/cups.h>

#include "daemon/core/error.hpp"

namespace booth {

/// Translates the answer to an IPP request. Everything that does not come from cupsd itself (no
/// connection, reset, no answer in time) means: the outcome is unknown.
///
/// @param what  "printer dnp: cannot submit"
Error to_error(ipp_status_t status, const std::string& what);

/// For httpSetTimeout: nobody waits for a second patience.
int give_up_on_timeout(http_t* connection, void* nothing);

}  // namespace booth

#include "drivers/cups/cups_error.hpp"

namespace booth {
namespace {

Errc code_of(ipp_status_t status) {
  switch (status) {
    case IPP_STATUS_ERROR_NOT_FOUND:
      return Errc::NotFound;
    case IPP_STATUS_ERROR_NOT_POSSIBLE:
      return Errc::Conflict;
    case IPP_STATUS_ERROR_TIMEOUT:
      return Errc::TimedOut;
    case IPP_STATUS_ERROR_BUSY:
    case IPP_STATUS_ERROR_TOO_MANY_JOBS:
    case IPP_STATUS_ERROR_NOT_ACCEPTING_JOBS:
      return Errc::Busy;
    case IPP_STATUS_ERROR_NOT_AUTHORIZED:
    case IPP_STATUS_ERROR_NOT_AUTHENTICATED:
    case IPP_STATUS_ERROR_FORBIDDEN:
      return Errc::AuthRefused;
    case IPP_STATUS_ERROR_BAD_REQUEST:
    case IPP_STATUS_ERROR_DOCUMENT_FORMAT_NOT_SUPPORTED:
    case IPP_STATUS_ERROR_DOCUMENT_FORMAT_ERROR:
    case IPP_STATUS_ERROR_ATTRIBUTES_OR_VALUES:
      return Errc::JobRejected;
    default:
      return Errc::PrinterUnreachable;
  }
}

}  // namespace

Error to_error(ipp_status_t status, const std::string& what) {
  const char* const text = cupsLastErrorString();
  return make_error(code_of(status),
                    what + ": " + (text != nullptr ? text : ippErrorString(status)));
}

int give_up_on_timeout(http_t*, void*) {
  return 0;
}

}  // namespace booth

#include "drivers/cups/ipp_device.hpp"

#include <array>

#include "drivers/cups/cups_error.hpp"
#include "drivers/cups/guard/device_uri.hpp"
#include "drivers/cups/ipp_reading.hpp"

namespace booth {
namespace {

AtPrinter meaning_of(SpoolState state) {
  switch (state) {
    case SpoolState::Completed:
      return AtPrinter::Completed;
    case SpoolState::Cancelled:
    case SpoolState::Aborted:
      return AtPrinter::GivenUp;
    case SpoolState::Incoming:
    case SpoolState::Held:
    case SpoolState::Pending:
    case SpoolState::Processing:
    case SpoolState::Stopped:
      break;
  }
  return AtPrinter::AtWork;
}

}  // namespace

std::optional<IppAddress> ipp_address(const std::string& device_uri) {
  auto uri = device_uri;
  if (const auto guarded = guard::unwrap(uri)) uri = guarded->uri;
  std::array<char, 16> scheme{};
  std::array<char, 256> user{};
  std::array<char, 256> host{};
  std::array<char, 1024> resource{};
  int port = 0;
  const auto status = httpSeparateURI(
      HTTP_URI_CODING_ALL, uri.c_str(), scheme.data(), static_cast<int>(scheme.size()), user.data(),
      static_cast<int>(user.size()), host.data(), static_cast<int>(host.size()), &port,
      resource.data(), static_cast<int>(resource.size()));
  const std::string spoken = scheme.data();
  if (status < HTTP_URI_STATUS_OK || (spoken != "ipp" && spoken != "ipps")) return std::nullopt;
  IppAddress address{.host = host.data(),
                     .port = port > 0 ? port : ippPort(),
                     .is_encrypted = spoken == "ipps",
                     .resource = resource.data(),
                     .uri = uri};
  // Options for the backend ("?waitjob=false") are not the printer's.
  address.resource = address.resource.substr(0, address.resource.find('?'));
  address.uri = address.uri.substr(0, address.uri.find('?'));
  return address;
}

IppHandle IppDevice::request(ipp_op_t operation) const {
  IppHandle message(ippNewRequest(operation));
  ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr,
               address_.uri.c_str());
  ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr,
               "booth");
  return message;
}

/// A connection of its own each time: printers drop idle ones, and this is asked once per sheet.
Result<IppHandle> IppDevice::ask(IppHandle request, const char* what) {
  int is_cancelled = 0;
  const HttpHandle http(
      httpConnect2(address_.host.c_str(), address_.port, nullptr, AF_UNSPEC,
                   address_.is_encrypted ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_IF_REQUESTED, 1,
                   static_cast<int>(patience_.count()), &is_cancelled));
  if (!http)
    return make_error(Errc::PrinterUnreachable, "the printer does not answer at " + address_.uri);
  httpSetTimeout(http.get(), std::chrono::duration<double>(patience_).count(), give_up_on_timeout,
                 nullptr);
  IppHandle answer(cupsDoRequest(http.get(), request.release(), address_.resource.c_str()));
  if (!answer || cupsLastError() > IPP_STATUS_OK_EVENTS_COMPLETE)
    return to_error(cupsLastError(), address_.uri + ": " + what);
  return answer;
}

AtPrinter IppDevice::job(const std::string& job_name) {
  std::optional<SpoolJob> newest;
  for (const auto* const which : {"not-completed", "completed"}) {
    auto message = request(IPP_OP_GET_JOBS);
    ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", nullptr, which);
    constexpr std::array wanted{"job-id", "job-name", "job-state", "job-state-reasons"};
    ippAddStrings(message.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                  static_cast<int>(wanted.size()), nullptr, wanted.data());
    const auto answer = ask(std::move(message), "cannot list the printer's jobs");
    if (!answer) return AtPrinter::Silent;
    for (auto& found : read_jobs(answer->get()))
      if (found.print.str() == job_name && (!newest || found.number > newest->number))
        newest = std::move(found);
  }
  return newest ? meaning_of(newest->state) : AtPrinter::Forgotten;
}

Result<IppDevice::State> IppDevice::state() {
  auto message = request(IPP_OP_GET_PRINTER_ATTRIBUTES);
  constexpr std::array wanted{"media-ready", "marker-levels", "document-format-supported"};
  ippAddStrings(message.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                static_cast<int>(wanted.size()), nullptr, wanted.data());
  const auto answer = ask(std::move(message), "cannot read the printer's state");
  if (!answer) return answer.error();
  return State{.media_ready = read_texts(answer->get(), "media-ready"),
               .marker_levels = read_integers(answer->get(), "marker-levels"),
               .formats = read_texts(answer->get(), "document-format-supported")};
}

}  // namespace booth

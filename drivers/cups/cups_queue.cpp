#include "drivers/cups/cups_queue.hpp"

#include <cstring>
#include <string_view>

#include "drivers/cups/cups_error.hpp"
#include "drivers/cups/ipp_reading.hpp"

namespace booth {
namespace {

constexpr const char* kJobsResource = "/jobs/";
constexpr std::string_view kReportLevels = "#CUPS-COMMAND\nReportLevels\n";
constexpr int kCommandSeconds = 60;

void add_options(CupsOptions& options, const PrinterProfile& profile, const PageSizeRow& row) {
  const bool is_driverless = profile.delivery == PageDelivery::Driverless;
  options.add(is_driverless ? "media" : "PageSize", std::string(row.page_size).c_str());
  for (const auto& option : profile.options)
    options.add(std::string(option.name).c_str(), std::string(option.value).c_str());
}

}  // namespace

Error CupsQueue::failed(const char* what) {
  auto error = to_error(cupsLastError(), "queue " + address_.queue + ": " + what);
  // A connection that has seen trouble may still hold half an answer.
  http_.reset();
  return error;
}

Result<void> CupsQueue::connect() {
  if (http_) return {};
  const auto host = address_.server.empty() ? std::string(cupsServer()) : address_.server;
  const auto colon = host.starts_with('/') ? std::string::npos : host.rfind(':');
  const int port = colon == std::string::npos ? ippPort() : std::atoi(host.c_str() + colon + 1);
  int is_cancelled = 0;
  http_.reset(httpConnect2(host.substr(0, colon).c_str(), port, nullptr, AF_UNSPEC,
                           HTTP_ENCRYPTION_IF_REQUESTED, 1,
                           static_cast<int>(address_.patience.count()), &is_cancelled));
  if (!http_)
    return make_error(Errc::PrinterUnreachable,
                      "queue " + address_.queue + ": cupsd does not answer at " + host);
  // Without this a stopped cupsd keeps a request waiting for a minute.
  const auto seconds = std::chrono::duration<double>(address_.patience).count();
  httpSetTimeout(http_.get(), seconds, give_up_on_timeout, nullptr);
  return {};
}

IppHandle CupsQueue::request(ipp_op_t operation) const {
  IppHandle message(ippNewRequest(operation));
  const auto uri = "ipp://localhost/printers/" + address_.queue;
  ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr, uri.c_str());
  ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr,
               address_.user.c_str());
  return message;
}

Result<IppHandle> CupsQueue::ask(IppHandle request, const char* resource, const char* what) {
  const auto connected = connect();
  if (!connected) return connected.error();
  IppHandle answer(cupsDoRequest(http_.get(), request.release(), resource));
  if (!answer || cupsLastError() > IPP_STATUS_OK_EVENTS_COMPLETE) return failed(what);
  return answer;
}

Result<int> CupsQueue::create_job(const PrintId& print, const PrinterProfile& profile,
                                  const PageSizeRow& row) {
  auto message = request(IPP_OP_CREATE_JOB);
  ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr,
               print.str().c_str());
  CupsOptions options;
  add_options(options, profile, row);
  cupsEncodeOptions2(message.get(), options.count(), options.get(), IPP_TAG_JOB);
  const auto resource = "/printers/" + address_.queue;
  auto answer = ask(std::move(message), resource.c_str(), "cannot create a job");
  if (!answer) return answer.error();
  const int number = read_integer(answer->get(), "job-id").value_or(0);
  if (number <= 0)
    return make_error(Errc::PrinterUnreachable, "cupsd created a job without a number");
  return number;
}

Result<void> CupsQueue::send_document(int job_number, const SheetDocument& document) {
  auto message = request(IPP_OP_SEND_DOCUMENT);
  ippAddInteger(message.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job_number);
  ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
               document.format);
  ippAddBoolean(message.get(), IPP_TAG_OPERATION, "last-document", 1);

  const auto resource = "/printers/" + address_.queue;
  const auto status =
      cupsSendRequest(http_.get(), message.get(), resource.c_str(), CUPS_LENGTH_VARIABLE);
  if (status != HTTP_STATUS_CONTINUE) return failed("cannot send the sheet");
  const DocumentSink sink = [this](const char* bytes, std::size_t size) {
    return cupsWriteRequestData(http_.get(), bytes, size) == HTTP_STATUS_CONTINUE;
  };
  const auto written = document.write(sink);
  if (!written) return failed("cannot send the sheet");
  const IppHandle answer(cupsGetResponse(http_.get(), resource.c_str()));
  if (!answer || cupsLastError() > IPP_STATUS_OK_EVENTS_COMPLETE)
    return failed("cannot send the sheet");
  return {};
}

Result<int> CupsQueue::submit(const PrintId& print, const PrinterProfile& profile,
                              const PageSizeRow& row, const SheetDocument& document) {
  auto number = create_job(print, profile, row);
  if (!number) return number.error();
  const auto sent = send_document(*number, document);
  if (sent) return number;
  // The job exists without its document. Whoever asks find_job sees it as Incoming and cancels it.
  if (sent.error().code == Errc::JobRejected && cancel(*number)) return sent.error();
  return make_error(Errc::PrinterUnreachable, sent.error().context);
}

Result<std::vector<SpoolJob>> CupsQueue::jobs(const char* which) {
  auto message = request(IPP_OP_GET_JOBS);
  ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "which-jobs", nullptr, which);
  ippAddBoolean(message.get(), IPP_TAG_OPERATION, "my-jobs", 1);
  static const char* const wanted[] = {
      "job-id",    "job-name",          "job-printer-state-message",
      "job-state", "job-state-reasons", "number-of-documents"};
  ippAddStrings(message.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                static_cast<int>(std::size(wanted)), nullptr, wanted);
  auto answer = ask(std::move(message), kJobsResource, "cannot list the jobs");
  if (!answer) return answer.error();
  return read_jobs(answer->get());
}

Result<QueueState> CupsQueue::state() {
  auto message = request(IPP_OP_GET_PRINTER_ATTRIBUTES);
  static const char* const wanted[] = {"printer-state",         "printer-state-reasons",
                                       "printer-state-message", "printer-is-accepting-jobs",
                                       "marker-levels",         "marker-message",
                                       "marker-names",          "device-uri"};
  ippAddStrings(message.get(), IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
                static_cast<int>(std::size(wanted)), nullptr, wanted);
  auto answer = ask(std::move(message), "/", "cannot read the printer's state");
  if (!answer) return answer.error();
  ipp_t* const ipp = answer->get();

  QueueState state;
  const int printer_state = read_integer(ipp, "printer-state").value_or(IPP_PSTATE_IDLE);
  state.is_paused = printer_state == IPP_PSTATE_STOPPED;
  state.is_processing = printer_state == IPP_PSTATE_PROCESSING;
  state.accepts_jobs = read_boolean(ipp, "printer-is-accepting-jobs").value_or(true);
  state.reasons = read_texts(ipp, "printer-state-reasons");
  state.message = read_text(ipp, "printer-state-message");
  state.marker_levels = read_integers(ipp, "marker-levels");
  state.marker_message = read_text(ipp, "marker-message");
  state.marker_names = read_texts(ipp, "marker-names");
  state.device_uri = read_text(ipp, "device-uri");
  return state;
}

Result<void> CupsQueue::cancel(int job_number) {
  auto message = request(IPP_OP_CANCEL_JOB);
  ippAddInteger(message.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job_number);
  auto answer = ask(std::move(message), kJobsResource, "cannot cancel the job");
  if (!answer) return answer.error();
  return {};
}

Result<void> CupsQueue::release(int job_number) {
  auto message = request(IPP_OP_RELEASE_JOB);
  ippAddInteger(message.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job_number);
  auto answer = ask(std::move(message), kJobsResource, "cannot release the job");
  if (!answer) return answer.error();
  return {};
}

Result<int> CupsQueue::create_command_job() {
  auto message = request(IPP_OP_CREATE_JOB);
  ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr,
               "boothd asks what is left");
  // An answer that nobody waits for any more must not stand in the next sheet's way.
  ippAddInteger(message.get(), IPP_TAG_JOB, IPP_TAG_INTEGER, "job-cancel-after", kCommandSeconds);
  const auto resource = "/printers/" + address_.queue;
  auto answer = ask(std::move(message), resource.c_str(), "cannot ask what is left");
  if (!answer) return answer.error();
  return read_integer(answer->get(), "job-id").value_or(0);
}

Result<void> CupsQueue::report_levels() {
  const auto number = create_command_job();
  if (!number) return number.error();
  auto message = request(IPP_OP_SEND_DOCUMENT);
  ippAddInteger(message.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", *number);
  ippAddString(message.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
               "application/vnd.cups-command");
  ippAddBoolean(message.get(), IPP_TAG_OPERATION, "last-document", 1);
  const auto resource = "/printers/" + address_.queue;
  const auto status =
      cupsSendRequest(http_.get(), message.get(), resource.c_str(), CUPS_LENGTH_VARIABLE);
  const bool is_written = status == HTTP_STATUS_CONTINUE &&
                          cupsWriteRequestData(http_.get(), kReportLevels.data(),
                                               kReportLevels.size()) == HTTP_STATUS_CONTINUE;
  if (!is_written) return failed("cannot ask what is left");
  const IppHandle answer(cupsGetResponse(http_.get(), resource.c_str()));
  if (answer && cupsLastError() <= IPP_STATUS_OK_EVENTS_COMPLETE) return {};
  auto error = failed("cannot ask what is left");
  (void)cancel(*number);  // without its document it would wait for a quarter of an hour
  return error;
}

Result<void> CupsQueue::resume() {
  auto answer = ask(request(IPP_OP_RESUME_PRINTER), "/admin/", "cannot resume the queue");
  if (!answer) return answer.error();
  return {};
}

}  // namespace booth

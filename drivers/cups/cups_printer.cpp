#include "drivers/cups/cups_printer.hpp"

#include <algorithm>
#include <stdexcept>

#include "drivers/cups/printer_report.hpp"

namespace booth {
namespace {

const PrinterProfile& profile_or_throw(const CupsPrinterOptions& options) {
  if (const auto* const profile = find_profile(options.profile)) return *profile;
  std::string known;
  for (const auto& profile : all_profiles()) known += " " + std::string(profile.key);
  throw std::invalid_argument("printer " + options.name + ": no profile \"" + options.profile +
                              "\"; there is:" + known);
}

std::optional<SpoolJob> newest_of(const std::vector<SpoolJob>& jobs, const PrintId& print) {
  std::optional<SpoolJob> newest;
  for (const auto& job : jobs)
    if (job.print == print && (!newest || job.number > newest->number)) newest = job;
  return newest;
}

bool is_over(SpoolState state) {
  return state == SpoolState::Completed || state == SpoolState::Cancelled ||
         state == SpoolState::Aborted;
}

Error with_name(const std::string& printer, const Error& error) {
  return make_error(error.code, "printer " + printer + ": " + error.context);
}

}  // namespace

CupsPrinter::CupsPrinter(CupsPrinterOptions options)
    : options_(std::move(options)),
      profile_(profile_or_throw(options_)),
      journal_(options_.guard_journal),
      queue_(options_.address) {}

Result<PrintFormat> CupsPrinter::format_for(const std::string& medium) const {
  return format_of(profile_, medium);
}

PrintProof CupsPrinter::best_proof() const {
  if (!options_.guard_journal.empty()) return PrintProof::GuardJournal;
  return profile_.delivery == PageDelivery::Driverless ? PrintProof::IppJob
                                                       : PrintProof::SpoolerOnly;
}

int CupsPrinter::sheets_at_once() const {
  return profile_.sheets_at_once;
}

std::optional<IppDevice> CupsPrinter::device() {
  if (profile_.delivery != PageDelivery::Driverless) return std::nullopt;
  if (device_uri_.empty())
    if (const auto state = queue_.state()) device_uri_ = state->device_uri;
  auto address = ipp_address(device_uri_);
  if (!address) return std::nullopt;
  return IppDevice(std::move(*address), options_.address.patience);
}

/// cupsd would take any format and convert it. A printer that cannot be asked at the moment takes
/// JPEG: every IPP Everywhere and AirPrint printer with colours has to.
bool CupsPrinter::takes_jpeg() {
  if (profile_.delivery != PageDelivery::Driverless) return false;
  if (takes_jpeg_) return *takes_jpeg_;
  auto printer = device();
  if (!printer) return true;
  const auto state = printer->state();
  if (!state || state->formats.empty()) return true;
  const auto& formats = state->formats;
  takes_jpeg_ = std::find(formats.begin(), formats.end(), kJpeg) != formats.end();
  return *takes_jpeg_;
}

Result<void> CupsPrinter::refresh_levels_now() {
  if (profile_.delivery == PageDelivery::CupsRaster) return queue_.report_levels();
  auto printer = device();
  if (!printer) return {};
  auto state = printer->state();
  if (!state) return state.error();
  device_state_ = std::move(*state);
  return {};
}

Result<int> CupsPrinter::submit_now(const SheetToPrint& sheet) {
  const auto* const row = find_page_size(profile_, sheet.medium);
  if (row == nullptr) return format_of(profile_, sheet.medium).error();
  const PixelSize wanted{row->width_px, row->height_px};
  const auto bytes =
      static_cast<std::size_t>(wanted.width) * static_cast<std::size_t>(wanted.height) * 3;
  if (sheet.image.size != wanted || sheet.image.rgb.size() != bytes) {
    return make_error(Errc::BadInput,
                      "the sheet has " + std::to_string(sheet.image.size.width) + " x " +
                          std::to_string(sheet.image.size.height) + " pixels, the printer takes " +
                          std::to_string(wanted.width) + " x " + std::to_string(wanted.height));
  }
  const auto document = document_of(sheet, profile_, *row, takes_jpeg());
  return queue_.submit(sheet.print, profile_, *row, document);
}

Result<std::optional<SpoolJob>> CupsPrinter::find_job_now(const PrintId& print) {
  const auto active = queue_.jobs("not-completed");
  if (!active) return active.error();
  if (auto job = newest_of(*active, print)) return job;
  const auto all = queue_.jobs("all");
  if (!all) return all.error();
  auto job = newest_of(*all, print);
  // The spooler takes the backend's word. A printer that keeps its jobs knows better.
  if (job && job->state == SpoolState::Completed)
    if (auto printer = device()) job->at_printer = printer->job(print.str());
  if (!job || is_over(job->state)) return job;
  // Made in this moment, or a ghost: cupsd keeps the state of a job in two files. Killed between
  // writing them, it shows the job as waiting for ever, and never looks at it again.
  const auto active_now = queue_.jobs("not-completed");
  if (!active_now) return active_now.error();
  if (auto young = newest_of(*active_now, print)) return young;
  job->state = SpoolState::Aborted;
  job->message = "the spooler forgot the job when it crashed";
  return job;
}

Result<GuardRecord> CupsPrinter::guard_record_now(const PrintId& print) const {
  if (options_.guard_journal.empty()) return GuardRecord::NotGuarded;
  const auto entry = journal_.read(print.str());
  if (!entry) return entry.error();
  switch (*entry) {
    case guard::Entry::None:
    case guard::Entry::Refused:
      return GuardRecord::None;
    case guard::Entry::AtWork:
      return GuardRecord::AtWork;
    case guard::Entry::Started:
      return GuardRecord::Started;
    case guard::Entry::Done:
      return GuardRecord::Done;
    case guard::Entry::Counted:
      return GuardRecord::Counted;
    case guard::Entry::NotCounted:
      return GuardRecord::NotCounted;
  }
  return GuardRecord::Started;
}

Result<PrinterReport> CupsPrinter::report_now() {
  const auto state = queue_.state();
  if (!state) {
    if (state.error().code != Errc::NotFound) return state.error();
    PrinterReport missing;
    missing.condition = PrinterCondition::Misconfigured;
    missing.message = "there is no print queue named " + options_.address.queue;
    return missing;
  }
  auto jobs = queue_.jobs("not-completed");
  if (!jobs) return jobs.error();
  device_uri_ = state->device_uri;
  auto report = report_from(*state, profile_, std::move(*jobs));
  if (device_state_) add_device_state(report, profile_, *device_state_);
  if (!state->accepts_jobs)
    report.message =
        "the queue takes no jobs; `cupsaccept " + options_.address.queue + "` opens it again";
  return report;
}

Result<void> CupsPrinter::cancel_now(const PrintId& print) {
  const auto jobs = queue_.jobs("all");  // also ghosts, see find_job_now
  if (!jobs) return jobs.error();
  for (const auto& job : *jobs) {
    if (job.print != print || is_over(job.state)) continue;
    const auto cancelled = queue_.cancel(job.number);
    // Conflict: it has ended in the meantime.
    if (!cancelled && cancelled.error().code != Errc::Conflict) return cancelled.error();
  }
  return {};
}

/// Resume-Printer wakes what waits for a retry, but not a job that its driver has put on hold.
Result<void> CupsPrinter::resume_now() {
  const auto resumed = queue_.resume();
  if (!resumed) return resumed;
  const auto jobs = queue_.jobs("not-completed");
  if (!jobs) return jobs.error();
  for (const auto& job : *jobs) {
    if (job.state != SpoolState::Held) continue;
    const auto released = queue_.release(job.number);
    // Conflict: it runs or has ended in the meantime.
    if (!released && released.error().code != Errc::Conflict) return released;
  }
  return {};
}

boost::asio::awaitable<Result<int>> CupsPrinter::submit(SheetToPrint sheet) {
  auto call = [this, &sheet] { return submit_now(sheet); };
  auto number = co_await run_blocking(thread_, call);
  if (!number) co_return with_name(name(), number.error());
  co_return number;
}

boost::asio::awaitable<Result<std::optional<SpoolJob>>> CupsPrinter::find_job(PrintId print) {
  auto call = [this, &print] { return find_job_now(print); };
  auto job = co_await run_blocking(thread_, call);
  if (!job) co_return with_name(name(), job.error());
  co_return job;
}

boost::asio::awaitable<Result<GuardRecord>> CupsPrinter::guard_record(PrintId print) {
  auto call = [this, &print] { return guard_record_now(print); };
  auto record = co_await run_blocking(thread_, call);
  if (!record) co_return with_name(name(), record.error());
  co_return record;
}

boost::asio::awaitable<Result<PrinterReport>> CupsPrinter::report() {
  auto call = [this] { return report_now(); };
  auto report = co_await run_blocking(thread_, call);
  if (!report) co_return with_name(name(), report.error());
  co_return report;
}

boost::asio::awaitable<Result<void>> CupsPrinter::cancel(PrintId print) {
  auto call = [this, &print] { return cancel_now(print); };
  auto cancelled = co_await run_blocking(thread_, call);
  if (!cancelled) co_return with_name(name(), cancelled.error());
  co_return cancelled;
}

boost::asio::awaitable<Result<void>> CupsPrinter::resume_queue() {
  auto call = [this] { return resume_now(); };
  auto resumed = co_await run_blocking(thread_, call);
  if (!resumed) co_return with_name(name(), resumed.error());
  co_return resumed;
}

boost::asio::awaitable<Result<void>> CupsPrinter::refresh_levels() {
  auto call = [this] { return refresh_levels_now(); };
  auto refreshed = co_await run_blocking(thread_, call);
  if (!refreshed) co_return with_name(name(), refreshed.error());
  co_return refreshed;
}

}  // namespace booth

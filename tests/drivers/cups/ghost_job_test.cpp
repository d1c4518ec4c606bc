#include <fstream>
#include <iterator>

#include <doctest/doctest.h>

#include "drivers/cups/cups_handles.hpp"
#include "drivers/cups/cups_printer.hpp"
#include "drivers/demo/rig/private_cups.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "tests/drivers/cups/test_sheet.hpp"
#include "tests/support/await_result.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

using namespace std::chrono_literals;

/// What a crash leaves behind between the two files that cupsd writes when it cancels a job: the
/// list of jobs says cancelled, the job's own file says pending.
void leave_ghost(demo::PrivateCups& cups) {
  cups.cupsd().kill_now();
  const auto list = cups.scratch().parent_path() / "cache/job.cache";
  std::ifstream file(list);
  std::string text((std::istreambuf_iterator<char>(file)), {});
  const std::string pending = "State 3\n";
  REQUIRE(text.find(pending) != std::string::npos);
  text.replace(text.find(pending), pending.size(), "State 7\nCompleted 1795333888\n");
  std::ofstream(list, std::ios::trunc) << text;
  must(cups.restart());
}

IppHandle job_request(ipp_op_t operation) {
  IppHandle request(ippNewRequest(operation));
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", nullptr,
               "ipp://localhost/printers/dnp");
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", nullptr,
               "booth");
  return request;
}

HttpHandle connect_to(const demo::PrivateCups& cups) {
  HttpHandle http(httpConnect2(cups.server().c_str(), 0, nullptr, AF_UNSPEC,
                               HTTP_ENCRYPTION_IF_REQUESTED, 1, 3000, nullptr));
  REQUIRE(http);
  return http;
}

int create_job_without_document(const demo::PrivateCups& cups, const PrintId& print) {
  const auto http = connect_to(cups);
  auto request = job_request(IPP_OP_CREATE_JOB);
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr,
               print.str().c_str());
  const IppHandle answer(cupsDoRequest(http.get(), request.release(), "/printers/dnp"));
  CHECK(cupsLastError() <= IPP_STATUS_OK_EVENTS_COMPLETE);
  return ippGetInteger(ippFindAttribute(answer.get(), "job-id", IPP_TAG_INTEGER), 0);
}

/// Somebody dies while he sends: the connection breaks, and the document has no end.
void send_half_a_document(const demo::PrivateCups& cups, int job) {
  const auto http = connect_to(cups);
  const auto request = job_request(IPP_OP_SEND_DOCUMENT);
  ippAddInteger(request.get(), IPP_TAG_OPERATION, IPP_TAG_INTEGER, "job-id", job);
  ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
               "application/vnd.cups-raster");
  ippAddBoolean(request.get(), IPP_TAG_OPERATION, "last-document", 1);
  CHECK(cupsSendRequest(http.get(), request.get(), "/printers/dnp", CUPS_LENGTH_VARIABLE) ==
        HTTP_STATUS_CONTINUE);
  const std::string bytes = "RaS3" + std::string(1'000'000, 'x');
  CHECK(cupsWriteRequestData(http.get(), bytes.data(), bytes.size()) == HTTP_STATUS_CONTINUE);
}

CupsPrinterOptions ds620(const demo::PrivateCups& cups) {
  return {.name = "dnp",
          .profile = "dnp-ds620",
          .address = {.server = cups.server(), .queue = "dnp"},
          .guard_journal = cups.guard_journal().string()};
}

demo::PrivateCups start_cups() {
  auto cups = must(demo::PrivateCups::start({.guard_program = BOOTH_BIN_DIR "/booth-guard"}));
  must(cups.add_gutenprint_queue("dnp", "dnp-ds620"));
  return cups;
}

TEST_SUITE("drivers/cups/ghost_job") {
  TEST_CASE("a job whose document never came is recognised and can be cancelled") {
    auto cups = start_cups();
    CupsPrinter printer(ds620(cups));
    const auto print = new_print_id();
    create_job_without_document(cups, print);
    CHECK(must(await_result(printer.find_job(print)))->state == SpoolState::Incoming);
    must(cups.restart());
    CHECK(must(await_result(printer.find_job(print)))->state == SpoolState::Incoming);
    must(await_result(printer.cancel(print)));
    CHECK(must(await_result(printer.find_job(print)))->state == SpoolState::Cancelled);
    must(await_result(printer.cancel(print)));
  }

  TEST_CASE("a document that breaks off in the middle is never printed, and the whole one is") {
    auto cups = start_cups();
    CupsPrinter printer(ds620(cups));
    const auto print = new_print_id();
    send_half_a_document(cups, create_job_without_document(cups, print));
    CHECK(must(await_result(printer.find_job(print)))->state == SpoolState::Incoming);
    must(await_result(printer.cancel(print)));
    CHECK(must(await_result(printer.guard_record(print))) == GuardRecord::None);
    must(await_result(printer.submit({print, "4x6", coordinate_picture(1240, 1844)})));
    const auto is_done = [&] {
      return must(await_result(printer.guard_record(print))) == GuardRecord::Done;
    };
    CHECK(demo::wait_until(is_done, 60s));
  }

  TEST_CASE("a job that cupsd lists as waiting and has forgotten is told as given up") {
    auto cups = start_cups();
    CupsPrinter printer(ds620(cups));
    must(cups.run_tool({"cupsdisable", "dnp"}));
    const auto print = new_print_id();
    must(await_result(printer.submit({print, "4x6", coordinate_picture(1240, 1844)})));
    leave_ghost(cups);
    CHECK(must(await_result(printer.report())).active_jobs.empty());
    const auto ghost = must(await_result(printer.find_job(print)));
    REQUIRE(ghost);
    CHECK(ghost->state == SpoolState::Aborted);
    must(await_result(printer.cancel(print)));
    CHECK(must(await_result(printer.find_job(print)))->state == SpoolState::Cancelled);
  }
}

}  // namespace
}  // namespace booth

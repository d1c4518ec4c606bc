// How long a print-ready sheet waits for us, what we add to a DS620's own path, what watching
// costs; then the same with 10,000 finished and 500 waiting prints.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include <cups/cups.h>
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "drivers/cups/cups_handles.hpp"
#include "drivers/cups/sheet_raster.hpp"
#include "drivers/demo/rig/wait_until.hpp"
#include "tests/bench/measure.hpp"
#include "tests/bench/printing_desk.hpp"
#include "tests/drivers/cups/test_sheet.hpp"
#include "tests/support/await_result.hpp"
#include "tests/support/must.hpp"

namespace booth::bench {
namespace {

using namespace std::chrono_literals;

constexpr int kSheets = 40;
constexpr int kTurns = 15;
constexpr auto kWatch = 20s;
constexpr const char* kModel = "dnp-ds620";
constexpr const char* kMedium = "4x6";

/// Gutenprint's real driver for a DS620 that is not there; writes down when it has ended. cupsd
/// calls the job completed only when it has read every line that the filter has said, which may be
/// later.
constexpr const char* kTimedDriver = R"sh(#!/bin/sh
[ -z "$BACKEND_STATS_ONLY" ] || exit 1
export EXTRA_VID=1452 EXTRA_PID=8b01
/usr/lib/cups/backend/gutenprint53+usb "$@"
status=$?
echo "$3 $(date +%s%N)" >> "$BOOTH_TIMES"
exit $status
)sh";

/// A DS620 twice, with Gutenprint's real driver: as a booth sets it up, and without us.
class TwoDs620 {
 public:
  TwoDs620()
      : folder_("ds620"),
        cups_(must(demo::PrivateCups::start(
            {.guard_program = BOOTH_BIN_DIR "/booth-guard",
             .environment = {{"BOOTH_GUARD_KEEP", ""}, {"BOOTH_TIMES", times().string()}}}))),
        profile_(*find_profile(kModel)),
        page_(*find_page_size(profile_, kMedium)),
        picture_(coordinate_picture(page_.width_px, page_.height_px)) {
    std::ofstream(folder_.path() / "driver") << kTimedDriver;
    must(cups_.add_backend("gutenprint53+usb", folder_.path() / "driver"));
    std::ofstream(times()).close();
    std::filesystem::permissions(folder_.path(), std::filesystem::perms(0755));
    std::filesystem::permissions(times(), std::filesystem::perms(0666));
    must(cups_.add_gutenprint_queue("ours", kModel));
    must(cups_.add_gutenprint_queue("alone", kModel));
    must(cups_.run_tool({"lpadmin", "-p", "alone", "-v", "gutenprint53+usb://dnp-ds620/ANY"}));
    std::ofstream file(ready_raster(), std::ios::binary);
    const DocumentSink sink = [&file](const char* bytes, std::size_t size) {
      return static_cast<bool>(file.write(bytes, static_cast<std::streamsize>(size)));
    };
    must(write_raster(picture_, profile_, page_, sink));
  }

  /// From the pixels to the end of the driver, as the daemon does it.
  double ours_ms() {
    auto printer = printer_of("ours");
    SheetToPrint sheet{new_print_id(), kMedium, picture_};
    const auto print = sheet.print;
    const auto start = std::chrono::system_clock::now();
    must(await_result(printer.submit(std::move(sheet))));
    wait_for(printer, print);
    CHECK(must(await_result(printer.guard_record(print))) == GuardRecord::Done);
    return driver_ended_ms(print, start);
  }

  /// From a raster file that is ready to the end of the driver, as any program does it.
  double alone_ms() {
    auto printer = printer_of("alone");
    const auto print = new_print_id();
    const auto start = std::chrono::system_clock::now();
    const HttpHandle http(httpConnect2(cups_.server().c_str(), ippPort(), nullptr, AF_UNSPEC,
                                       HTTP_ENCRYPTION_IF_REQUESTED, 1, 3000, nullptr));
    REQUIRE(http != nullptr);
    CupsOptions options;
    options.add("PageSize", std::string(page_.page_size).c_str());
    for (const auto& option : profile_.options)
      options.add(std::string(option.name).c_str(), std::string(option.value).c_str());
    const int job = cupsPrintFile2(http.get(), "alone", ready_raster().c_str(), print.str().c_str(),
                                   options.count(), options.get());
    CAPTURE(cupsLastErrorString());
    REQUIRE(job > 0);
    wait_for(printer, print);
    return driver_ended_ms(print, start);
  }

 private:
  std::filesystem::path times() const { return folder_.path() / "times"; }

  double driver_ended_ms(const PrintId& print, std::chrono::system_clock::time_point start) const {
    const auto ended = noted_time(times(), print.str());
    REQUIRE(ended.has_value());
    return std::chrono::duration<double, std::milli>(*ended - start.time_since_epoch()).count();
  }

  std::filesystem::path ready_raster() const { return cups_.scratch() / "ready.ras"; }

  CupsPrinter printer_of(const std::string& queue) const {
    return CupsPrinter({.name = queue,
                        .profile = kModel,
                        .address = {.server = cups_.server(), .queue = queue, .user = cupsUser()},
                        .guard_journal = cups_.guard_journal().string()});
  }

  static void wait_for(CupsPrinter& printer, const PrintId& print) {
    const auto is_completed = [&] {
      const auto job = must(await_result(printer.find_job(print)));
      return job && job->state == SpoolState::Completed;
    };
    REQUIRE(demo::wait_until(is_completed, 60s));
  }

  demo::TempFolder folder_;
  demo::PrivateCups cups_;
  const PrinterProfile& profile_;
  const PageSizeRow& page_;
  RgbImage picture_;
};

void compare_ds620(Verdict& verdict) {
  TwoDs620 printers;
  std::vector<double> ours;
  std::vector<double> alone;
  for (int turn = 0; turn <= kTurns; ++turn) {
    const double with_us = printers.ours_ms();
    const double without = printers.alone_ms();
    if (turn == 0) continue;  // loads the programs from the disk
    ours.push_back(with_us);
    alone.push_back(without);
  }
  std::printf("DS620, sheet to printer data: ours %.0f ms, a ready raster alone %.0f ms\n",
              median(ours), median(alone));
  verdict.at_most("DS620: ours of a ready raster alone", median(ours) / median(alone), 1.2,
                  "times");
}

void measure(Verdict& verdict, PrintingDesk& desk, const std::string& queue) {
  const auto times = desk.sheets_to_driver_ms(kSheets);
  std::printf("%s: print-ready sheet to its driver: median %.1f ms, worst %.1f ms of %d\n",
              queue.c_str(), median(times), *std::max_element(times.begin(), times.end()), kSheets);
  verdict.at_most(queue + ": print-ready sheet to its driver, median", median(times), 50, "ms");
  const auto idle = desk.idle_load(kWatch);
  const auto busy = desk.busy_load(kWatch);
  std::printf("%s: part of it in cupsd: idle %.2f %%, while a sheet is printed %.2f %%\n",
              queue.c_str(), idle.cupsd * 100, busy.cupsd * 100);
  verdict.at_most(queue + ": polling, daemon and cupsd, idle", (idle.daemon + idle.cupsd) * 100, 1,
                  "% of a core");
  verdict.at_most(queue + ": polling, daemon and cupsd, while a sheet is printed",
                  (busy.daemon + busy.cupsd) * 100, 1, "% of a core");
}

}  // namespace
}  // namespace booth::bench

TEST_CASE("a DS620") {
  booth::bench::Verdict verdict;
  booth::bench::compare_ds620(verdict);
  CHECK(verdict.is_met());
}

TEST_CASE("short and long queues") {
  booth::bench::Verdict verdict;
  booth::bench::PrintingDesk desk;
  booth::bench::measure(verdict, desk, "empty queue");
  desk.fill_queue(10'000, 500);
  booth::bench::measure(verdict, desk, "10,000 finished, 500 waiting");
  CHECK(verdict.is_met());
}

int main(int argc, char** argv) {
  return doctest::Context(argc, argv).run();
}

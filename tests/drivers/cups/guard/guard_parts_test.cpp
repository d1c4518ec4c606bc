#include <fstream>

#include <doctest/doctest.h>

#include "drivers/cups/guard/device_uri.hpp"
#include "drivers/cups/guard/guard_journal.hpp"
#include "drivers/cups/guard/printer_stream.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "tests/drivers/cups/test_sheet.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

using guard::Completeness;
using guard::Entry;

Completeness check(const std::string& bytes) {
  return guard::check_stream(bytes.size(),
                             [&bytes](std::uint64_t at, char* into, std::size_t size) {
                               return bytes.copy(into, size, at);
                             });
}

TEST_SUITE("drivers/cups/guard/parts") {
  TEST_CASE("the real device stands behind the guard's URI") {
    const auto device =
        must(guard::unwrap("booth-guard:/gutenprint53+usb://dnp-ds620/ANY?serial=1"));
    CHECK(device.backend == "gutenprint53+usb");
    CHECK(device.uri == "gutenprint53+usb://dnp-ds620/ANY?serial=1");
    CHECK(guard::wrap(device.uri) == "booth-guard:/gutenprint53+usb://dnp-ds620/ANY?serial=1");
  }

  TEST_CASE("printers that say how each job ended are known by their address") {
    for (const std::string uri : {"ipp://selphy.local/ipp/print", "ipps://selphy.local/ipp/print",
                                  "http://10.0.0.7:631/ipp", "dnssd://Selphy._ipp._tcp.local/",
                                  "dnssd://Selphy._ipps._tcp.local/?uuid=1"}) {
      CAPTURE(uri);
      CHECK(guard::speaks_ipp(must(guard::unwrap(guard::wrap(uri)))));
    }
    for (const std::string uri : {"gutenprint53+usb://dnp-ds620/ANY", "usb://Canon/SELPHY",
                                  "dnssd://Old._printer._tcp.local/", "socket://10.0.0.7"}) {
      CAPTURE(uri);
      CHECK_FALSE(guard::speaks_ipp(must(guard::unwrap(guard::wrap(uri)))));
    }
  }

  TEST_CASE("a URI that could run something outside the backend folder is refused") {
    for (const auto* const uri :
         {"booth-guard:/", "booth-guard:/usb", "booth-guard:/../sh:x", "booth-guard:/a/b:c",
          "booth-guard:/.:x", "booth-guard:/booth-guard:/usb:x", "usb://x", ""}) {
      CAPTURE(uri);
      CHECK_FALSE(guard::unwrap(uri).has_value());
    }
  }

  TEST_CASE("the last line of a record counts") {
    const demo::TempFolder folder("journal");
    guard::Journal journal(folder.path());
    const auto print = new_print_id().str();
    CHECK(must(journal.read(print)) == Entry::None);
    for (const auto entry : {Entry::Started, Entry::Refused, Entry::Started, Entry::Done}) {
      must(journal.write(print, entry, "note"));
      CHECK(must(journal.read(print)) == entry);
    }
  }

  TEST_CASE("a claimed record is at work, for everybody who asks") {
    const demo::TempFolder folder("journal");
    guard::Journal journal(folder.path());
    const auto print = new_print_id().str();
    {
      const auto claim = must(journal.claim(print, [] { return true; }));
      CHECK(must(journal.read(print)) == Entry::AtWork);
      CHECK(journal.claim(print, [] { return true; }).error().code == Errc::Busy);
      must(journal.write(print, Entry::Started, "note"));
      CHECK(must(journal.read(print)) == Entry::AtWork);
    }
    CHECK(must(journal.read(print)) == Entry::Started);
    // A claim that never came to its "start" line: no backend was started.
    const auto other = new_print_id().str();
    {
      const auto claim = must(journal.claim(other, [] { return true; }));
    }
    CHECK(must(journal.read(other)) == Entry::None);
  }

  TEST_CASE("a torn record means: it may have been printed") {
    const demo::TempFolder folder("journal");
    const guard::Journal journal(folder.path());
    const auto print = new_print_id().str();
    for (const auto* const torn :
         {"st", "start", "start 2026\ndo", "refused 2026\nstart", "\n\n"}) {
      std::ofstream(folder.path() / print, std::ios::trunc) << torn;
      CHECK(must(journal.read(print)) == Entry::Started);
    }
  }

  TEST_CASE("a missing journal folder is an error, not 'never started'") {
    const guard::Journal journal("/nonexistent/journal");
    CHECK(journal.read(new_print_id().str()).error().code == Errc::Io);
  }

  TEST_CASE("a title that is no print id cannot name a file") {
    const demo::TempFolder folder("journal");
    guard::Journal journal(folder.path());
    CHECK(journal.read("../../etc/passwd").error().code == Errc::BadInput);
    CHECK(journal.write("x", Entry::Done, "").error().code == Errc::BadInput);
  }

  TEST_CASE("printer data is walked to its end") {
    const std::string quantity = "\033PCNTRL QTY             000000080000001\r";
    const std::string start = "\033PCNTRL START                   ";
    CHECK(check(quantity + start) == Completeness::Complete);
    CHECK(check(quantity + quantity + start) == Completeness::Complete);
    CHECK(check("") == Completeness::Truncated);
    CHECK(check(quantity) == Completeness::Truncated);
    for (std::size_t cut = 33; cut < quantity.size() + start.size(); ++cut)
      CHECK(check((quantity + start).substr(0, cut)) == Completeness::Truncated);
    CHECK(check("%PDF-1.4") == Completeness::NotRecognised);
    CHECK(check("\033@ another printer's language, longer than a header") ==
          Completeness::NotRecognised);
  }
}

}  // namespace
}  // namespace booth

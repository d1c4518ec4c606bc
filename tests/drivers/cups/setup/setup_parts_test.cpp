#include <doctest/doctest.h>

#include "drivers/cups/setup/cups_directives.hpp"
#include "drivers/cups/setup/machine_printers.hpp"
#include "drivers/cups/setup/marked_block.hpp"
#include "drivers/cups/setup/run_tool.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

using setup::Queue;

TEST_SUITE("drivers/cups/setup/parts") {
  TEST_CASE("our lines of a configuration file can be put in, changed and taken out again") {
    const std::string before = "LogLevel warn\nMaxJobs 500\n";
    const auto first = setup::with_block(before, {"MaxJobs 200"});
    CHECK(setup::value_in_force(first, "MaxJobs") == "200");
    const auto second = setup::with_block(first, {"MaxJobs 100", "Browsing No"});
    CHECK(setup::value_in_force(second, "maxjobs") == "100");
    CHECK(setup::without_block(second) == before);
    CHECK(setup::with_block(second, {}) == before);
    // Half a block was edited by somebody: nothing of it is taken away.
    const auto broken = second.substr(0, second.size() - 10);
    CHECK(setup::without_block(broken) == broken);
  }

  TEST_CASE("the last line counts, but not those of a section") {
    const std::string text =
        "  JobRetryLimit 3 \r\n#JobRetryLimit 4\n<Policy default>\n  <Limit All>\n  JobRetryLimit "
        "9\n"
        "  </Limit>\n</Policy>\nSetEnv FAST_RETURN 1\nsetenv OTHER 2\n";
    CHECK(setup::value_in_force(text, "JobRetryLimit") == "3");
    CHECK(setup::value_in_force(text, "SetEnv FAST_RETURN") == "1");
    CHECK(setup::value_in_force(text, "SetEnv OTHER") == "2");
    CHECK(setup::value_in_force(text, "MaxJobTime").empty());
  }

  TEST_CASE("queues and devices are read from what the tools say") {
    CHECK(setup::read_queues("device for dnp: usb://a b/c\nbroken\ndevice for x: ipp://h/p\n") ==
          std::vector<Queue>{{"dnp", "usb://a b/c"}, {"x", "ipp://h/p"}});
    CHECK(setup::read_devices("direct gutenprint53+usb://dnp-ds620/1\nnetwork ipp\n\n") ==
          std::vector<std::string>{"gutenprint53+usb://dnp-ds620/1"});
  }

  TEST_CASE("a device tells its model, also behind the guard") {
    CHECK(setup::profile_in("booth-guard:/gutenprint53+usb://dnp-ds620/1") == "dnp-ds620");
    CHECK(setup::profile_in("gutenprint53+usb://canon-cp1300/x") == "canon-cp1300");
    CHECK(setup::profile_in("ipps://printer.local/ipp/print") == "driverless");
    CHECK(setup::profile_in("usb://DNP/DS620").empty());
    CHECK(setup::bare("booth-guard:/ipp://h/p") == "ipp://h/p");
    CHECK(setup::bare("usb://DNP/DS620") == "usb://DNP/DS620");
  }

  TEST_CASE("two identical printers get two names, made of their serial numbers") {
    std::vector<Queue> queues;
    const std::string device = "gutenprint53+usb://dnp-ds620/DS6A0001";
    CHECK(setup::name_for(device, queues) == "dnp-ds620");
    queues.push_back({"dnp-ds620", "x"});
    CHECK(setup::name_for(device, queues) == "dnp-ds620-0001");
    queues.push_back({"dnp-ds620-0001", "y"});
    CHECK(setup::name_for(device, queues) == "dnp-ds620-0001-2");
  }

  TEST_CASE("a tool that fails or is not there is told with its words") {
    CHECK(must(setup::run_tool({"sh", "-c", "echo $CUPS_SERVER; echo $LC_ALL >&2"}, "/a.sock")) ==
          "/a.sock\nC\n");
    const auto failed = setup::run_tool({"sh", "-c", "echo no such printer; exit 3"}, "");
    CHECK(failed.error().context.find("no such printer") != std::string::npos);
    CHECK(setup::run_tool({"no-such-tool-here"}, "").error().code == Errc::NotFound);
  }
}

}  // namespace
}  // namespace booth

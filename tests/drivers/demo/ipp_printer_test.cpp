#include <doctest/doctest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "drivers/demo/rig/ipp_printer.hpp"
#include "drivers/demo/rig/temp_folder.hpp"
#include "drivers/demo/rig/wait_until.hpp"

namespace booth::demo {
namespace {

constexpr auto kPatience = std::chrono::seconds(30);

std::string content_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST_SUITE("drivers/demo/rig/ipp_printer") {
  TEST_CASE("a JPEG arrives byte by byte, under its job's name") {
    const TempFolder folder("test");
    const auto printed = folder.path() / "printed";
    std::filesystem::create_directory(printed);
    auto printer = IppPrinter::start({.folder = folder.path(), .printed = printed});
    REQUIRE(printer.has_value());
    CHECK(printer->document("my-sheet").empty());

    // ippeveprinter keeps what it gets and does not decode it.
    const auto picture = folder.path() / "picture.jpg";
    const std::string bytes = "\xff\xd8\xff\xe0 not quite a picture \xff\xd9";
    std::ofstream(picture, std::ios::binary) << bytes;
    const auto request = folder.path() / "print.test";
    std::ofstream(request) << "{\nOPERATION Print-Job\nGROUP operation-attributes-tag\n"
                              "ATTR charset attributes-charset utf-8\n"
                              "ATTR language attributes-natural-language en\n"
                              "ATTR uri printer-uri $uri\n"
                              "ATTR name requesting-user-name guest\n"
                              "ATTR name job-name my-sheet\n"
                              "ATTR mimeMediaType document-format image/jpeg\n"
                              "FILE $filename\nSTATUS successful-ok\n}\n";
    auto tool = ChildProcess::start(
        {.words = {"ipptool", "-f", picture.string(), printer->uri(), request.string()},
         .log = folder.path() / "ipptool.log"});
    REQUIRE(tool.has_value());
    const auto status = tool->wait_for_end(kPatience);
    REQUIRE(status.has_value());
    const auto said = tool->log_end();
    CAPTURE(said);
    CHECK(*status == 0);
    REQUIRE(
        wait_until([&] { return content_of(printer->document("my-sheet")) == bytes; }, kPatience));
  }
}

}  // namespace
}  // namespace booth::demo

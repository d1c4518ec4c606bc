#include "daemon/runtime/daemon_options.hpp"

#include <vector>

#include <doctest/doctest.h>

namespace booth {
namespace {

Result<DaemonOptions> parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "boothd");
  return parse_daemon_options(static_cast<int>(arguments.size()), arguments.data());
}

}  // namespace

TEST_SUITE("runtime/daemon_options") {
  TEST_CASE("without options the booth runs from the usual places") {
    const auto options = parse({});
    REQUIRE(options.has_value());
    CHECK(options->mode == DaemonOptions::Mode::Run);
    CHECK(options->config == "/etc/boothd/boothd.toml");
    CHECK(options->state_dir == "/var/lib/boothd");
  }

  TEST_CASE("a value may follow its option or stand behind an equals sign") {
    CHECK(parse({"--config", "a.toml"})->config == "a.toml");
    CHECK(parse({"--config=a.toml"})->config == "a.toml");
    CHECK(parse({"--state-dir", "s"})->state_dir == "s");
    CHECK(parse({"--check-config", "a.toml"})->mode == DaemonOptions::Mode::CheckConfig);
    CHECK(parse({"--debug"})->is_debug_shown);
  }

  TEST_CASE("what makes no sense is refused by name") {
    for (const auto& arguments : std::vector<std::vector<const char*>>{
             {"--confg", "x"}, {"--config"}, {"--debug=yes"}, {"stray"}, {"--state-dir"}}) {
      const auto options = parse(arguments);
      REQUIRE(options.has_error());
      CHECK(options.error().code == Errc::BadInput);
      CHECK(options.error().context.find(std::string(arguments[0]).substr(0, 6)) !=
            std::string::npos);
    }
  }
}

}  // namespace booth

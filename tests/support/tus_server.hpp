#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "drivers/demo/rig/child_process.hpp"

namespace booth {

/// A server from npm that speaks tus.
struct TusProgram {
  const char* package;
  const char* install;  ///< what npm must be told
  const char* script;   ///< in tests/sync/tus
};
inline constexpr TusProgram kTusServer{"@tus/server", "@tus/server@1 @tus/file-store@1",
                                       "tus_server.mjs"};
/// Offers checksums, names addresses without a scheme, and answers the last PATCH with 200.
inline constexpr TusProgram kUploadx{"@uploadx/core", "@uploadx/core@6", "uploadx_server.mjs"};

/// Folder that holds `program`; empty when it is not installed: says so in the test's output.
inline std::string node_modules(const TusProgram& program = kTusServer) {
  const char* const named = std::getenv("BOOTH_NODE_MODULES");
  const std::string folder =
      named != nullptr ? named : std::string(BOOTH_BIN_DIR) + "/../node_modules";
  if (std::filesystem::exists(folder + "/" + program.package)) return folder;
  MESSAGE("skipped: npm install ", program.install, ", and name the folder in BOOTH_NODE_MODULES");
  return {};
}

struct TusServer {
  TusServer(const std::filesystem::path& folder, const std::string& modules,
            const TusProgram& program = kTusServer)
      : files(folder / "files") {
    std::filesystem::create_directories(files);
    const auto script = std::string(BOOTH_SOURCE_DIR) + "/tests/sync/tus/" + program.script;
    auto started = demo::ChildProcess::start({.words = {"node", script, files.string()},
                                              .environment = {{"BOOTH_NODE_MODULES", modules}},
                                              .log = folder / "node.log",
                                              .folder = {}});
    REQUIRE(started.has_value());
    process.emplace(std::move(*started));
    const auto says_port = [this] { return process->log_end().find("port ") != std::string::npos; };
    const auto ready = process->wait_until_ready(says_port, std::chrono::seconds(60));
    REQUIRE_MESSAGE(ready.has_value(), ready.error().context);
    const auto log = process->log_end();
    port = static_cast<std::uint16_t>(std::stoi(log.substr(log.find("port ") + 5)));
  }
  /// Finished and unfinished uploads, without the server's notes beside them.
  std::vector<std::string> stored() const {
    std::vector<std::string> bodies;
    for (const auto& entry : std::filesystem::directory_iterator(files)) {
      const auto extension = entry.path().extension();
      if (extension == ".json" || extension == ".META") continue;
      std::ifstream stream(entry.path(), std::ios::binary);
      bodies.emplace_back(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    }
    return bodies;
  }
  std::filesystem::path files;
  std::uint16_t port = 0;
  std::optional<demo::ChildProcess> process;
};

}  // namespace booth

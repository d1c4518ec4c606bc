#include "drivers/hot_folder/folder_target.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include <boost/asio/io_context.hpp>

#include "tests/support/must.hpp"
#include "tests/support/run_loop.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth::testing {
namespace {

namespace fs = std::filesystem;

constexpr const char* kName = "wedding-s1-abcdef.jpg";

/// A booth's state folder, and the folder that the operator's software looks into.
struct Bridge {
  TemporaryFolder state;
  TemporaryFolder folder;
  boost::asio::io_context loop{1};

  Bridge() { std::ofstream(state.path() / "sheet.jpg") << "a sheet"; }

  FolderTarget target() const {
    return FolderTarget({"bridge", folder.path().string(), state.path().string()});
  }
  UploadItem item() const {
    UploadItem item;
    item.id = UploadId("u1");
    item.path = "sheet.jpg";
    item.key = "wedding/s1/abcdef.jpg";
    return item;
  }
  fs::path exported() const { return folder.path() / kName; }
  std::string exported_text() const {
    std::ifstream file(exported());
    return {std::istreambuf_iterator<char>(file), {}};
  }
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& entry : fs::directory_iterator(folder.path()))
      if (entry.is_regular_file()) all.push_back(entry.path().filename().string());
    return all;
  }
  template <class T>
  T await(boost::asio::awaitable<T> task) {
    return run_until_done(loop, std::move(task));
  }
};

}  // namespace

TEST_SUITE("drivers/hot_folder/folder_target") {
  TEST_CASE("a sheet appears whole under a name of its own, and nothing else does") {
    Bridge bridge;
    auto target = bridge.target();
    auto item = bridge.item();
    item.resume = must(bridge.await(target.prepare(item)));
    CHECK(bridge.names().empty());
    const auto proof = must(bridge.await(target.send(item, "")));
    CHECK(proof.how.find(bridge.folder.path().string()) != std::string::npos);
    CHECK(bridge.names() == std::vector<std::string>{kName});
    CHECK(bridge.exported_text() == "a sheet");
  }

  TEST_CASE("killed at any step, and the reader quick or slow: each sheet appears once") {
    // What is in `target` dies with it; what the row holds stays.
    for (const bool is_reader_quick : {false, true}) {
      CAPTURE(is_reader_quick);
      Bridge bridge;
      auto item = bridge.item();
      // Killed before the row knew of the preparation: it is prepared again.
      for (int life = 0; life < 2; ++life) {
        auto target = bridge.target();
        const auto resume = must(bridge.await(target.prepare(item)));
        if (life == 1) item.resume = resume;
      }
      int appeared = 0;
      // Killed after the file appeared and before the row knew of it.
      for (int life = 0; life < 3; ++life) {
        auto target = bridge.target();
        item.resume = must(bridge.await(target.prepare(item)));
        must(bridge.await(target.send(item, "")));
        const bool is_there = fs::exists(bridge.exported());
        if (life == 0 || is_reader_quick) appeared += is_there ? 1 : 0;
        if (is_reader_quick) fs::remove(bridge.exported());
      }
      CHECK(appeared == 1);
      CHECK(bridge.names().size() == (is_reader_quick ? 0 : 1));
    }
  }

  TEST_CASE("a folder that is away is waited for, and another stick gets the sheet anew") {
    Bridge bridge;
    auto target = bridge.target();
    auto item = bridge.item();
    item.resume = must(bridge.await(target.prepare(item)));
    const auto elsewhere = bridge.state.path() / "pulled-out";
    fs::rename(bridge.folder.path(), elsewhere);
    const auto failed = bridge.await(target.send(item, ""));
    REQUIRE(failed.has_error());
    CHECK(failed.error().code == Errc::NetworkDown);
    CHECK(bridge.await(target.probe()).error().code == Errc::NetworkDown);
    CHECK(target.resume_state(item.id) == item.resume);

    fs::create_directory(bridge.folder.path());
    CHECK(bridge.await(target.send(item, "")).has_error());
    CHECK(target.resume_state(item.id).empty());
    item.resume = must(bridge.await(target.prepare(bridge.item())));
    must(bridge.await(target.send(item, "")));
    CHECK(bridge.exported_text() == "a sheet");
  }

  TEST_CASE("a sheet that is to be forgotten is taken back") {
    Bridge bridge;
    auto target = bridge.target();
    auto item = bridge.item();
    item.resume = must(bridge.await(target.prepare(item)));
    must(bridge.await(target.send(item, "")));
    must(bridge.await(target.erase(item)));
    CHECK(bridge.names().empty());
    must(bridge.await(target.erase(item)));
  }
}

}  // namespace booth::testing

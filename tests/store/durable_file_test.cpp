#include "daemon/store/durable_file.hpp"

#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <limits>

#include <doctest/doctest.h>

#include "tests/support/must.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {
namespace {

using testing::TemporaryFolder;

Bytes bytes_of(const std::string& text) {
  const auto* begin = reinterpret_cast<const std::byte*>(text.data());
  return Bytes(begin, begin + text.size());
}
std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}
std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().filename());
  return names;
}

}  // namespace

TEST_SUITE("store/durable_file") {
  TEST_CASE("a file is written with its folders, and no temporary file stays") {
    const TemporaryFolder root;
    const std::string big(3'000'000, 'x');
    must(write_durably(root.path(), "photos/e/s/1.jpg", bytes_of(big), 0));
    CHECK(contents(root.path() / "photos/e/s/1.jpg") == big);
    CHECK(names_in(root.path() / "photos/e/s") == std::vector<std::string>{"1.jpg"});
    struct stat state {};
    REQUIRE(::stat((root.path() / "photos/e/s/1.jpg").c_str(), &state) == 0);
    CHECK((state.st_mode & S_IRWXO) == 0);
  }

  TEST_CASE("a file is replaced as a whole, over what an earlier crash left") {
    const TemporaryFolder root;
    must(write_durably(root.path(), "a.jpg", bytes_of("old"), 0));
    std::ofstream(root.path() / ".tmp-a.jpg") << "half of something much longer";
    must(write_durably(root.path(), "a.jpg", bytes_of("new"), 0));
    CHECK(contents(root.path() / "a.jpg") == "new");
    CHECK(names_in(root.path()).size() == 1);
  }

  TEST_CASE("the reserve is not touched, and nothing is left of the attempt") {
    const TemporaryFolder root;
    const auto reserve = std::numeric_limits<std::int64_t>::max() / 2;
    const auto written = write_durably(root.path(), "photos/a.jpg", bytes_of("x"), reserve);
    REQUIRE(written.has_error());
    CHECK(written.error().code == Errc::DiskFull);
    CHECK(names_in(root.path()).empty());
  }

  TEST_CASE("a place that cannot be written is named") {
    const TemporaryFolder root;
    std::ofstream(root.path() / "photos") << "a file where a folder should be";
    const auto written = write_durably(root.path(), "photos/e/a.jpg", bytes_of("x"), 0);
    REQUIRE(written.has_error());
    CHECK(written.error().code == Errc::Io);
    CHECK(written.error().context.find("photos") != std::string::npos);
    CHECK(write_durably(root.path() / "missing", "a.jpg", bytes_of("x"), 0).has_error());
  }

  TEST_CASE("a link in the place of the temporary file is not followed") {
    const TemporaryFolder root;
    std::ofstream(root.path() / "precious") << "precious";
    std::filesystem::create_symlink(root.path() / "precious", root.path() / ".tmp-a.jpg");
    CHECK(write_durably(root.path(), "a.jpg", bytes_of("x"), 0).has_error());
    CHECK(contents(root.path() / "precious") == "precious");
  }

  TEST_CASE("a file is moved between folders") {
    const TemporaryFolder root;
    must(write_durably(root.path(), "photos/a.jpg", bytes_of("x"), 0));
    must(move_durably(root.path(), "photos/a.jpg", "quarantine/a.jpg"));
    CHECK(contents(root.path() / "quarantine/a.jpg") == "x");
    CHECK(names_in(root.path() / "photos").empty());
    CHECK(move_durably(root.path(), "photos/a.jpg", "quarantine/b.jpg").has_error());
  }
}

}  // namespace booth

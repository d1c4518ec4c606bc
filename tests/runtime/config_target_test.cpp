#include <filesystem>
#include <fstream>

#include <doctest/doctest.h>

#include "daemon/runtime/config.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth {
namespace {

constexpr const char* kLeast = "[event]\nslug = \"e\"\ntemplate = \"t\"\n";

}  // namespace

TEST_SUITE("runtime/config_target") {
  TEST_CASE("what only one kind of target knows arrives there and is refused elsewhere") {
    const testing::TemporaryFolder folder;
    const auto write = [&folder](const std::string& name, const std::string& text) {
      const auto path = (folder.path() / name).string();
      std::ofstream(path) << text;
      std::filesystem::permissions(path, std::filesystem::perms(0600));
      return path;
    };
    const auto load = [&write](const std::string& text) {
      return load_config(write("boothd.toml", text));
    };
    write("key", "k");
    const std::string s3 =
        "[[target]]\nname = \"c\"\nkind = \"s3\"\nurl = \"https://s3.example\"\nbucket = \"b\"\n"
        "region = \"r\"\naccess_key_file = \"key\"\nsecret_key_file = \"key\"\n"
        "session_token_file = \"key\"\nprefix = \"tenant/\"\npath_style = false\n"
        "proxy = \"http://10.0.0.1:3128\"\nportal_check_url = \"http://s3.example/up\"\n";
    const auto bucket = load(std::string(kLeast) + s3);
    REQUIRE_MESSAGE(bucket.has_value(), bucket.error().context);
    const auto& cloud = bucket->targets.at(0);
    CHECK(cloud.session_token_file == (folder.path() / "key").string());
    CHECK(cloud.prefix == "tenant/");
    CHECK_FALSE(cloud.is_path_style);
    CHECK(cloud.proxy == "http://10.0.0.1:3128");
    CHECK(cloud.portal_check_url == "http://s3.example/up");

    const auto tus = load(std::string(kLeast) +
                          "[[target]]\nname = \"c\"\nkind = \"tus\"\nurl = \"https://t.example/\"\n"
                          "receipt_url = \"https://t.example/received\"\nchunk_mib = 6\n"
                          "fixed_chunk = true\n");
    REQUIRE_MESSAGE(tus.has_value(), tus.error().context);
    CHECK(tus->targets.at(0).receipt_url == "https://t.example/received");
    CHECK(tus->targets.at(0).chunk_bytes == 6 << 20);
    CHECK(tus->targets.at(0).is_chunk_fixed);

    const std::string put =
        std::string(kLeast) + "[[target]]\nname = \"c\"\nkind = \"put\"\nurl = \"https://c/\"\n";
    for (const auto* line : {"session_token_file = \"key\"\n", "receipt_url = \"https://c/\"\n",
                             "chunk_mib = 3\n", "fixed_chunk = true\n"})
      CHECK(load(put + line).error().context.find("expected nothing") != std::string::npos);
  }
}

}  // namespace booth

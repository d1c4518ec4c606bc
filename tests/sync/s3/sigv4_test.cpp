#include "sync/s3/sigv4.hpp"

#include <ctime>
#include <fstream>

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include "daemon/runtime/sha256.hpp"
#include "drivers/demo/rig/child_process.hpp"
#include "drivers/demo/rig/temp_folder.hpp"

namespace booth::s3 {
namespace {

const Keys kKeys{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", ""};
const UtcTime kMay2013{std::chrono::sys_days{std::chrono::May / 24 / 2013}};

std::string authorization(const std::vector<HttpHeader>& headers) {
  for (const auto& header : headers)
    if (header.name == "Authorization") return header.value;
  return {};
}

std::string signature_of(const Unsigned& request) {
  const auto text = authorization(sign(request, kKeys, {"us-east-1"}, kMay2013));
  return text.substr(text.find("Signature=") + 10);
}

Unsigned example(const std::string& method, const std::string& path) {
  return {.method = method,
          .host = "examplebucket.s3.amazonaws.com",
          .path = path,
          .payload_sha256 = kEmptyPayload};
}

UtcTime parse_time(const std::string& text) {
  std::tm parts{};
  REQUIRE(strptime(text.c_str(), "%Y%m%dT%H%M%SZ", &parts) != nullptr);
  return UtcTime{std::chrono::seconds(timegm(&parts))};
}

std::string tidy_authorization(std::string text) {  // botocore writes ", " where we write ","
  for (auto at = text.find(", "); at != std::string::npos; at = text.find(", "))
    text.erase(at + 1, 1);
  return text;
}

std::string query_parameter(const std::string& url, const std::string& name) {
  const auto at = url.find(name + "=");
  return at == std::string::npos
             ? ""
             : url.substr(at + name.size() + 1, url.find('&', at) - at - name.size() - 1);
}

}  // namespace

TEST_SUITE("sync/s3/sigv4") {
  // The published examples of "Authenticating Requests" in the Amazon S3 API reference.
  TEST_CASE("published example: GET with a range") {
    auto request = example("GET", "/test.txt");
    request.headers = {{"Range", "bytes=0-9"}};
    CHECK(signature_of(request) ==
          "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
  }
  TEST_CASE("published example: PUT of a key with a dollar sign") {
    auto request = example("PUT", "/test$file.text");
    request.headers = {{"Date", "Fri, 24 May 2013 00:00:00 GMT"},
                       {"x-amz-storage-class", "REDUCED_REDUNDANCY"}};
    request.payload_sha256 = sha256_hex("Welcome to Amazon S3.");
    CHECK(signature_of(request) ==
          "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
  }
  TEST_CASE("published example: a query key without value") {
    auto request = example("GET", "/");
    request.query = {{"lifecycle", ""}};
    CHECK(signature_of(request) ==
          "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
  }
  TEST_CASE("published example: query keys out of order") {
    auto request = example("GET", "/");
    request.query = {{"prefix", "J"}, {"max-keys", "2"}};
    CHECK(signature_of(request) ==
          "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
  }
  TEST_CASE("published example: a presigned URL") {
    const auto url = presign(example("GET", "/test.txt"), kKeys, {"us-east-1"}, kMay2013,
                             std::chrono::hours(24));
    CHECK(url.ends_with(
        "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"));
  }

  TEST_CASE("encoding is strict, and the query goes out as it was signed") {
    CHECK(uri_encode("a b+c/d~ü", true) == "a%20b%2Bc/d~%C3%BC");
    CHECK(uri_encode("a/b", false) == "a%2Fb");
    CHECK(query_text({}).empty());
    CHECK(query_text({{"uploads", ""}, {"prefix", "a/b"}}) == "?prefix=a%2Fb&uploads=");
  }

  TEST_CASE("botocore signs the same, for random keys, queries, headers and tokens") {
    demo::TempFolder folder("oracle");
    const auto log = folder.path() / "signed";
    auto oracle = demo::ChildProcess::start(
        {.words = {"/usr/bin/python3",
                   std::string(BOOTH_SOURCE_DIR) + "/tests/sync/s3/sigv4_oracle.py", "7", "300"},
         .environment = {},
         .log = log,
         .folder = {}});
    REQUIRE(oracle.has_value());
    const auto status = oracle->wait_for_end(std::chrono::seconds(90));
    REQUIRE(status.has_value());
    if (*status != 0 && oracle->log_end().find("ModuleNotFoundError") != std::string::npos) {
      MESSAGE("skipped: install python3-botocore to compare with it");
      return;
    }
    REQUIRE_MESSAGE(*status == 0, oracle->log_end());
    std::ifstream lines(log);
    int compared = 0;
    for (std::string line; std::getline(lines, line); ++compared) {
      const auto spoken = boost::json::parse(line).as_object();
      const auto word = [&spoken](const char* name) {
        return std::string(spoken.at(name).as_string());
      };
      Unsigned request{.method = word("method"),
                       .host = word("host"),
                       .path = word("path"),
                       .payload_sha256 = word("sha256")};
      for (const auto& pair : spoken.at("query").as_array())
        request.query.emplace_back(pair.at(0).as_string(), pair.at(1).as_string());
      for (const auto& pair : spoken.at("headers").as_array())
        request.headers.push_back(
            {std::string(pair.at(0).as_string()), std::string(pair.at(1).as_string())});
      const Keys keys{word("access_key"), word("secret_key"), word("token")};
      CAPTURE(line);
      const auto ours = sign(request, keys, {"eu-central-1"}, parse_time(word("date")));
      CHECK(authorization(ours) == tidy_authorization(word("authorization")));

      request.method = "GET";
      const auto linked_at = parse_time(query_parameter(word("url"), "X-Amz-Date"));
      const auto link =
          presign(request, keys, {"eu-central-1"}, linked_at, std::chrono::seconds(900));
      CHECK(query_parameter(link, "X-Amz-Signature") ==
            query_parameter(word("url"), "X-Amz-Signature"));
    }
    CHECK(compared == 300);
  }
}

}  // namespace booth::s3

#include "daemon/runtime/config_target.hpp"

#include <set>

#include "daemon/runtime/config_names.hpp"
#include "daemon/runtime/config_url.hpp"

namespace booth {
namespace {

void check_client(ConfigTable& table, const std::string& cert, const std::string& key) {
  if (cert.empty() != key.empty())
    table.problem("client_key_file", "both client_cert_file and client_key_file, or neither",
                  "only one");
}

void check_portal(ConfigTable& table, const std::string& url) {
  if (!url.empty() && !url.starts_with("http://"))
    table.problem("portal_check_url", "http://, because a portal cannot answer https",
                  '"' + url + '"');
}

void check_target(ConfigTable& table, const Config::Target& target) {
  if (target.kind == "folder") {
    if (target.url.empty())
      table.problem("folder", "a path, because kind is \"folder\"", "nothing");
  } else {
    check_url(table, "url", target.url);
    if (table.has("folder"))
      table.problem("folder", "nothing, because kind is not \"folder\"", "a value");
  }
  check_client(table, target.client_cert_file, target.client_key_file);
  check_portal(table, target.portal_check_url);
  const bool is_s3 = target.kind == "s3";
  for (const auto* key : {"bucket", "region", "access_key_file", "secret_key_file"})
    if (is_s3 && !table.has(key)) table.problem(key, "a value, because kind is \"s3\"", "nothing");
  for (const auto* key : {"bucket", "region", "access_key_file", "secret_key_file",
                          "session_token_file", "prefix", "path_style"})
    if (!is_s3 && table.has(key))
      table.problem(key, "nothing, because kind is not \"s3\"", "a value");
  for (const auto* key : {"receipt_url", "chunk_mib", "fixed_chunk"})
    if (target.kind != "tus" && table.has(key))
      table.problem(key, "nothing, because kind is not \"tus\"", "a value");
  check_url(table, "receipt_url", target.receipt_url);
  check_url(table, "public_url", target.public_url);
  // tus servers make up their own names: nobody could find the page.
  if (target.kind == "tus" && !target.public_url.empty())
    table.problem("public_url", "nothing, because kind is \"tus\"", '"' + target.public_url + '"');
}

Config::Target read_target(ConfigTable& table) {
  Config::Target target;
  target.name = name_in(table, "name", kSlug);
  target.kind = table.word("kind", "", {"put", "s3", "tus", "folder"});
  if (!table.has("kind"))
    table.problem("kind", "one of \"put\", \"s3\", \"tus\", \"folder\"", "nothing");
  const auto folder = table.path("folder", "");
  target.url = target.kind == "folder" ? folder : table.required_text("url");
  target.classes = table.words("classes", {"share_copy", "sheet", "original"},
                               {"share_copy", "sheet", "original"});
  target.events = table.list("events");
  for (const auto& slug : target.events)
    if (slug.empty() || slug.find_first_not_of(kSlug.letters) != std::string::npos)
      table.problem("events", kSlug.title, '"' + slug + '"');
  target.public_url = table.text("public_url", "");
  target.verify = table.word("verify", target.verify, {"read_back", "size"});
  target.token_file = table.secret_file("token_file");
  target.ca_file = table.file("ca_file");
  target.client_cert_file = table.file("client_cert_file");
  target.client_key_file = table.secret_file("client_key_file");
  target.proxy = table.text("proxy", "");
  target.upload_bytes_per_s =
      std::int64_t{1024} * table.whole("upload_kib_per_s", 0, 0, 10'000'000);
  target.bucket = table.text("bucket", "");
  target.region = table.text("region", "");
  target.access_key_file = table.secret_file("access_key_file");
  target.secret_key_file = table.secret_file("secret_key_file");
  target.session_token_file = table.secret_file("session_token_file");
  target.prefix = table.text("prefix", "");
  target.is_path_style = table.yes("path_style", target.is_path_style);
  target.portal_check_url = table.text("portal_check_url", "");
  target.receipt_url = table.text("receipt_url", "");
  target.chunk_bytes = kMiB * table.whole("chunk_mib", 8, 1, 1024);
  target.is_chunk_fixed = table.yes("fixed_chunk", target.is_chunk_fixed);
  check_target(table, target);
  table.finish();
  return target;
}

}  // namespace

std::vector<Config::Target> read_targets(ConfigTable& root) {
  std::vector<Config::Target> targets;
  std::set<std::string> names;
  for (auto& table : root.tables("target")) {
    const auto target = targets.emplace_back(read_target(table));
    if (!target.name.empty() && !names.insert(target.name).second)
      table.problem("name", "a name of its own", '"' + target.name + "\" a second time");
  }
  return targets;
}

Config::Facts read_facts(ConfigTable table) {
  Config::Facts facts;
  facts.url = table.text("url", "");
  facts.heartbeat_url = table.text("heartbeat_url", "");
  facts.heartbeat_every = table.seconds("heartbeat_s", facts.heartbeat_every, 5, 86'400);
  facts.source = table.text("source", "");
  facts.token_file = table.secret_file("token_file");
  facts.ca_file = table.file("ca_file");
  facts.client_cert_file = table.file("client_cert_file");
  facts.client_key_file = table.secret_file("client_key_file");
  facts.proxy = table.text("proxy", "");
  facts.portal_check_url = table.text("portal_check_url", "");
  facts.is_compressed = table.yes("gzip", facts.is_compressed);
  check_url(table, "url", facts.url);
  check_url(table, "heartbeat_url", facts.heartbeat_url);
  check_client(table, facts.client_cert_file, facts.client_key_file);
  check_portal(table, facts.portal_check_url);
  table.finish();
  return facts;
}

}  // namespace booth

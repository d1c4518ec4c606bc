#include <fstream>
#include <iterator>

#include <boost/json.hpp>

#include "daemon/core/upload/share_link.hpp"
#include "daemon/runtime/sha256.hpp"
#include "tests/contracts/store_contract_rig.hpp"

namespace booth {

using namespace booth::testing;

namespace {

SqliteStoreOptions public_cloud(const std::filesystem::path& folder) {
  auto options = two_targets(folder);
  options.targets[0].is_public = true;
  options.share_page = "<!doctype html><title>pictures</title>";
  return options;
}

struct ShareRig {
  TemporaryFolder folder;
  StoreTimer timer;
  std::unique_ptr<SqliteStore> store = must(SqliteStore::open(public_cloud(folder.path()), timer));

  Session shared_session() {
    auto session = new_session(timer);
    session.plan.share_id = "abcdefghijklmnopqrstuv";
    session.plan.share_url = "https://p.example/share/x.html#abcdefghijklmnopqrstuv";
    return session;
  }
  std::vector<UploadItem> uploads() { return must(await_result(store->uploads(SessionId(), 100))); }
  UploadItem upload_with(const std::string& key) {
    for (const auto& each : uploads())
      if (each.key == key) return each;
    FAIL("no upload for " << key);
    return {};
  }
  std::string bytes_of(const UploadItem& item) {
    std::ifstream file(store->absolute_path(item.path), std::ios::binary);
    std::string bytes(std::istreambuf_iterator<char>(file), {});
    CHECK(static_cast<std::int64_t>(bytes.size()) == item.size_bytes);
    CHECK(sha256_hex(bytes) == item.sha256);
    return bytes;
  }
};

}  // namespace

TEST_SUITE("contracts/store/share") {
  TEST_CASE_FIXTURE(ShareRig,
                    "the page waits once for each public target, however often we start") {
    store.reset();
    store = must(SqliteStore::open(public_cloud(folder.path()), timer));
    REQUIRE(uploads().size() == 1);
    const auto page = uploads().at(0);
    CHECK(page.target == "cloud");
    CHECK(page.kind == UploadClass::ShareCopy);
    CHECK(page.content_type == "text/html; charset=utf-8");
    CHECK(page.key == share_page_key(page.sha256));
    CHECK(bytes_of(page) == public_cloud(folder.path()).share_page);
  }

  TEST_CASE_FIXTURE(ShareRig,
                    "a session keeps its address and has a placeholder before any photo") {
    const auto session = must(await_result(store->add_session(shared_session())));
    CHECK(session.plan.share_url == shared_session().plan.share_url);
    CHECK(must(await_result(store->session(session.id))).plan.share_id == session.plan.share_id);

    const auto begun = upload_with("share/abcdefghijklmnopqrstuv/begun.json");
    CHECK(begun.session == session.id);
    CHECK(begun.content_type == "application/json");
    const auto manifest = boost::json::parse(bytes_of(begun)).as_object();
    CHECK(manifest.at("state") == "begun");
    CHECK(manifest.at("title") == "Anna & Ben");
    CHECK(manifest.at("number") == 1);
  }

  TEST_CASE_FIXTURE(ShareRig, "with the sheet the page learns where its pictures are") {
    const auto session = must(await_result(store->add_session(shared_session())));
    must(await_result(
        store->move_session(session.id, SessionState::Preparing, SessionState::Composing, "")));
    must(await_result(store->add_sheet(new_sheet(timer, session, 0))));
    const auto done = upload_with("share/abcdefghijklmnopqrstuv/pictures.json");
    const auto manifest = boost::json::parse(bytes_of(done)).as_object();
    CHECK(manifest.at("state") == "done");
    const auto& picture = manifest.at("pictures").at(0).as_object();
    const auto share = upload_with(std::string(picture.at("share_key").as_string()));
    CHECK(share.kind == UploadClass::ShareCopy);
    CHECK(upload_with(std::string(picture.at("print_key").as_string())).kind == UploadClass::Sheet);
    // Newest first: the picture leaves before the word that it is there.
    const auto waiting =
        must(await_result(store->waiting_uploads("cloud", UploadClass::ShareCopy, 9)));
    REQUIRE(waiting.size() == 4);
    CHECK(waiting[0].id == share.id);
    CHECK(waiting[1].id == done.id);
  }

  TEST_CASE_FIXTURE(ShareRig, "an address is never given twice") {
    must(await_result(store->add_session(shared_session())));
    CHECK(code_of(await_result(store->add_session(shared_session()))) == Errc::Conflict);
  }

  TEST_CASE_FIXTURE(ShareRig, "without an address nothing of it exists") {
    const auto session = must(await_result(store->add_session(new_session(timer))));
    CHECK(session.plan.share_url.empty());
    CHECK(uploads().size() == 1);
  }
}

TEST_SUITE("contracts/fact_outbox") {
  TEST_CASE_FIXTURE(StoreRig, "the log is the queue: one number says what has been taken") {
    FactOutbox& outbox = *opened;
    CHECK(must(await_result(outbox.fact_progress())).waiting == 0);
    for (int i = 0; i < 3; ++i) must(await_result(store.add_fact("a.b", "s", "{}")));
    const auto before = must(await_result(outbox.fact_progress()));
    CHECK(before.waiting == 3);
    CHECK(before.oldest_waiting == timer.now);
    must(await_result(outbox.advance_facts(before.position, before.position + 2)));
    CHECK(code_of(await_result(outbox.advance_facts(before.position, 9))) == Errc::Conflict);
    const auto after = must(await_result(outbox.fact_progress()));
    CHECK(after.position == before.position + 2);
    CHECK(after.waiting == 1);
  }

  TEST_CASE_FIXTURE(StoreRig, "a fact set aside is kept with its reason, and the next one is due") {
    FactOutbox& outbox = *opened;
    const auto bad = must(await_result(store.add_fact("a.b", "s", R"({"x":1})")));
    must(await_result(store.add_fact("a.c", "s", "{}")));
    const auto position = must(await_result(outbox.fact_progress())).position;
    must(await_result(outbox.set_fact_aside(position, bad, "400: not understood")));
    const auto progress = must(await_result(outbox.fact_progress()));
    CHECK(progress.set_aside == 1);
    CHECK(progress.waiting == 1);
    const auto aside = must(await_result(outbox.facts_set_aside(10)));
    REQUIRE(aside.size() == 1);
    CHECK(aside[0].fact.id == bad.id);
    CHECK(aside[0].fact.data == bad.data);
    CHECK(aside[0].reason == "400: not understood");
    must(await_result(outbox.settle_fact(bad.id)));
    CHECK(must(await_result(outbox.fact_progress())).set_aside == 0);
  }
}

}  // namespace booth

// Drives the store through everything that becomes a fact, and prints the batch that would go to
// the operator's back end, and a heartbeat: fact_schemas_test.py holds both against the schemas.
#include <fstream>
#include <iostream>
#include <map>
#include <stdexcept>

// The rigs that are used here carry doctest with them.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>

#include "daemon/app/run_heartbeat.hpp"
#include "sync/cloud_events/event_json.hpp"
#include "tests/store/store_rig.hpp"
#include "tests/support/temporary_folder.hpp"

namespace booth::testing {
namespace {

template <class T>
T got(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().context);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

class Samples {
 public:
  explicit Samples(const std::filesystem::path& folder)
      : folder_(folder),
        opened_(got(SqliteStore::open(options(folder), timer_))),
        store_(*opened_) {}

  void walk_sessions() {
    using S = SessionState;
    const auto done = begin();
    got(await_result(store_.choose_look(done.id, "bw", "")));
    walk(done, {S::Preparing, S::CountingDown, S::Capturing, S::Preparing, S::CountingDown,
                S::Capturing, S::Reviewing});
    got(await_result(store_.add_shot(new_shot(timer_, done, 0, "one"))));
    got(await_result(store_.add_shot(new_shot(timer_, done, 0, "again"))));
    got(await_result(store_.quarantine(timer_.make<ShotId>(), jpeg_bytes("bad"), "not a photo")));
    walk(done, {S::Reviewing, S::Composing});
    got(await_result(store_.add_sheet(new_sheet(timer_, done, 2))));
    walk(begin(), {S::Preparing, S::Cancelled});
    walk(begin(), {S::Preparing, S::Interrupted});
  }

  void walk_prints() {
    using P = PrintState;
    for (const auto last : {P::Printed, P::Held}) {
      auto print = got(await_result(store_.open_prints(1))).at(0);
      for (const auto next : {P::Submitting, P::Spooled, P::Sending, P::Queued, last}) {
        const auto from = print.state;
        print.state = next;
        print.printer = "dnp";
        print.reason = next == P::Held ? "the ribbon is empty" : "";
        print.proof = next == P::Printed ? PrintProof::GuardJournal : PrintProof::None;
        got(await_result(store_.move_print(from, print)));
      }
      for (const auto next : {P::Unknown, P::Failed, P::Cancelled})
        if (last == P::Held) {
          const auto from = print.state;
          print.state = next;
          got(await_result(store_.move_print(from, print)));
        }
    }
  }

  void reach_limit() {
    PrintJob one_more;
    one_more.id = timer_.make<PrintId>();
    one_more.sheet = got(await_result(store_.open_prints(1))).at(0).sheet;
    one_more.requested_by = "guest";
    got(await_result(store_.add_prints({one_more}, {.per_event = 1})));
  }

  void walk_printers() {
    PrinterMemory printer{.name = "dnp"};
    for (const auto& [fact, data] : std::map<std::string, std::string>{
             {"printer.mode_changed", R"({"mode":"draining","by":"boothctl:root"})"},
             {"printer.media_changed", R"({"medium":"6x4","left":400,"left_before":3})"},
             {"printer.media_low", R"({"medium":"6x4","left":20})"}})
      got(await_result(store_.save_printer(printer, fact, data)));
  }

  void walk_uploads() {
    for (const auto end : {UploadState::Synced, UploadState::Parked}) {
      auto item =
          got(await_result(store_.waiting_uploads("cloud", UploadClass::Original, 1))).at(0);
      item.state = UploadState::Sending;
      got(await_result(store_.move_upload(UploadState::Waiting, item, "")));
      item.state = end;
      item.last_error = end == UploadState::Parked ? "413 too large" : "";
      got(await_result(store_.move_upload(UploadState::Sending, item, "head: size")));
    }
  }

  void forget() {
    const auto key = folder_ / "contact-key";
    std::ofstream(key) << std::string(64, 'a') << "\n";
    for (const auto& session : got(await_result(store_.sessions(10, SessionId())))) {
      if (session.state != SessionState::Done) continue;
      got(await_result(opened_->add_contact({{},
                                             session.id,
                                             ContactKind::Email,
                                             "guest@example.org",
                                             "2026-1",
                                             std::string(64, 'b')})));
      got(await_result(opened_->forget_session(session.id, "boothctl:root")));
      for (const auto& item : got(await_result(opened_->wanted_erasures("cloud", 10))))
        got(await_result(opened_->settle_erasure(item.id, "delete: then 404", "")));
    }
  }

  void print_all() {
    const auto source = event_source("front door");
    auto facts = got(await_result(store_.facts(0, 10'000)));
    BoothStatus status;
    status.version = "0.1.0";
    status.event = "anna-und-ben";
    status.health = {{"printer dnp", HealthLevel::Degraded, {}, "paper is low", "put paper in"}};
    status.printers.push_back({"dnp", {}, {}, ""});
    facts.push_back({static_cast<std::int64_t>(facts.size()) + 1, timer_.make<FactId>(),
                     "heartbeat", "", heartbeat_report(status), timer_.now});
    std::cout << batch_json(facts, source) << "\n";
  }

 private:
  static SqliteStoreOptions options(const std::filesystem::path& folder) {
    auto options = two_targets(folder);
    options.contact_key_file = folder / "contact-key";
    return options;
  }

  Session begin() { return got(await_result(store_.add_session(new_session(timer_)))); }

  void walk(const Session& session, const std::vector<SessionState>& states) {
    for (std::size_t i = 1; i < states.size(); ++i) {
      const auto reason = states[i] == SessionState::Cancelled ? "a guest walked off" : "";
      got(await_result(store_.move_session(session.id, states[i - 1], states[i], reason)));
    }
  }

  std::filesystem::path folder_;
  StoreTimer timer_;
  std::unique_ptr<SqliteStore> opened_;
  SqliteStore& store_;
};

}  // namespace
}  // namespace booth::testing

int main() {
  const booth::testing::TemporaryFolder folder;
  booth::testing::Samples samples(folder.path());
  samples.walk_sessions();
  samples.reach_limit();
  samples.walk_prints();
  samples.walk_printers();
  samples.walk_uploads();
  samples.forget();
  samples.print_all();
}

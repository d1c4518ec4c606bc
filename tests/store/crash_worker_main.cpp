// A booth without camera and printer: adds sessions, photos and sheets as fast as the disk allows
// and says on standard output what the store has acknowledged, one line per promise. crash_test.cpp
// kills it at any moment.
//
//   store-crash-worker crash STATE_DIR SEED    until killed
//   store-crash-worker full STATE_DIR          fills a small disk of its own; exit 0 = all promises
//   kept, 77 = cannot mount
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>

#include "daemon/runtime/sha256.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "tests/support/await_result.hpp"
#include "tests/support/small_disk.hpp"

namespace booth {
namespace {

constexpr int kSkipped = 77;

template <class T>
T must(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().context);
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// One write per line: the reader never sees half a promise as a whole one.
void acknowledge(const std::string& line) {
  const auto whole = line + "\n";
  if (::write(STDOUT_FILENO, whole.data(), whole.size()) != static_cast<ssize_t>(whole.size()))
    throw std::runtime_error("nobody listens");
}

class Worker {
 public:
  Worker(const std::filesystem::path& state_dir, unsigned seed) : random_(seed) {
    SqliteStoreOptions options;
    options.state_dir = state_dir;
    options.targets = {
        {"cloud", {UploadClass::ShareCopy, UploadClass::Sheet, UploadClass::Original}}};
    options.reserve_bytes = 0;
    store_ = must(SqliteStore::open(std::move(options), timer_));
    must(await_result(store_->reopen_uploads()));
  }

  Store& store() { return *store_; }

  Session begin_session() {
    Session session;
    session.id = make<SessionId>();
    session.plan.event = "crash";
    session.plan.template_name = "t";
    session.plan.shots = 4;
    session = must(await_result(store_->add_session(session)));
    acknowledge("session " + session.id.str());
    return session;
  }

  Result<Shot> take_shot(const Session& session, int slot) {
    Store::NewShot shot{make<ShotId>(), session.id, session.plan.event,
                        slot,           jpeg(),     timer_.utc_now()};
    const auto stored = await_result(store_->add_shot(std::move(shot)));
    if (stored) acknowledge("shot " + stored->id.str() + " " + stored->path + " " + stored->sha256);
    return stored;
  }

  Result<Sheet> make_sheet(const Session& session) {
    must(await_result(
        store_->move_session(session.id, SessionState::Preparing, SessionState::Composing, "")));
    Store::NewSheet sheet;
    sheet.id = make<SheetId>();
    sheet.session = session.id;
    sheet.jpeg = jpeg();
    sheet.share_jpeg = jpeg();
    sheet.prints.resize(1);
    sheet.prints[0].id = make<PrintId>();
    const auto stored = await_result(store_->add_sheet(std::move(sheet)));
    if (stored)
      acknowledge("sheet " + stored->id.str() + " " + stored->path + " " + stored->sha256);
    return stored;
  }

  /// Three copies at once: all of them or none.
  void ask_for_copies(const Sheet& sheet) {
    std::vector<PrintJob> copies(3);
    for (auto& copy : copies) {
      copy.id = make<PrintId>();
      copy.sheet = sheet.id;
      copy.requested_by = "three copies";
    }
    const auto added = must(await_result(store_->add_prints(copies, {})));
    acknowledge("copies " + sheet.id.str() + " " + std::to_string(added.prints.size()));
  }

  void print_one() {
    auto prints = must(await_result(store_->open_prints(1)));
    if (prints.empty()) return;
    auto& print = prints[0];
    const auto from = print.state;
    print.state = from == PrintState::Queued ? PrintState::Submitting : PrintState::Printed;
    print.attempts += from == PrintState::Queued ? 1 : 0;
    must(await_result(store_->move_print(from, print)));
    acknowledge("print " + print.id.str() + " " + std::string(to_string(print.state)));
  }

  void upload_one() {
    auto waiting = must(await_result(store_->waiting_uploads("cloud", UploadClass::Original, 1)));
    if (waiting.empty()) return;
    auto& upload = waiting[0];
    upload.state = UploadState::Sending;
    must(await_result(store_->move_upload(UploadState::Waiting, upload, "")));
    upload.state = UploadState::Synced;
    must(await_result(store_->move_upload(UploadState::Sending, upload, "proof")));
    acknowledge("upload " + upload.id.str() + " synced");
  }

  int pick(int least, int most) { return std::uniform_int_distribution<int>(least, most)(random_); }

 private:
  template <class AnyId>
  AnyId make() {
    return AnyId(uuid_v7(timer_.utc_now(), timer_.random_bytes()));
  }
  Bytes jpeg() {
    Bytes bytes(static_cast<std::size_t>(pick(100, 60'000)));
    for (auto& byte : bytes) byte = static_cast<std::byte>(random_());
    bytes[0] = bytes[bytes.size() - 2] = std::byte{0xFF};
    bytes[1] = std::byte{0xD8};
    bytes.back() = std::byte{0xD9};
    return bytes;
  }

  std::mt19937 random_;
  SystemTimer timer_;
  std::unique_ptr<SqliteStore> store_;
};

void work_until_killed(const std::string& state_dir, unsigned seed) {
  Worker worker(state_dir, seed);
  acknowledge("ready");
  while (true) {
    const auto session = worker.begin_session();
    for (int slot = 0; slot < worker.pick(1, 4); ++slot) must(worker.take_shot(session, slot));
    if (worker.pick(0, 3) == 0) must(worker.take_shot(session, 0));  // a retake
    if (worker.pick(0, 5) != 0) {
      const auto sheet = must(worker.make_sheet(session));
      if (worker.pick(0, 1) == 0) worker.ask_for_copies(sheet);
    }
    for (int i = worker.pick(0, 3); i > 0; --i) worker.print_one();
    if (worker.pick(0, 1) == 0) worker.upload_one();
  }
}

/// Photos until the disk is full, room again, photos again.
int fill_the_disk(const std::string& folder) {
  std::filesystem::create_directories(folder);
  const auto disk = SmallDisk::mount_over(folder, "3m");
  if (!disk) return kSkipped;
  const auto ballast = folder + "/ballast";
  std::filesystem::create_directories(folder + "/state");
  if (std::FILE* file = std::fopen(ballast.c_str(), "w")) {
    const std::string block(400'000, 'x');
    std::fwrite(block.data(), 1, block.size(), file);
    std::fclose(file);
  }

  Worker worker(folder + "/state", 1);
  const auto session = worker.begin_session();
  int stored = 0;
  auto shot = worker.take_shot(session, 0);
  for (; shot; shot = worker.take_shot(session, 0)) ++stored;
  if (shot.error().code != Errc::DiskFull)
    throw std::runtime_error("not DiskFull: " + shot.error().context);
  if (stored < 10) throw std::runtime_error("the disk was full too soon");

  // What was acknowledged is there; what was refused has left nothing that takes room.
  const auto shots = must(await_result(worker.store().shots(session.id)));
  const auto kept = must(sha256_of_file(worker.store().absolute_path(shots.at(0).path)));
  if (kept != shots[0].sha256) throw std::runtime_error("the newest photo is damaged");

  std::filesystem::remove(ballast);
  must(worker.take_shot(session, 0));
  must(worker.make_sheet(session));
  return 0;
}

int run(const std::string& mode, const std::string& folder, unsigned seed) {
  if (mode == "full") return fill_the_disk(folder);
  work_until_killed(folder, seed);
  return 1;
}

}  // namespace
}  // namespace booth

int main(int argc, char** argv) {
  try {
    if (argc < 3) return 2;
    return booth::run(argv[1], argv[2], argc > 3 ? static_cast<unsigned>(std::atoi(argv[3])) : 0);
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "store-crash-worker: %s\n", failure.what());
    return 1;
  }
}

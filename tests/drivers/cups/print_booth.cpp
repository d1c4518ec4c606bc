#include "tests/drivers/cups/print_booth.hpp"

#include <algorithm>
#include <csignal>
#include <fstream>

#include "daemon/app/new_id.hpp"
#include "daemon/runtime/system_timer.hpp"
#include "daemon/store/sqlite_store.hpp"
#include "tests/support/await_result.hpp"
#include "tests/support/must.hpp"

namespace booth {
namespace {

namespace fs = std::filesystem;

demo::PrivateCups start_cups(const std::map<std::string, std::string>& directives) {
  auto cups = must(demo::PrivateCups::start(
      {.guard_program = BOOTH_BIN_DIR "/booth-guard", .directives = directives}));
  must(cups.add_backend("boothsim", BOOTH_BIN_DIR "/booth-simulated-backend"));
  return cups;
}

/// Written beside and renamed, so that a backend never reads half of it.
void replace_file(const fs::path& path, const std::string& text) {
  const auto part = path.string() + ".part";
  std::ofstream(part, std::ios::trunc) << text;
  fs::permissions(part, fs::perms(0666));
  fs::rename(part, path);
}

std::vector<std::string> lines_of(const fs::path& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

std::unique_ptr<SqliteStore> open_store(const fs::path& folder, Timer& timer) {
  SqliteStoreOptions options;
  options.state_dir = folder;
  options.reserve_bytes = 0;
  return must(SqliteStore::open(options, timer));
}

}  // namespace

PrintBooth::PrintBooth(std::vector<std::string> queues,
                       const std::map<std::string, std::string>& directives)
    : folder_("booth"), cups_(start_cups(directives)), queues_(std::move(queues)) {
  for (const auto& queue : queues_) {
    fs::create_directory(device(queue));
    fs::permissions(device(queue), fs::perms(0777));
    must(cups_.add_raw_queue(queue, "booth-guard:/boothsim:" + device(queue).string()));
  }
  // A cupsd that writes its files late must have the queues on the disk before it is killed.
  if (!directives.empty()) must(cups_.restart());
}

demo::IppPrinter& PrintBooth::plug_in_ipp_printer(const std::string& queue) {
  demo::TempFolder folder("ipp");
  fs::create_directory(folder.path() / "printed");
  auto printer = must(
      demo::IppPrinter::start({.folder = folder.path(), .printed = folder.path() / "printed"}));
  // The sheets of this printer are counted like those of a simulated one.
  fs::create_symlink(folder.path() / demo::IppPrinter::kPaper, device(queue) / "paper");
  must(cups_.run_tool({"lpadmin", "-x", queue}));
  must(cups_.add_driverless_queue(queue, printer.uri()));
  must(cups_.run_tool({"lpadmin", "-p", queue, "-v", "booth-guard:/" + printer.uri()}));
  const auto added = ipp_printers_.emplace(queue, IppRig{std::move(folder), std::move(printer)});
  return added.first->second.printer;
}

void PrintBooth::set_script(const std::string& queue, const std::string& lines) {
  replace_file(device(queue) / "script", lines);
}

void PrintBooth::set_state(const std::string& queue, const std::string& line) {
  replace_file(device(queue) / "state", line + "\n");
}

void PrintBooth::clear_state(const std::string& queue) {
  fs::remove(device(queue) / "state");
}

void PrintBooth::refill(const std::string& queue) {
  replace_file(device(queue) / "refilled", "");
}

std::vector<PrintId> PrintBooth::ask(int sheets) {
  SystemTimer timer;
  const auto store = open_store(folder_.path(), timer);
  Session session;
  session.id = new_id<SessionId>(timer);
  session.plan.event = "wedding";
  must(await_result(store->add_session(session)));
  must(await_result(
      store->move_session(session.id, SessionState::Preparing, SessionState::Composing, "")));

  Store::NewSheet sheet;
  sheet.id = new_id<SheetId>(timer);
  sheet.session = session.id;
  sheet.jpeg = {std::byte{0xff}, std::byte{0xd8}, std::byte{0xff}, std::byte{0xd9}};
  sheet.share_jpeg = {std::byte{2}};
  sheet.size = is_driverless() ? PixelSize{1200, 1800} : PixelSize{1240, 1844};
  sheet.medium = "4x6";
  sheet.recipe = "{}";
  std::vector<PrintId> ids;
  for (int i = 0; i < sheets; ++i) {
    PrintJob print;
    print.id = new_id<PrintId>(timer);
    print.requested_by = "guest";
    ids.push_back(print.id);
    sheet.prints.push_back(std::move(print));
  }
  must(await_result(store->add_sheet(std::move(sheet))));
  return ids;
}

demo::ChildProcess PrintBooth::start_daemon(int die_at) {
  demo::ChildCommand command{
      .words = {BOOTH_BIN_DIR "/booth-print-daemon", folder_.path().string(), cups_.server(),
                cups_.guard_journal().string()},
      .environment = {{"BOOTH_DIE_AT", std::to_string(die_at)},
                      {"BOOTH_PROFILE", is_driverless() ? "driverless" : "dnp-ds620"}},
      .log = folder_.path() / "daemon.log"};
  if (has_two_buffers_) command.environment["BOOTH_TWO_BUFFERS"] = "1";
  for (const auto& queue : queues_) command.words.push_back(queue);
  return must(demo::ChildProcess::start(command));
}

std::string PrintBooth::run_to_the_end(std::chrono::milliseconds patience) {
  auto daemon = start_daemon();
  const auto status = daemon.wait_for_end(patience);
  if (status && *status == 0) return {};
  return "the daemon did not settle all prints:\n" + daemon.log_end(60);
}

void PrintBooth::kill_backends(const std::string& scheme, int signal) {
  // CUPS names its backends after the device, and the device is in a folder or at a port that only
  // this rig has.
  std::vector<std::string> marks{cups_.scratch().string()};
  for (const auto& [queue, rig] : ipp_printers_) marks.push_back(rig.printer.uri());
  for (const auto& entry : fs::directory_iterator("/proc")) {
    const auto pid = entry.path().filename().string();
    if (pid.find_first_not_of("0123456789") != std::string::npos) continue;
    std::string name;
    std::ifstream file(entry.path() / "cmdline");
    std::getline(file, name, '\0');
    const auto is_in = [&name](const std::string& mark) {
      return name.find(mark) != std::string::npos;
    };
    if (name.starts_with(scheme) && std::any_of(marks.begin(), marks.end(), is_in))
      ::kill(std::stoi(pid), signal);
  }
}

std::vector<PrintJob> PrintBooth::rows() {
  SystemTimer timer;
  const auto store = open_store(folder_.path(), timer);
  return must(await_result(store->prints(SessionId(), 10'000)));
}

int PrintBooth::sheets_of(const PrintId& print) const {
  std::ptrdiff_t count = 0;
  for (const auto& queue : queues_) {
    const auto paper = lines_of(device(queue) / "paper");
    count += std::count(paper.begin(), paper.end(), print.str());
  }
  return static_cast<int>(count);
}

int PrintBooth::sheets_in_all() const {
  std::size_t count = 0;
  for (const auto& queue : queues_) count += lines_of(device(queue) / "paper").size();
  return static_cast<int>(count);
}

bool PrintBooth::have_backends_overlapped() const {
  return std::any_of(queues_.begin(), queues_.end(), [this](const std::string& queue) {
    return fs::exists(device(queue) / "overlaps");
  });
}

std::string PrintBooth::daemon_log() const {
  std::string text;
  for (const auto& line : lines_of(folder_.path() / "daemon.log")) text += line + "\n";
  return text;
}

std::string PrintBooth::broken_promises() {
  std::string broken;
  for (const auto& row : rows()) {
    const int sheets = sheets_of(row.id);
    const auto who = "print " + row.id.str() + " is " + std::string(to_string(row.state)) + " (" +
                     row.reason + ") with " + std::to_string(sheets) + " sheets\n";
    const bool is_kept = row.state == PrintState::Printed
                             ? sheets == 1 && row.proof == PrintProof::GuardJournal
                         : row.state == PrintState::Held    ? sheets == 0 && !row.reason.empty()
                         : row.state == PrintState::Unknown ? sheets <= 1 && !row.reason.empty()
                                                            : false;
    if (!is_kept) broken += who;
  }
  if (have_backends_overlapped()) broken += "two backends were at work on one device\n";
  return broken;
}

}  // namespace booth

#include "drivers/demo/rig/private_cups.hpp"

#include <fstream>
#include <system_error>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace booth::demo {
namespace {

namespace fs = std::filesystem;

constexpr auto kDistribution = "/usr/lib/cups";
constexpr auto kStartPatience = std::chrono::seconds(20);
constexpr auto kToolPatience = std::chrono::seconds(60);
// Debian's `nobody` and `nogroup`.
constexpr uid_t kNobody = 65534;

/// In test mode the driver must be told which USB device it talks to; the model stands in the
/// device URI.
constexpr auto kTestDriver = R"(#!/bin/sh
case "$DEVICE_URI" in
  *://canon-cp910/*) EXTRA_VID=04a9 EXTRA_PID=327a ;;
  *://canon-cp1300/*) EXTRA_VID=04a9 EXTRA_PID=32db ;;
  *://citizen-cw-01/*) EXTRA_VID=1343 EXTRA_PID=0002 ;;
  *://kodak-6850/*) EXTRA_VID=040a EXTRA_PID=402b ;;
  *://mitsubishi-d90dw/*) EXTRA_VID=06d3 EXTRA_PID=3b60 ;;
  *://sinfonia-chcs2145/*) EXTRA_VID=10ce EXTRA_PID=000e ;;
  *://sony-upcr10l/*) EXTRA_VID=054c EXTRA_PID=0226 ;;
  *://sony-updr200/*) EXTRA_VID=054c EXTRA_PID=035f ;;
  *) EXTRA_VID=1452 EXTRA_PID=8b01 ;; # DNP DS620; its driver takes it for all DNP and Citizen printers
esac
# A printer that is not there has no counter; the driver would crash on the question.
[ -z "$BACKEND_STATS_ONLY" ] || exit 1
export EXTRA_VID EXTRA_PID
exec /usr/lib/cups/backend/gutenprint53+usb "$@"
)";

std::map<std::string, std::string> cupsd_directives(const PrivateCups::Options& options,
                                                    const fs::path& folder) {
  std::map<std::string, std::string> directives{
      {"Listen", (folder / "run/cups.sock").string()},
      {"Browsing", "Off"},
      {"BrowseLocalProtocols", "none"},
      {"WebInterface", "No"},
      {"DefaultAuthType", "None"},
      {"LogLevel", "warn"},
      {"MaxLogSize", "0"},
      // The job list is on the disk before a client hears that its job was accepted.
      {"DirtyCleanInterval", "0"},
      // A job that waits for paper is not cancelled after three hours.
      {"MaxJobTime", "0"},
      {"JobRetryInterval", "1"},
      {"JobRetryLimit", "0"},
      {"ErrorPolicy", "retry-job"},
      {"IdleExitTimeout", "0"},
      {"PreserveJobHistory", "Yes"},
  };
  for (const auto& [name, value] : options.directives) directives[name] = value;
  return directives;
}

bool write_text(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::trunc);
  file << text;
  file.close();
  return !file.fail();
}

std::string cupsd_conf(const PrivateCups::Options& options, const fs::path& folder) {
  std::string text;
  for (const auto& [name, value] : cupsd_directives(options, folder))
    text += name + " " + value + "\n";
  return text +
         "<Location />\n  Order allow,deny\n  Allow all\n</Location>\n"
         "<Location /admin>\n  Order allow,deny\n  Allow all\n</Location>\n"
         "<Policy default>\n  JobPrivateAccess all\n  JobPrivateValues none\n"
         "  SubscriptionPrivateAccess all\n  SubscriptionPrivateValues none\n"
         "  <Limit All>\n    Order allow,deny\n    Allow all\n  </Limit>\n</Policy>\n";
}

std::string cups_files_conf(const PrivateCups::Options& options, const fs::path& folder) {
  const auto in = [&folder](const char* name) { return (folder / name).string(); };
  std::map<std::string, std::string> environment{
      {"TEST_MODE", "2"},
      // The backend ends when the sheet is out, not when its data is sent.
      {"FAST_RETURN", "0"},
      {"BOOTH_GUARD_JOURNAL", in("guard")},
      {"BOOTH_GUARD_KEEP", in("printed")}};
  for (const auto& [name, value] : options.environment) environment[name] = value;

  std::string text = "ServerRoot " + in("etc") + "\nStateDir " + in("run") + "\nCacheDir " +
                     in("cache") + "\nRequestRoot " + in("spool") + "\nTempDir " + in("spool/tmp") +
                     "\nServerKeychain " + in("etc/ssl") + "\nServerBin " + in("bin") +
                     "\nAccessLog " + in("log/access_log") + "\nErrorLog " + in("log/error_log") +
                     "\nPageLog " + in("log/page_log") +
                     "\nFileDevice Yes\nSandboxing off\nSystemGroup nogroup\nSyncOnClose Yes\n";
  for (const auto& [name, value] : environment) text += "SetEnv " + name + " " + value + "\n";
  return text;
}

/// The distribution's programs as symlinks; backends in a folder of our own, so that more can be
/// put beside them.
void make_server_bin(const fs::path& bin) {
  fs::create_directories(bin / "backend");
  for (const auto* const name : {"cgi-bin", "daemon", "driver", "filter", "monitor", "notifier"})
    fs::create_symlink(fs::path(kDistribution) / name, bin / name);
  for (const auto& entry : fs::directory_iterator(fs::path(kDistribution) / "backend"))
    fs::create_symlink(entry.path(), bin / "backend" / entry.path().filename());
  const auto driver = bin / "backend/gutenprint53+usb";
  fs::remove(driver);
  if (!write_text(driver, kTestDriver))
    throw std::system_error(errno, std::generic_category(), "cannot write " + driver.string());
  fs::permissions(driver, fs::perms(0755));
}

void give_to_nobody(const fs::path& folder) {
  const auto give = [](const fs::path& path) {
    if (::lchown(path.c_str(), kNobody, kNobody) != 0)
      throw std::system_error(errno, std::generic_category(), "lchown " + path.string());
  };
  give(folder);
  for (const auto& entry : fs::recursive_directory_iterator(folder)) give(entry.path());
}

void prepare(const fs::path& folder, const PrivateCups::Options& options) {
  for (const auto* const name : {"etc/ppd", "etc/ssl", "spool/tmp", "cache", "run/certs", "log",
                                 "guard", "printed", "scratch"})
    fs::create_directories(folder / name);
  make_server_bin(folder / "bin");
  if (!write_text(folder / "etc/cupsd.conf", cupsd_conf(options, folder)) ||
      !write_text(folder / "etc/cups-files.conf", cups_files_conf(options, folder)))
    throw std::system_error(errno, std::generic_category(), "cannot write into " + folder.string());
  if (::geteuid() == 0) give_to_nobody(folder);
}

bool accepts_connections(const std::string& socket_path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  socket_path.copy(address.sun_path, sizeof address.sun_path - 1);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  const bool is_open =
      ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(fd);
  return is_open;
}

Result<ChildProcess> start_cupsd(const fs::path& folder) {
  ChildCommand command{.log = folder / "log/cupsd.out"};
  if (::geteuid() == 0)
    command.words = {"setpriv",        "--reuid=65534",    "--regid=65534",
                     "--clear-groups", "--pdeathsig=KILL", "--"};
  // cupsd forgets a socket file only when it ends in peace.
  fs::remove(folder / "run/cups.sock");
  for (const auto& word : {std::string("/usr/sbin/cupsd"), std::string("-f"), std::string("-c"),
                           (folder / "etc/cupsd.conf").string(), std::string("-s"),
                           (folder / "etc/cups-files.conf").string()})
    command.words.push_back(word);
  auto cupsd = ChildProcess::start(command);
  if (!cupsd) return cupsd;
  const auto socket_path = (folder / "run/cups.sock").string();
  const auto ready =
      cupsd->wait_until_ready([&] { return accepts_connections(socket_path); }, kStartPatience);
  if (!ready) return ready.error();
  return cupsd;
}

}  // namespace

Result<PrivateCups> PrivateCups::start(Options options) {
  TempFolder folder("cups");
  try {
    prepare(folder.path(), options);
  } catch (const std::system_error& failure) {
    return make_error(Errc::Io, std::string("private cupsd: ") + failure.what());
  }
  auto cupsd = start_cupsd(folder.path());
  if (!cupsd) return cupsd.error();
  PrivateCups cups(std::move(folder), std::move(options), std::move(*cupsd));
  if (!cups.options_.guard_program.empty()) {
    const auto added = cups.add_backend("booth-guard", cups.options_.guard_program);
    if (!added) return added.error();
  }
  return cups;
}

Result<void> PrivateCups::restart() {
  cupsd_.stop();
  auto cupsd = start_cupsd(folder_.path());
  if (!cupsd) return cupsd.error();
  cupsd_ = std::move(*cupsd);
  return {};
}

Result<void> PrivateCups::add_backend(const std::string& name, const fs::path& program) {
  std::error_code failure;
  const auto target = folder_.path() / "bin/backend" / name;
  // Where the booth is installed, a link to the installed guard is there already.
  fs::remove(target, failure);
  if (!failure) fs::copy_file(program, target, failure);
  if (!failure) fs::permissions(target, fs::perms(0755), failure);
  if (failure)
    return make_error(Errc::Io, "backend " + program.string() + ": " + failure.message());
  return {};
}

Result<std::string> PrivateCups::run_tool(std::vector<std::string> words) {
  const TempFolder output("tool");
  auto child = ChildProcess::start({.words = std::move(words),
                                    .environment = {{"CUPS_SERVER", server()}, {"LC_ALL", "C"}},
                                    .log = output.path() / "out"});
  if (!child) return child.error();
  const auto status = child->wait_for_end(kToolPatience);
  if (!status) return status.error();
  auto text = child->log_end(1000);
  if (*status != 0) return make_error(Errc::Internal, text);
  return text;
}

Result<void> PrivateCups::add_gutenprint_queue(const std::string& queue, const std::string& model) {
  const auto uri = "booth-guard:/gutenprint53+usb://" + model + "/ANY";
  const auto made =
      run_tool({"lpadmin", "-p", queue, "-E", "-v", uri, "-m",
                "gutenprint.5.3://" + model + "/simple", "-o", "printer-error-policy=retry-job"});
  if (!made) return made.error();
  return {};
}

Result<void> PrivateCups::add_raw_queue(const std::string& queue, const std::string& device_uri) {
  const auto made = run_tool(
      {"lpadmin", "-p", queue, "-E", "-v", device_uri, "-o", "printer-error-policy=retry-job"});
  if (!made) return made.error();
  return {};
}

Result<void> PrivateCups::add_driverless_queue(const std::string& queue,
                                               const std::string& printer_uri) {
  const auto made = run_tool({"lpadmin", "-p", queue, "-E", "-v", printer_uri, "-m", "everywhere",
                              "-o", "printer-error-policy=retry-job"});
  if (!made) return made.error();
  return {};
}

}  // namespace booth::demo

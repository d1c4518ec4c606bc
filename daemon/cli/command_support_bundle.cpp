#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "daemon/cli/commands.hpp"
#include "daemon/cli/json_read.hpp"
#include "daemon/cli/people_text.hpp"
#include "daemon/cli/redact.hpp"
#include "daemon/cli/run_quietly.hpp"

namespace booth::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// Of each member: the end of a log says more than its beginning.
constexpr std::size_t kLargestMember = 1 << 20;

struct Member {
  const char* name;
  const char* source;
};
constexpr Member kAnswers[] = {{"status.json", "/v1/status"},
                               {"events.json", "/v1/events?limit=500"},
                               {"active-event.json", "/v1/active-event"},
                               {"sessions.json", "/v1/sessions?limit=200"},
                               {"prints.json", "/v1/prints?limit=500"},
                               {"uploads.json", "/v1/uploads?limit=500"},
                               {"facts.json", "/v1/facts?last=1000"},
                               {"service-level.json", "/v1/service-level"},
                               {"camera-settings.json", "/v1/camera/settings"},
                               {"metrics.txt", "/v1/metrics"}};
struct Look {
  const char* name;
  std::vector<std::string> words;
};

std::vector<Look> looks() {
  return {
      {"journal.txt",
       {"journalctl", "-u", "boothd", "-n", "5000", "--no-pager", "-o", "short-iso"}},
      {"kernel.txt", {"journalctl", "-k", "-n", "500", "--no-pager", "-o", "short-iso"}},
      {"cups-error-log.txt", {"tail", "-n", "2000", "/var/log/cups/error_log"}},
      {"printers.txt", {"lpstat", "-t"}},
      {"usb.txt", {"lsusb"}},
      {"disk.txt", {"df", "-h"}},
      {"inodes.txt", {"df", "-i"}},
      {"clock.txt", {"timedatectl"}},
      {"addresses.txt", {"ip", "-brief", "address"}},
      {"routes.txt", {"ip", "route"}},
      {"kernel-version.txt", {"uname", "-a"}},
      {"versions.txt",
       {"dpkg-query", "-W", "boothd", "libgphoto2-6", "cups-daemon", "printer-driver-gutenprint",
        "libsqlite3-0", "libcurl4", "libopencv-core406"}},
      {"processes.txt", {"ps", "-eo", "pid,ppid,stat,rss,etime,comm"}},
  };
}

class Bundle {
 public:
  explicit Bundle(bool has_names) : has_names_(has_names) {
    std::string pattern = (fs::temp_directory_path() / "booth-support-XXXXXX").string();
    if (const auto* made = ::mkdtemp(pattern.data())) folder_ = made;
  }
  ~Bundle() {
    std::error_code ignored;
    if (!folder_.empty()) fs::remove_all(folder_, ignored);
  }
  Bundle(const Bundle&) = delete;
  Bundle& operator=(const Bundle&) = delete;

  bool is_open() const { return !folder_.empty(); }

  void add(const std::string& name, std::string text) {
    text = redacted(text, has_names_);
    if (text.size() > kLargestMember)
      text = "[the beginning was cut off]\n" + text.substr(text.size() - kLargestMember);
    const auto inner = folder_ / "booth-support";
    fs::create_directories(inner);
    std::ofstream(inner / name, std::ios::binary) << text;
  }

  bool pack(const std::string& file) const {
    return run_quietly({"tar", "-C", folder_.string(), "-czf", file, "booth-support"}).is_success;
  }

 private:
  bool has_names_;
  fs::path folder_;
};

std::string file_name() {
  const auto now = std::time(nullptr);
  std::tm parts{};
  ::gmtime_r(&now, &parts);
  char text[64];
  std::strftime(text, sizeof text, "booth-support-%Y%m%d-%H%M%S.tar.gz", &parts);
  return text;
}

std::string text_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

ExitCode write_support_bundle(Shell& shell) {
  Bundle bundle(shell.arguments.has_names);
  if (!bundle.is_open())
    return shell.fail(make_error(Errc::Io, "no temporary folder can be made: is the disk full?"));
  const auto programs = looks();
  const auto steps = std::size(kAnswers) + programs.size() + 1;
  std::size_t done = 0;
  const auto progress = [&](const char* name) {
    if (shell.terminal.is_screen() && !shell.arguments.is_json)
      shell.say_part("\r\033[K" + progress_bar(shell.terminal, ++done, steps) + ' ' + name);
  };
  std::string missing;
  for (const auto& member : kAnswers) {
    progress(member.name);
    const auto answer = shell.client.call("GET", member.source);
    bundle.add(member.name, answer ? answer->body : "boothd: " + answer.error().context + '\n');
    if (!answer) missing = answer.error().context;
  }
  for (const auto& look : programs) {
    progress(look.name);
    bundle.add(look.name, run_quietly(look.words).output);
  }
  progress("boothd.toml");
  bundle.add("boothd.toml", text_of("/etc/boothd/boothd.toml"));

  const auto file = shell.arguments.output.empty() ? file_name() : shell.arguments.output;
  const auto packed = bundle.pack(file);
  if (shell.terminal.is_screen() && !shell.arguments.is_json) shell.say_part("\r\033[K");
  if (!packed)
    return shell.fail(make_error(Errc::Io, file + " could not be written; name another place with "
                                                  "--output, a USB stick for example"));
  std::error_code ignored;
  // What is in it concerns the booth's people only.
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write, ignored);
  const auto size = static_cast<std::int64_t>(fs::file_size(file, ignored));
  if (shell.arguments.is_json) {
    shell.say(json::serialize(json::object{{"file", file}, {"size_bytes", size}}));
    return ExitCode::Ok;
  }
  shell.say(file + ", " + size_text(size) + ". No pictures, tokens or passwords are in it" +
            (shell.arguments.has_names ? "." : ", and titles of events are blacked out."));
  if (!missing.empty())
    shell.say("boothd did not answer (" + harmless(missing) + "); the rest is there.");
  return ExitCode::Ok;
}

}  // namespace booth::cli

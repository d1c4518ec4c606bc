// A CUPS backend with a simulated printer behind it: plays every fault on demand and keeps count of
// its paper.
//
// Device URI: boothsim:/<folder>. In the folder:
//   script    one line per fault to come, used up from the top; empty or missing = print well
//             "exit N [text]"       ends at the start with code N, nothing printed
//             "die"                 killed before the paper moved
//             "die-after"           killed after the paper moved
//             "fail-after"          ends with 1 after the paper moved (USB error in the middle)
//             "slow MS"             takes that long, paper moves half-way
//             "ends-below N [text]" paper or ribbon ends while the picture is printed: ends with
//             code
//                                   N, and the printer finishes the sheet by itself when refilled
//             "says WORDS"          says that, and prints; "|" between lines
//             "waits-below"         the same, but the driver waits until there is a file "refilled"
//   state     while this file exists its first line is "N text": ends with code N and says the
//   text; what a printer
//             with an open cover does until somebody closes it
//   counter   the printer's own count of its sheets; without this file it does not count. With a
//             file "frozen" beside it, it stands still
//   media     "N name": N sheets of that are left, told in markers with each job; goes down alone
//   paper     one line per sheet that came out: the job's title. The truth that tests count
//   files     one line per sheet that was given as a file, not as a stream
//   overlaps  one line whenever two backends were at work on the device at once
#include <algorithm>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>

#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <unistd.h>

namespace {

void append_line(const std::string& path, const std::string& line) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0666);
  const auto text = line + "\n";
  if (fd < 0 || ::write(fd, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
    std::abort();
  ::fsync(fd);
  ::close(fd);
}

/// The time that the printer takes. A signal ends the backend, never the waiting alone.
void take_time(long milliseconds) {
  ::poll(nullptr, 0, static_cast<int>(milliseconds));
}

/// Takes the first line of the script away and returns it.
std::string next_fault(const std::string& folder) {
  const auto path = folder + "/script";
  std::ifstream file(path);
  std::string first;
  if (!std::getline(file, first)) return {};
  std::stringstream rest;
  rest << file.rdbuf();
  file.close();
  std::ofstream(path, std::ios::trunc) << rest.str();
  return first;
}

std::size_t read_document(const char* file) {
  const int fd = file == nullptr ? 0 : ::open(file, O_RDONLY);
  static char chunk[65536];
  std::size_t total = 0;
  for (ssize_t count = 0; (count = ::read(fd, chunk, sizeof chunk)) > 0;)
    total += static_cast<std::size_t>(count);
  return total;
}

int refuse(const std::string& code_and_text) {
  std::istringstream line(code_and_text);
  int code = 1;
  std::string text;
  line >> code;
  std::getline(line >> std::ws, text);
  if (!text.empty()) std::cerr << "ERROR: " << text << std::endl;
  if (text.find("Paper End") != std::string::npos)
    std::cerr << "STATE: +media-empty-error" << std::endl;
  return code;
}

void say(std::string lines) {
  std::replace(lines.begin(), lines.end(), '|', '\n');
  std::cerr << lines << std::endl;
}

bool exists(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0;
}

/// One number, changed in place.
void add_to(const std::string& path, long change) {
  std::ifstream file(path);
  long count = 0;
  if (!(file >> count)) return;
  std::string rest;
  std::getline(file, rest);
  file.close();
  std::ofstream(path, std::ios::trunc) << count + change << rest << "\n";
}

/// The paper moves: nobody can stop it any more.
void print_sheet(const std::string& folder, const std::string& title) {
  append_line(folder + "/paper", title);
  if (!exists(folder + "/frozen")) add_to(folder + "/counter", 1);
  add_to(folder + "/media", -1);
}

/// As Gutenprint's backend answers BACKEND_STATS_ONLY=2.
int tell_counter(const std::string& folder) {
  std::string count;
  if (!std::getline(std::ifstream(folder + "/counter") >> std::ws, count)) return 1;
  std::cout << "{\n\t\"decks\": {\n\t\t\"Only\": {\n\t\t\t\"counters\": {\n\t\t\t\t\"lifetime\": "
            << count << "\n\t\t\t}\n\t\t}\n\t}\n}" << std::endl;
  return 0;
}

void tell_levels(const std::string& folder) {
  std::ifstream file(folder + "/media");
  long left = 0;
  std::string name;
  if (!(file >> left)) return;
  std::getline(file >> std::ws, name);
  std::cerr << "ATTR: marker-message='\"" << left << " native prints remaining on " << name
            << " media\"'" << std::endl;
}

void wait_for_refill(const std::string& folder) {
  std::cerr << "ERROR: Printer not ready: Paper End, please correct...\n"
            << "STATE: +media-empty-error" << std::endl;
  while (::access((folder + "/refilled").c_str(), F_OK) != 0) take_time(20);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) return 0;
  const std::string uri =
      std::getenv("DEVICE_URI") != nullptr ? std::getenv("DEVICE_URI") : argv[0];
  const auto folder = uri.substr(uri.find(':') + 1);
  const std::string title = argv[3];

  if (std::getenv("BACKEND_STATS_ONLY") != nullptr) return tell_counter(folder);
  const auto* const type = std::getenv("CONTENT_TYPE");
  if (type != nullptr && std::string(type) == "application/vnd.cups-command") {
    tell_levels(folder);
    return 0;
  }

  if (std::ifstream(folder + "/starts").good()) {  // a bench asks when we were started
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    append_line(folder + "/starts",
                title + " " + std::to_string(std::chrono::nanoseconds(now).count()));
  }
  const int device = ::open((folder + "/device").c_str(), O_RDWR | O_CREAT, 0666);
  if (::flock(device, LOCK_EX | LOCK_NB) != 0) append_line(folder + "/overlaps", title);

  std::string state;
  if (std::getline(std::ifstream(folder + "/state") >> std::ws, state)) return refuse(state);
  const auto fault = next_fault(folder);
  if (fault.starts_with("exit ")) return refuse(fault.substr(5));

  if (argc > 6) append_line(folder + "/files", title);
  if (read_document(argc > 6 ? argv[6] : nullptr) == 0) return 1;
  if (fault == "die") ::raise(SIGKILL);
  const long duration = fault.starts_with("slow ") ? std::stol(fault.substr(5)) : 0;
  take_time(duration / 2);
  const bool ends_below = fault.starts_with("ends-below ");
  if (ends_below || fault == "waits-below") std::cerr << "INFO: Sending YELLOW plane" << std::endl;
  if (fault.starts_with("says ")) say(fault.substr(5));
  if (fault == "waits-below") wait_for_refill(folder);
  // From here on the printer has the page: whoever stops us now, the sheet comes out.
  print_sheet(folder, title);
  if (ends_below) return refuse(fault.substr(11));
  if (fault == "die-after") ::raise(SIGKILL);
  take_time(duration / 2);
  if (fault == "fail-after") return 1;
  tell_levels(folder);
  std::cerr << "STATE: -media-empty-error" << std::endl;
  return 0;
}

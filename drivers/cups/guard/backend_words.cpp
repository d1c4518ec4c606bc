#include "drivers/cups/guard/backend_words.hpp"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace booth::guard {
namespace {

constexpr std::size_t kLongestLine = 4096;

/// Gutenprint's dye-sublimation backends ("INFO: Sending YELLOW plane", "INFO: Sending print job",
/// "INFO: All data sent to printer!") and CUPS's own ("INFO: Sending data to printer.", and its ipp
/// backend's "DEBUG: Sending file 1 using chunking..."). Selphy's "INFO: Printing started; Sending
/// init sequence" is not it: the paper is drawn in, and no colour has been sent.
bool tells_of_data(std::string_view line) {
  return line.starts_with("INFO: Sending ") || line.starts_with("INFO: All data sent") ||
         line.starts_with("DEBUG: Sending file ");
}

// What CUPS's ipp backend says while it asks its printer how far the job is: the status of the
// answer, then the attributes in it, one line each. These lines are not translated.
constexpr std::string_view kAnswer = "DEBUG: Get-Job-Attributes: ";
constexpr std::string_view kNoAnswer =
    "DEBUG: Get-Job-Attributes: server-error-service-unavailable";
constexpr std::string_view kJobName = "DEBUG: job-name nameWithoutLanguage ";
constexpr std::string_view kJobState = "DEBUG: job-state enum ";
constexpr std::string_view kCompleted = "DEBUG: job-state enum completed";
constexpr std::string_view kJobReasons = "DEBUG: job-state-reasons ";

bool tells_of_lost_job(std::string_view line) {
  return line.starts_with("STATE: +") &&
         line.find("cups-ipp-missing-job-history") != std::string_view::npos;
}

void write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;  // cupsd is gone: the sheet matters, its messages do not
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

void IppJobWords::hear(std::string_view line) {
  if (line.starts_with(kAnswer)) {
    has_asked_ = true;
    is_silent_ = line.starts_with(kNoAnswer);
    is_completed_ = is_other_job_ = has_errors_ = false;
  }
  is_lost_ = is_lost_ || tells_of_lost_job(line);
  if (!has_asked_) return;  // the same attributes stand in the answers before: the job's creation
  if (line.starts_with(kJobState)) is_completed_ = line == kCompleted;
  if (line.starts_with(kJobName)) is_other_job_ = line.find(print_) == std::string_view::npos;
  if (line.starts_with(kJobReasons))
    has_errors_ = line.find("job-completed-with-errors") != std::string_view::npos;
}

BackendWords::BackendWords(std::string_view print, int from_fd, int to_fd)
    : from_fd_(from_fd), to_fd_(to_fd), ipp_(print) {
  ::fcntl(from_fd, F_SETFL, O_NONBLOCK);
}

BackendWords::~BackendWords() {
  if (has_told_of_silence_) write_all(to_fd_, "STATE: -offline-report\n");
}

/// The ipp backend asks for as long as it takes, and keeps it to itself that nobody answers.
void BackendWords::tell_of_silence() {
  if (ipp_.is_silent() == has_told_of_silence_) return;
  has_told_of_silence_ = ipp_.is_silent();
  write_all(to_fd_, has_told_of_silence_ ? "STATE: +offline-report\n" : "STATE: -offline-report\n");
}

void BackendWords::pass_on() {
  std::array<char, 4096> chunk;
  while (from_fd_ >= 0) {
    const auto count = ::read(from_fd_, chunk.data(), chunk.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) return;
    if (count <= 0) {
      from_fd_ = -1;
      return;
    }
    const std::string_view words(chunk.data(), static_cast<std::size_t>(count));
    write_all(to_fd_, words);
    hear(words);
  }
}

void BackendWords::hear(std::string_view words) {
  for (const char c : words) {
    if (c != '\n') {
      if (line_.size() < kLongestLine) line_ += c;
      continue;
    }
    has_told_of_data_ = has_told_of_data_ || tells_of_data(line_);
    ipp_.hear(line_);
    tell_of_silence();
    line_.clear();
  }
}

}  // namespace booth::guard

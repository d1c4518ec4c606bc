#include "drivers/cups/guard/backend_words.hpp"

#include <array>
#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

namespace booth::guard {
namespace {

constexpr std::size_t kLongestLine = 4096;

/// Gutenprint's dye-sublimation backends ("INFO: Sending YELLOW plane", "INFO: Sending print job",
/// "INFO: All data sent to printer!") and CUPS's own ("INFO: Sending data to printer."). Selphy's
/// "INFO: Printing started; Sending init sequence" is not it: the paper is drawn in, and no colour
/// has been sent.
bool tells_of_data(std::string_view line) {
  return line.starts_with("INFO: Sending ") || line.starts_with("INFO: All data sent");
}

/// CUPS's ipp backend asks its printer how far the job is, and ends with success also when the
/// printer knows of no such job, or its last question was not answered: the power was cut.
constexpr std::string_view kAnswer = "DEBUG: Get-Job-Attributes: ";

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

BackendWords::BackendWords(int from_fd, int to_fd) : from_fd_(from_fd), to_fd_(to_fd) {
  ::fcntl(from_fd, F_SETFL, O_NONBLOCK);
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
    if (line_.starts_with(kAnswer))
      has_last_look_failed_ = !std::string_view(line_).substr(kAnswer.size()).starts_with("succ");
    has_told_of_lost_job_ = has_told_of_lost_job_ || tells_of_lost_job(line_);
    line_.clear();
  }
}

}  // namespace booth::guard

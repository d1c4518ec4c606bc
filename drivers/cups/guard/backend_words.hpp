#pragma once

#include <string>
#include <string_view>

namespace booth::guard {

/// Passes on what a backend says to cupsd, and listens for the one thing that its exit code does
/// not tell: whether the picture was already on its way to the printer when it gave up.
class BackendWords {
 public:
  /// @param from_fd  the backend's stderr; stays the caller's, becomes non-blocking
  /// @param to_fd    cupsd's end
  BackendWords(int from_fd, int to_fd);

  /// All that is there now; never waits for more.
  void pass_on();

  /// For poll; -1 once nobody can say anything any more.
  int fd() const { return from_fd_; }

  bool tell_of_data() const { return has_told_of_data_; }
  bool tell_of_lost_job() const { return has_told_of_lost_job_ || has_last_look_failed_; }

 private:
  void hear(std::string_view words);

  int from_fd_;
  int to_fd_;
  std::string line_;  ///< the beginning of a line whose end has not come yet
  bool has_told_of_data_ = false;
  bool has_told_of_lost_job_ = false;
  bool has_last_look_failed_ = false;
};

}  // namespace booth::guard

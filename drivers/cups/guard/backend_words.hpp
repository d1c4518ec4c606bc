#pragma once

#include <string>
#include <string_view>

namespace booth::guard {

/// What an IPP printer said last about our job, overheard from CUPS's ipp backend. That backend
/// ends with success whenever there is nothing more to ask: also when the printer has given the job
/// up, puts it on hold, has forgotten it in a power cut, or broke off in the middle of its answer.
class IppJobWords {
 public:
  explicit IppJobWords(std::string_view print) : print_(print) {}

  void hear(std::string_view line);

  /// The printer itself has called the job of this name completed, without errors.
  bool is_completed() const {
    return is_completed_ && !is_silent_ && !is_other_job_ && !has_errors_ && !is_lost_;
  }
  bool is_lost() const { return is_lost_; }
  bool is_silent() const { return is_silent_; }

 private:
  std::string print_;
  bool has_asked_ = false;
  bool is_silent_ = false;
  bool is_completed_ = false;
  bool is_other_job_ = false;  ///< numbers are given again after a power cut
  bool has_errors_ = false;
  bool is_lost_ = false;
};

/// Passes on what a backend says to cupsd, and listens for what its exit code does not tell:
/// whether the picture was already on its way to the printer when it gave up, and whether an IPP
/// printer has confirmed it.
class BackendWords {
 public:
  /// @param print    the job's title
  /// @param from_fd  the backend's stderr; stays the caller's, becomes non-blocking
  /// @param to_fd    cupsd's end
  BackendWords(std::string_view print, int from_fd, int to_fd);
  ~BackendWords();
  BackendWords(const BackendWords&) = delete;
  BackendWords& operator=(const BackendWords&) = delete;

  /// All that is there now; never waits for more.
  void pass_on();

  /// For poll; -1 once nobody can say anything any more.
  int fd() const { return from_fd_; }

  bool tell_of_data() const { return has_told_of_data_; }
  const IppJobWords& ipp() const { return ipp_; }

 private:
  void hear(std::string_view words);
  void tell_of_silence();

  int from_fd_;
  int to_fd_;
  std::string line_;  ///< the beginning of a line whose end has not come yet
  bool has_told_of_data_ = false;
  bool has_told_of_silence_ = false;
  IppJobWords ipp_;
};

}  // namespace booth::guard

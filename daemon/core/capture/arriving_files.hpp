#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/core/units.hpp"

namespace booth {

/// A file that is whole, and when its name was first seen.
struct ArrivedFile {
  std::string name;
  SteadyTime first_seen;
};

/// Decides when a file that another program writes into a folder is whole: at once when it was
/// renamed into place, and otherwise when nobody touched it for a while. Closing alone says
/// nothing: some programs write a photo in several goes. Pure: times are arguments.
class ArrivingFiles {
 public:
  explicit ArrivingFiles(std::chrono::milliseconds quiet_time) : quiet_time_(quiet_time) {}

  /// The file was made, written to or closed.
  void touched(const std::string& name, SteadyTime now);
  /// The file came under this name by a rename.
  void renamed_in(const std::string& name, SteadyTime now);
  /// The file was deleted or renamed away.
  void gone(const std::string& name);

  /// Removes and returns what is whole by now, oldest first.
  std::vector<ArrivedFile> take_whole(SteadyTime now);
  /// When to look again; nothing while no file is arriving.
  std::optional<SteadyTime> next_due() const;

 private:
  struct Arriving {
    SteadyTime first_seen;
    SteadyTime whole_at;
  };
  void note(const std::string& name, SteadyTime now, SteadyTime whole_at);

  std::chrono::milliseconds quiet_time_;
  std::map<std::string, Arriving> files_;
};

/// True for names that a photo may have; temporary and hidden names are somebody's work in
/// progress.
bool is_photo_name(const std::string& name);

}  // namespace booth

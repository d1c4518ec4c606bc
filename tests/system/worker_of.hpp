#pragma once

#include <sys/types.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace booth::demo {

/// The daemon's child named booth-camera-worker (the kernel keeps 15 characters of the name); 0
/// when there is none.
inline pid_t worker_of(pid_t daemon) {
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    std::ifstream file(entry.path() / "stat");
    pid_t pid = 0;
    pid_t parent = 0;
    std::string name;
    char state = ' ';
    if (file >> pid >> name >> state >> parent && parent == daemon && name == "(booth-camera-wo)")
      return pid;
  }
  return 0;
}

}  // namespace booth::demo

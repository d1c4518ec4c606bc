#pragma once

#include <cstddef>
#include <list>
#include <string>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"

namespace booth::compose {

/// Small copies of stored pictures, made once and kept in memory, the least used forgotten first.
/// One thread.
class SmallPictures {
 public:
  /// @param most_bytes  of all copies together
  explicit SmallPictures(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// As PictureMaker::small_picture. Never serves what is no longer on the disk.
  Result<Bytes> of(const std::string& path, int longest_px);

 private:
  struct Copy {
    std::string path;
    int longest_px;
    Bytes jpeg;
  };

  void keep(Copy copy);

  std::size_t most_bytes_;
  std::size_t bytes_ = 0;
  std::list<Copy> copies_;  ///< newest use first
};

}  // namespace booth::compose

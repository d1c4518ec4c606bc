#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "drivers/virtual_camera/photo_source.hpp"

namespace booth::virtual_camera {

/// One file or folder in the camera.
struct StoredObject {
  std::uint32_t handle = 0;
  std::uint32_t parent = 0;   ///< folder; 0 in the root and in RAM
  std::uint32_t storage = 0;  ///< 0 in RAM
  std::uint16_t format = 0;
  std::string name;
  std::uint32_t shot = 0;
  UtcTime taken{};
  PixelSize pixels;
  std::shared_ptr<const Bytes> bytes;      ///< shared with replies on their way; null for a folder
  std::shared_ptr<const Bytes> thumbnail;  ///< may be null
  std::int64_t size_lie = 0;               ///< a fault: added to the size that ObjectInfo claims
};

/// The ObjectInfo dataset of ISO 15740.
Bytes to_object_info(const StoredObject& object);

/// The memory card: one DCIM folder with one folder of photos.
class MemoryCard {
 public:
  static constexpr std::uint32_t kStorage = 0x00010001;

  /// @param folder_name  such as "100NCD75"
  explicit MemoryCard(const std::string& folder_name);

  /// Gives the object its handle, folder and storage. @returns the handle
  std::uint32_t add(StoredObject object);
  bool remove(std::uint32_t handle);
  const StoredObject* find(std::uint32_t handle) const;
  /// @param parent  a folder, kEverything for the root, 0 for all folders together
  /// @param wanted_format  0 for any
  std::vector<std::uint32_t> handles(std::uint32_t parent, std::uint16_t wanted_format) const;
  std::size_t file_count() const { return objects_.size() - 2; }
  std::uint32_t photo_folder() const { return kPhotoFolder; }

 private:
  static constexpr std::uint32_t kDcimFolder = 0x00010000;
  static constexpr std::uint32_t kPhotoFolder = 0x00020000;

  std::map<std::uint32_t, StoredObject> objects_;
  std::uint32_t next_handle_ = kPhotoFolder + 1;
};

}  // namespace booth::virtual_camera

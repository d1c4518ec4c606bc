#include "drivers/virtual_camera/object_store.hpp"

#include "drivers/virtual_camera/ptp_codec.hpp"

namespace booth::virtual_camera {
namespace {

constexpr std::uint32_t kThumbnailWidth = 160;
constexpr std::uint32_t kThumbnailHeight = 106;

StoredObject folder(std::uint32_t handle, std::uint32_t parent, const std::string& name) {
  StoredObject object;
  object.handle = handle;
  object.parent = parent;
  object.storage = MemoryCard::kStorage;
  object.format = format::kAssociation;
  object.name = name;
  return object;
}

}  // namespace

Bytes to_object_info(const StoredObject& object) {
  const bool is_folder = object.format == format::kAssociation;
  const auto real_size = static_cast<std::int64_t>(object.bytes ? object.bytes->size() : 0);
  const std::size_t thumbnail_size = object.thumbnail ? object.thumbnail->size() : 0;

  PtpWriter writer;
  writer.u32(object.storage).u16(object.format).u16(0);
  writer.u32(static_cast<std::uint32_t>(real_size + object.size_lie));
  writer.u16(object.thumbnail ? format::kJfif : std::uint16_t{0});
  writer.u32(static_cast<std::uint32_t>(thumbnail_size));
  writer.u32(object.thumbnail ? kThumbnailWidth : 0).u32(object.thumbnail ? kThumbnailHeight : 0);
  writer.u32(static_cast<std::uint32_t>(object.pixels.width));
  writer.u32(static_cast<std::uint32_t>(object.pixels.height));
  writer.u32(is_folder ? 0 : 24).u32(object.parent);
  writer.u16(is_folder ? 1 : 0).u32(0).u32(object.shot);  // association: generic folder
  writer.text(object.name);
  writer.text(is_folder ? "" : to_ptp_time(object.taken));
  writer.text(is_folder ? "" : to_ptp_time(object.taken));
  writer.text("");  // keywords
  return writer.take();
}

MemoryCard::MemoryCard(const std::string& folder_name) {
  objects_.emplace(kDcimFolder, folder(kDcimFolder, 0, "DCIM"));
  objects_.emplace(kPhotoFolder, folder(kPhotoFolder, kDcimFolder, folder_name));
}

std::uint32_t MemoryCard::add(StoredObject object) {
  object.handle = next_handle_++;
  object.parent = kPhotoFolder;
  object.storage = kStorage;
  const std::uint32_t handle = object.handle;
  objects_.emplace(handle, std::move(object));
  return handle;
}

bool MemoryCard::remove(std::uint32_t handle) {
  if (handle == kDcimFolder || handle == kPhotoFolder) return false;
  return objects_.erase(handle) == 1;
}

const StoredObject* MemoryCard::find(std::uint32_t handle) const {
  const auto found = objects_.find(handle);
  return found == objects_.end() ? nullptr : &found->second;
}

std::vector<std::uint32_t> MemoryCard::handles(std::uint32_t parent,
                                               std::uint16_t wanted_format) const {
  std::vector<std::uint32_t> found;
  for (const auto& entry : objects_) {
    const StoredObject& object = entry.second;
    const bool is_there = parent == 0 || object.parent == (parent == kEverything ? 0 : parent);
    const bool is_wanted = wanted_format == 0 || object.format == wanted_format;
    if (is_there && is_wanted) found.push_back(entry.first);
  }
  return found;
}

}  // namespace booth::virtual_camera

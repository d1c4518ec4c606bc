#include "drivers/virtual_camera/folder_photo_source.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <boost/asio/post.hpp>

#include "drivers/virtual_camera/jpeg_encoder.hpp"

namespace booth::virtual_camera {
namespace {

namespace fs = std::filesystem;

constexpr int kThumbnailWidth = 160;

bool has_jpeg_name(const fs::path& path) {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char character) {
    return static_cast<char>(std::tolower(character));
  });
  return ending == ".jpg" || ending == ".jpeg";
}

Bytes read_all(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  const auto* first = reinterpret_cast<const std::byte*>(text.data());
  return Bytes(first, first + text.size());
}

}  // namespace

Result<std::vector<std::string>> FolderPhotoSource::list_photos(const std::string& folder) {
  std::error_code error;
  std::vector<std::string> files;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error))
    if (has_jpeg_name(entry->path())) files.push_back(entry->path().string());
  if (error) return make_error(Errc::Io, "photo folder " + folder + ": " + error.message());
  if (files.empty())
    return make_error(Errc::NotFound, "photo folder " + folder + " holds no .jpg file");
  std::sort(files.begin(), files.end());
  return files;
}

FolderPhotoSource::FolderPhotoSource(std::vector<std::string> files, const DrawnPictures& pictures)
    : files_(std::move(files)), drawn_(pictures) {}

FolderPhotoSource::~FolderPhotoSource() {
  reader_.join();
}

Photo FolderPhotoSource::load(const std::string& path) {
  Bytes jpeg = read_all(path);
  Photo photo;
  photo.size = jpeg_size(jpeg);
  photo.thumbnail = std::make_shared<const Bytes>(shrink_jpeg(jpeg, kThumbnailWidth));
  photo.jpeg = std::make_shared<const Bytes>(std::move(jpeg));
  return photo;
}

void FolderPhotoSource::prepare(std::uint32_t shot) {
  if (shot == prepared_shot_) return;
  prepared_shot_ = shot;
  std::packaged_task<Photo()> read(
      [path = files_[(shot - 1) % files_.size()]] { return load(path); });
  prepared_ = read.get_future();
  boost::asio::post(reader_, std::move(read));
}

std::optional<Photo> FolderPhotoSource::take(const PictureIdentity& identity) {
  prepare(identity.shot);
  if (prepared_.wait_for(std::chrono::seconds(0)) != std::future_status::ready) return std::nullopt;
  prepared_shot_ = 0;
  return prepared_.get();
}

}  // namespace booth::virtual_camera

#include "drivers/gphoto2/gphoto_session.hpp"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <utility>

#include "daemon/core/capture/jpeg_bounds.hpp"
#include "drivers/gphoto2/sealed_photo.hpp"

namespace booth {
namespace {

bool ends_with_ignoring_case(const std::string& text, std::string_view end) {
  if (text.size() < end.size()) return false;
  const auto same = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  return std::equal(end.begin(), end.end(), text.end() - static_cast<std::ptrdiff_t>(end.size()),
                    [&same](char lower, char actual) { return same(actual, lower); });
}

Result<CameraFileHandle> new_camera_file() {
  ::CameraFile* raw = nullptr;
  if (const int rc = gp_file_new(&raw); rc < GP_OK) return to_error(rc, "gp_file_new", {});
  return CameraFileHandle(raw);
}

/// A camera file whose bytes go straight into `memory`. The library closes the descriptor it is
/// given.
Result<CameraFileHandle> new_camera_file_in(const UniqueFd& memory) {
  const int copy = ::dup(memory.get());
  ::CameraFile* raw = nullptr;
  const int rc = copy < 0 ? GP_ERROR_NO_MEMORY : gp_file_new_from_fd(&raw, copy);
  if (rc < GP_OK) {
    if (copy >= 0) ::close(copy);
    return to_error(rc, "gp_file_new_from_fd", {});
  }
  return CameraFileHandle(raw);
}

}  // namespace

void GphotoSession::set_driver_option(const char* key, const char* value) {
  // The library takes non-const text and copies it.
  gp_setting_set(const_cast<char*>("ptp2"), const_cast<char*>(key), const_cast<char*>(value));
}

bool CameraFilePath::is_jpeg() const {
  return ends_with_ignoring_case(name, ".jpg") || ends_with_ignoring_case(name, ".jpeg");
}

GphotoSession::~GphotoSession() {
  if (camera_ && is_open_) gp_camera_exit(camera_.get(), context_.get());
  if (texts_ && log_id_ >= 0) gp_log_remove_func(log_id_);  // not of one that was moved from
}

Error GphotoSession::failed(int code, const char* doing) {
  return to_error(code, doing, texts_->all());
}

/// A connection that broke in the middle of an answer is told as an unspecified error, and only
/// the next call says what it is. For calls that may be made twice: never the shutter, and not what
/// the camera has refused in words of its own: a photo that was announced and refused is not
/// announced again, and nobody would learn that it was refused.
template <class Call>
int GphotoSession::repeated_when_unexplained(const Call& call) {
  constexpr std::chrono::milliseconds kAtOnce{200};
  texts_->clear();
  const auto started = std::chrono::steady_clock::now();
  const int rc = call();
  if (rc >= GP_OK || std::chrono::steady_clock::now() - started > kAtOnce) return rc;
  const bool is_explained = failed(rc, "").code != Errc::Io || tells_of_refusal(texts_->all());
  return is_explained ? rc : call();
}

Result<std::optional<std::span<const std::byte>>> GphotoSession::preview() {
  using Picture = std::optional<std::span<const std::byte>>;
  const auto take = [this] {
    // A new object each time: the library appends to one that still has data after a failed call.
    auto file = new_camera_file();
    if (!file) return GP_ERROR_NO_MEMORY;
    preview_file_ = std::move(*file);
    return gp_camera_capture_preview(camera_.get(), preview_file_.get(), context_.get());
  };
  if (const int rc = repeated_when_unexplained(take); rc < GP_OK) return failed(rc, "live view");

  const char* data = nullptr;
  unsigned long size = 0;
  if (const int rc = gp_file_get_data_and_size(preview_file_.get(), &data, &size); rc < GP_OK)
    return failed(rc, "live view");
  // Success with nothing in it is what a Nikon body gives while it is busy.
  const auto bytes = std::as_bytes(std::span(data, data == nullptr ? 0 : size));
  return has_jpeg_bounds(bytes) ? Picture(bytes) : Picture();
}

Result<CameraEvent> GphotoSession::wait_for_event(std::chrono::milliseconds patience) {
  ::CameraEventType type = GP_EVENT_UNKNOWN;
  void* raw = nullptr;
  const auto wait = [&] {
    return gp_camera_wait_for_event(camera_.get(), static_cast<int>(patience.count()), &type, &raw,
                                    context_.get());
  };
  const int rc = repeated_when_unexplained(wait);
  const std::unique_ptr<void, decltype(&std::free)> payload(raw, &std::free);
  if (rc < GP_OK) return failed(rc, "asking the camera for news");

  CameraEvent event;
  if (type == GP_EVENT_TIMEOUT) return event;
  event.kind = CameraEvent::Kind::Other;
  if (type == GP_EVENT_CAPTURE_COMPLETE) event.kind = CameraEvent::Kind::CaptureComplete;
  if (type == GP_EVENT_FILE_ADDED && payload) {
    const auto& path = *static_cast<const ::CameraFilePath*>(payload.get());
    event.kind = CameraEvent::Kind::FileAdded;
    event.file = CameraFilePath{path.folder, path.name};
  }
  return event;
}

Result<void> GphotoSession::trigger(bool use_autofocus) {
  texts_->clear();
  set_driver_option("autofocus", use_autofocus ? "on" : "off");
  const int rc = gp_camera_trigger_capture(camera_.get(), context_.get());
  if (rc >= GP_OK) return {};
  return failed(rc, "firing the shutter");
}

Result<UniqueFd> GphotoSession::fetch(const CameraFilePath& file) {
  texts_->clear();
  auto memory = make_photo_memory();
  if (!memory) return memory.error();
  {
    auto into = new_camera_file_in(*memory);
    if (!into) return into.error();
    const int rc = gp_camera_file_get(camera_.get(), file.folder.c_str(), file.name.c_str(),
                                      GP_FILE_TYPE_NORMAL, into->get(), context_.get());
    if (rc < GP_OK) return failed(rc, "downloading the photo");
  }
  if (auto sealed = seal_photo(*memory); !sealed) return sealed.error();
  return memory;
}

Result<void> GphotoSession::remove(const CameraFilePath& file) {
  texts_->clear();
  const int rc =
      gp_camera_file_delete(camera_.get(), file.folder.c_str(), file.name.c_str(), context_.get());
  if (rc == GP_ERROR_FILE_NOT_FOUND || rc == GP_ERROR_DIRECTORY_NOT_FOUND) return {};
  if (rc < GP_OK) return failed(rc, "deleting a photo on the camera");
  return {};
}

}  // namespace booth

#include "drivers/hot_folder/hot_folder_camera.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "daemon/runtime/log.hpp"
#include "drivers/hot_folder/folder_files.hpp"
#include "drivers/hot_folder/folder_watch.hpp"

namespace booth {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRetryFolder{2000};  // a network drive or a stick may be pushed in any time

SteadyTime steady_now() {
  return std::chrono::steady_clock::now();
}

}  // namespace

HotFolderCamera::HotFolderCamera(boost::asio::any_io_executor executor, Timer& timer,
                                 HotFolderOptions options)
    : executor_(executor),
      timer_(timer),
      options_(std::move(options)),
      changed_(std::move(executor)),
      arriving_(options_.quiet_time) {
  status_.model = "hot folder";
  status_.serial = options_.folder;
  enter(CameraState::Connecting, "opening the folder");
}

boost::asio::awaitable<void> HotFolderCamera::run() {
  while (!is_stopping_) {
    co_await watch();
    const auto until = steady_now() + kRetryFolder;
    while (!is_stopping_ && steady_now() < until) (void)co_await changed_.wait_until(until);
  }
  enter(CameraState::Absent, "stopped");
}

void HotFolderCamera::stop() {
  is_stopping_ = true;
  changed_.notify_all();
}

/// Until the folder is gone, changes were lost, or `stop`.
boost::asio::awaitable<void> HotFolderCamera::watch() {
  using namespace boost::asio::experimental::awaitable_operators;
  auto watch = FolderWatch::start(options_.folder);
  if (!watch) {
    enter(CameraState::Absent, watch.error().context,
          "Make the folder, or push the drive in that holds it.");
    co_return;
  }
  boost::asio::posix::stream_descriptor readable(executor_, ::dup(watch->descriptor()));
  co_await look_through();  // after the watch began, so that nothing falls between
  enter(CameraState::Ready, "ready");
  while (!is_stopping_) {
    boost::system::error_code ignored;
    auto change =
        readable.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                            boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    auto due = changed_.wait_until(arriving_.next_due().value_or(SteadyTime::max()));
    auto either = std::move(change) || std::move(due);
    (void)co_await std::move(either);

    const auto changes = watch->changes();
    if (!changes) {
      enter(CameraState::Recovering, changes.error().context,
            "Look whether the folder is still there.");
      co_return;
    }
    const auto now = steady_now();
    for (const auto& one : *changes) {
      if (one.kind == FolderChange::Kind::Touched) arriving_.touched(one.name, now);
      if (one.kind == FolderChange::Kind::RenamedIn) arriving_.renamed_in(one.name, now);
      if (one.kind == FolderChange::Kind::Gone) arriving_.gone(one.name);
    }
    for (auto& file : arriving_.take_whole(now)) co_await take_in(std::move(file));
  }
}

boost::asio::awaitable<void> HotFolderCamera::look_through() {
  auto list = [this] { return list_files(options_.folder); };
  const auto names = co_await run_blocking(disk_, list);
  if (!names) co_return;
  for (const auto& name : *names) arriving_.touched(name, steady_now());
}

bool HotFolderCamera::is_waited_for(const ArrivedFile& file) const {
  return is_waiting_ && for_shot_.empty() && file.first_seen >= waiting_since_;
}

boost::asio::awaitable<void> HotFolderCamera::take_in(ArrivedFile file) {
  auto check = [this, &file] { return read_photo_file(options_.folder, file.name); };
  const auto photo = co_await run_blocking(disk_, check);
  if (photo) {
    (is_waited_for(file) ? for_shot_ : foreign_).push_back(file.name);
    changed_.notify_all();
    co_return;
  }
  if (photo.error().code != Errc::Corrupt)
    co_return;  // gone again, or unreadable: not ours to judge
  auto aside = [this, &file] { return move_aside(options_.folder, file.name, "quarantine"); };
  const auto moved = co_await run_blocking(disk_, aside);
  log::warn("hot_folder_quarantined", {{"cause", photo.error().context},
                                       {"outcome", moved ? "moved" : moved.error().context}});
}

boost::asio::awaitable<Result<TakenPhoto>> HotFolderCamera::read(ShotId shot, std::string name) {
  auto load = [this, &name] { return read_photo_file(options_.folder, name); };
  auto jpeg = co_await run_blocking(disk_, load);
  if (!jpeg) co_return jpeg.error();
  taken_.insert_or_assign(shot, name);
  co_return TakenPhoto{std::move(shot), std::move(*jpeg), timer_.utc_now(), milliseconds{0}};
}

boost::asio::awaitable<Result<TakenPhoto>> HotFolderCamera::take_photo(CaptureRequest request) {
  if (is_waiting_)
    co_return make_error(Errc::Busy, "another shot waits for a photo in the hot folder");
  if (status_.state != CameraState::Ready) co_return make_error(Errc::NoCamera, status_.message);
  is_waiting_ = true;
  waiting_since_ = steady_now();
  const auto asked = std::max(request.expose_at, waiting_since_);
  const auto deadline = asked + options_.photo_within;
  while (for_shot_.empty() && !is_stopping_ && steady_now() < deadline)
    (void)co_await changed_.wait_until(deadline);
  is_waiting_ = false;
  if (for_shot_.empty())
    co_return make_error(Errc::NoPhoto, "no photo appeared in " + options_.folder);

  auto name = std::move(for_shot_.front());
  for_shot_.pop_front();
  auto taken = co_await read(request.shot, std::move(name));
  if (taken)
    taken->trigger_to_bytes = std::chrono::duration_cast<milliseconds>(steady_now() - asked);
  co_return taken;
}

boost::asio::awaitable<Result<void>> HotFolderCamera::release_photo(ShotId shot) {
  const auto found = taken_.find(shot);
  if (found == taken_.end()) co_return Result<void>();
  const auto name = std::move(found->second);
  taken_.erase(found);
  auto aside = [this, &name] { return move_aside(options_.folder, name, "taken"); };
  const auto moved = co_await run_blocking(disk_, aside);
  // Somebody else tidied up, or the drive is gone: the photo is safe here.
  const bool is_gone = !moved && moved.error().code == Errc::NotFound;
  co_return is_gone ? Result<void>() : moved;
}

boost::asio::awaitable<Result<TakenPhoto>> HotFolderCamera::next_foreign_photo() {
  while (!is_stopping_) {
    if (foreign_.empty()) {
      co_await changed_.wait();
      continue;
    }
    auto name = std::move(foreign_.front());
    foreign_.pop_front();
    const ShotId shot(uuid_v7(timer_.utc_now(), timer_.random_bytes()));
    auto photo = co_await read(shot, std::move(name));
    if (photo) co_return photo;
  }
  co_return make_error(Errc::Cancelled, "the hot folder is being closed");
}

boost::asio::awaitable<Result<void>> HotFolderCamera::start_live_view() {
  co_return make_error(Errc::Unsupported, "a hot folder has no live view");
}

boost::asio::awaitable<Result<void>> HotFolderCamera::stop_live_view() {
  co_return Result<void>();
}

boost::asio::awaitable<Result<LiveFrame>> HotFolderCamera::next_frame(std::uint64_t, milliseconds) {
  co_return make_error(Errc::NoCamera, "a hot folder has no live view");
}

boost::asio::awaitable<Result<std::vector<CameraSetting>>> HotFolderCamera::settings() {
  co_return std::vector<CameraSetting>();
}

boost::asio::awaitable<Result<void>> HotFolderCamera::change_setting(std::string name,
                                                                     std::string) {
  co_return make_error(Errc::NotFound, "a hot folder has no setting " + name);
}

boost::asio::awaitable<Result<ShutterLag>> HotFolderCamera::measure_shutter_lag() {
  co_return make_error(Errc::Unsupported, "a hot folder has no shutter");
}

void HotFolderCamera::enter(CameraState state, std::string message, std::string what_to_do) {
  if (status_.state != state) status_.since = timer_.utc_now();
  status_.state = state;
  status_.message = std::move(message);
  status_.what_to_do = std::move(what_to_do);
}

}  // namespace booth

#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include "daemon/core/result.hpp"
#include "daemon/core/units.hpp"
#include "daemon/ports/camera.hpp"
#include "daemon/runtime/loop_condition.hpp"
#include "daemon/runtime/worker_process.hpp"
#include "drivers/gphoto2/frame_ring.hpp"
#include "drivers/gphoto2/worker_messages.hpp"

namespace booth {

/// A photo as it came from the worker: checked to be one whole JPEG, and still on the camera at
/// `folder`/`name`.
struct DeliveredPhoto {
  std::string folder;
  std::string name;
  Bytes jpeg;
};

/// An order on its way. Owned by two: the link, which fills it in, and the coroutine that waits for
/// it.
struct PendingOrder {
  SteadyTime busy_from;  ///< when the worker turns to it
  SteadyTime deadline;   ///< unanswered by then, the worker is killed
  bool is_done = false;
  std::optional<Error> failure;
  std::optional<SteadyTime> triggered_at;  ///< the shutter may have fired
  std::optional<DeliveredPhoto> photo;
  std::vector<CameraSetting> settings;
  std::optional<wire::Clock> clock;
};
using PendingOrderPtr = std::shared_ptr<PendingOrder>;

/// What a worker tells without being asked.
class WorkerNews {
 public:
  virtual ~WorkerNews() = default;
  virtual void camera_opened(wire::Opened opened) = 0;
  /// @param taken_at  when the worker had it from the camera; within the time since the one before
  virtual void frame_arrived(Bytes jpeg, SteadyTime taken_at) = 0;
  virtual void beat_arrived(wire::Beat beat) = 0;
  virtual void condition_arrived(wire::Condition condition) = 0;
  virtual void foreign_photo_arrived(DeliveredPhoto photo) = 0;
};

/// How long a worker may say nothing at all before it is killed.
struct SilenceLimits {
  std::chrono::milliseconds hello{3000};
  std::chrono::milliseconds idle{4000};         ///< it asks the camera for news four times a second
  std::chrono::milliseconds first_frame{4000};  ///< mirror up, sensor on
  std::chrono::milliseconds live_view{500};     ///< guests see a frozen picture after this
  /// The driver answers, gives no reason, and yet there is no picture: only a new one helps.
  std::chrono::milliseconds frameless{10'000};
  /// Between two signs of life while a photo is made or fetched.
  std::chrono::milliseconds capture{4000};
};

/// One worker, from its start to its death: sends orders, sorts reports, keeps every deadline. It
/// never repairs anything; when it is lost, drop it and start another.
///
/// The worker is not trusted: what it sends is parsed with bounds, and nonsense is a reason to kill
/// it.
///
/// @thread  main loop
class WorkerLink {
 public:
  /// @param changed  notified whenever an order was submitted or something arrived
  /// @param command  its environment is set here
  static Result<std::unique_ptr<WorkerLink>> start(WorkerCommand command,
                                                   boost::asio::any_io_executor executor,
                                                   LoopCondition& changed, WorkerNews& news,
                                                   const SilenceLimits& limits);
  ~WorkerLink();
  WorkerLink(const WorkerLink&) = delete;
  WorkerLink& operator=(const WorkerLink&) = delete;

  /// Sends an order. Wait for `is_done` on `changed`; a lost worker sets it too.
  PendingOrderPtr submit(wire::Order order, std::chrono::milliseconds deadline,
                         SteadyTime busy_from = SteadyTime::min());

  /// Waits until something arrives, is due or was submitted, and deals with it.
  boost::asio::awaitable<void> pump();

  /// Kills the worker and waits until it is gone, at most a second: one stuck in the kernel is left
  /// behind.
  boost::asio::awaitable<void> bury();

  /// Gives up: every unfinished order fails with `reason`. The first reason stays.
  void lose(Error reason);
  bool is_lost() const { return lost_.has_value(); }
  const Error& why_lost() const { return *lost_; }

  void expect_frames(bool is_expected);
  pid_t pid() const { return process_.pid(); }

 private:
  WorkerLink(WorkerProcess process, FrameRing ring, boost::asio::any_io_executor executor,
             LoopCondition& changed, WorkerNews& news, const SilenceLimits& limits);

  SteadyTime next_deadline() const;
  bool is_busy(SteadyTime now) const;
  std::chrono::milliseconds silence_limit(SteadyTime now) const;
  void check_deadlines();
  void read_reports();
  void accept(wire::Report report, UniqueFd passed);
  void accept_photo(wire::Photo photo, UniqueFd passed);
  void settle(std::uint32_t order, std::optional<Error> failure);
  PendingOrder* find(std::uint32_t order);

  WorkerProcess process_;
  FrameRing ring_;
  boost::asio::posix::stream_descriptor readable_;
  LoopCondition& changed_;
  WorkerNews& news_;
  SilenceLimits limits_;
  std::map<std::uint32_t, PendingOrderPtr> orders_;
  std::uint32_t last_order_ = 0;
  SteadyTime last_sign_;
  SteadyTime last_frame_;  ///< or the last time that there was a reason for having none
  bool has_hello_ = false;
  bool expects_frames_ = false;
  bool has_frame_ = false;
  bool is_fetching_ = false;
  std::optional<wire::Frame> newest_frame_;
  std::optional<Error> lost_;
};

}  // namespace booth

#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "daemon/core/error.hpp"
#include "drivers/gphoto2/wire_codec.hpp"

/// What the daemon and its camera worker say to each other. Times are CLOCK_MONOTONIC nanoseconds,
/// which both share.
namespace booth::wire {

/// Raised with every change here; both programs come from one package, so different numbers mean a
/// broken install.
inline constexpr std::uint32_t kProtocol = 5;

/// Moments of the steady clock, which all processes of a machine share.
inline std::int64_t to_ns(SteadyTime time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}
inline SteadyTime from_ns(std::int64_t ns) {
  return SteadyTime(std::chrono::nanoseconds(ns));
}

/// Live view stops this long before a shot: one slow frame and the queued events must be out of the
/// way.
inline constexpr std::chrono::milliseconds kQuietBeforeShot{150};

// --- Orders: daemon to worker. Each is answered by one Answer with its number.
// ---------------------------------------

struct Open {
  std::uint32_t order = 0;
  std::string model;             ///< as libgphoto2 names it, or "auto"
  std::string port;              ///< "usb:001,004", "ptpip:127.0.0.1:15740:15740", or "auto"
  std::string serial;            ///< only this body; empty = any
  bool has_card_target = false;  ///< photos go to the card too, not only to the camera's memory
  bool resets_usb = false;       ///< before opening
  std::vector<std::string> settings;  ///< "iso=400", applied after opening
  auto fields() {
    return std::tie(order, model, port, serial, has_card_target, resets_usb, settings);
  }
};
struct StartLiveView {
  std::uint32_t order = 0;
  std::uint32_t frames_per_second = 30;
  std::uint32_t restart_after_ms = 0;  ///< before the camera's own limit; 0 = never
  auto fields() { return std::tie(order, frames_per_second, restart_after_ms); }
};
struct StopLiveView {
  std::uint32_t order = 0;
  auto fields() { return std::tie(order); }
};
/// Answered after the photo was sent, or with the reason why there is none.
struct Capture {
  std::uint32_t order = 0;
  std::int64_t trigger_at_ns = 0;
  std::uint32_t photo_within_ms = 8000;  ///< after the trigger
  bool use_autofocus = true;
  bool is_photo_owed = false;        ///< an earlier shot's photo may still come
  bool has_clock = false;            ///< `clock_offset_ms` is known
  std::int64_t clock_offset_ms = 0;  ///< what the camera's clock shows, minus UTC
  auto fields() {
    return std::tie(order, trigger_at_ns, photo_within_ms, use_autofocus, is_photo_owed, has_clock,
                    clock_offset_ms);
  }
};
/// Deletes a file on the camera; one that is gone already is no error.
struct Release {
  std::uint32_t order = 0;
  std::string folder;
  std::string name;
  auto fields() { return std::tie(order, folder, name); }
};
struct ListSettings {
  std::uint32_t order = 0;
  auto fields() { return std::tie(order); }
};
struct ChangeSetting {
  std::uint32_t order = 0;
  std::string name;
  std::string value;
  auto fields() { return std::tie(order, name, value); }
};
/// Waits for the camera's clock to go on to the next second. Answered after the Clock, or with the
/// reason why there is none.
struct ReadClock {
  std::uint32_t order = 0;
  auto fields() { return std::tie(order); }
};
/// Closes the camera in order and ends the worker.
struct Quit {
  std::uint32_t order = 0;
  auto fields() { return std::tie(order); }
};

using Order = std::variant<Open, StartLiveView, StopLiveView, Capture, Release, ListSettings,
                           ChangeSetting, ReadClock, Quit>;

// --- Reports: worker to daemon.
// --------------------------------------------------------------------------------------

/// Errc on the wire; 0 is left for "no failure".
inline std::uint8_t to_wire(Errc code) {
  return static_cast<std::uint8_t>(1 + static_cast<unsigned>(code));
}
/// What is not one of ours becomes Internal: the sender is not trusted.
inline Errc from_wire(std::uint8_t failure) {
  const bool is_known = failure >= 1 && failure <= to_wire(Errc::Internal);
  return is_known ? static_cast<Errc>(failure - 1) : Errc::Internal;
}

/// The first packet of a worker's life.
struct Hello {
  std::uint32_t protocol = kProtocol;
  std::string library;  ///< "libgphoto2 2.5.30"
  auto fields() { return std::tie(protocol, library); }
};
struct Answer {
  std::uint32_t order = 0;
  std::uint8_t failure = 0;  ///< 0 = done, otherwise 1 + Errc
  std::string context;
  auto fields() { return std::tie(order, failure, context); }
};
/// Before the Answer to Open.
struct Opened {
  std::string model;
  std::string serial;
  std::string port;
  std::vector<std::string> warnings;  ///< sentences for a person
  bool has_clock = false;
  std::int64_t clock_offset_ms = 0;  ///< as in Capture
  auto fields() { return std::tie(model, serial, port, warnings, has_clock, clock_offset_ms); }
};
/// One per setting, before the Answer to ListSettings.
struct Setting {
  std::uint32_t order = 0;
  std::string name;
  std::string label;
  std::string value;
  std::vector<std::string> choices;
  bool is_read_only = false;
  bool has_range = false;  ///< `value` is a number between the next two
  float lowest = 0;
  float highest = 0;
  float step = 0;
  auto fields() {
    return std::tie(order, name, label, value, choices, is_read_only, has_range, lowest, highest,
                    step);
  }
};
/// A live-view picture is in the ring.
struct Frame {
  std::uint32_t slot = 0;
  std::uint64_t generation = 0;
  std::int64_t at_ns = 0;  ///< steady clock, when the camera had handed it over
  auto fields() { return std::tie(slot, generation, at_ns); }
};
/// The worker is alive and the camera answers, though there is no new frame.
struct Beat {
  std::string trouble;  ///< why there is no live view, for a person; empty when nothing is wrong
  auto fields() { return std::tie(trouble); }
};
/// The camera's clock went on to a whole second.
struct Clock {
  std::uint32_t order = 0;
  std::int64_t at_ns = 0;    ///< steady clock
  std::int64_t shown_s = 0;  ///< civil time as seconds since 1970
  auto fields() { return std::tie(order, at_ns, shown_s); }
};
/// How the body is: after it was opened, and now and then.
struct Condition {
  std::int32_t battery_percent = -1;  ///< -1 = the camera does not say
  std::int32_t free_shots = -1;       ///< on the card; -1 = the camera does not say
  std::string lens;                   ///< empty = the camera does not say, like the next two
  std::string mode;
  std::string auto_power_off;  ///< "60 seconds"; empty = never, too
  auto fields() { return std::tie(battery_percent, free_shots, lens, mode, auto_power_off); }
};
/// From now until the next report a file may be under way, which takes longer than a picture of
/// live view; some drivers fetch it while they are only asked for news.
struct Fetching {
  auto fields() { return std::tie(); }
};
/// The worker's last words: the camera is gone or answers nothing but errors. It ends after this.
struct Lost {
  std::uint8_t failure = 0;  ///< as in Answer
  std::string context;
  auto fields() { return std::tie(failure, context); }
};
/// Sent before the shutter can fire: from now on the shot may have been exposed.
struct Triggering {
  std::uint32_t order = 0;
  std::int64_t at_ns = 0;
  auto fields() { return std::tie(order, at_ns); }
};
/// A photo; its bytes are in the sealed memory file passed along.
struct Photo {
  std::uint32_t order = 0;  ///< of the Capture it belongs to; 0 = nobody of ours asked for it
  std::string folder;
  std::string name;
  auto fields() { return std::tie(order, folder, name); }
};

using Report = std::variant<Hello, Answer, Opened, Setting, Frame, Beat, Fetching, Lost, Triggering,
                            Photo, Condition, Clock>;

}  // namespace booth::wire

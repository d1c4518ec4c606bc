#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "daemon/core/event/admission.hpp"
#include "daemon/core/health.hpp"
#include "daemon/ports/backlog.hpp"
#include "daemon/ports/camera.hpp"
#include "daemon/ports/fact_outbox.hpp"
#include "daemon/ports/picture_maker.hpp"
#include "daemon/ports/printer.hpp"
#include "daemon/ports/store.hpp"

namespace booth {

// What BoothControl is asked with, and what it answers.

struct StartRequest {
  SessionId id;                              ///< empty = the booth makes one
  std::optional<std::string> template_name;  ///< empty = the event's default
  std::optional<int> copies;                 ///< empty = the event's default
  std::optional<std::string> look;           ///< empty = the event's default
  std::optional<std::string> backdrop;       ///< empty = the event's default
  bool is_test = false;                      ///< also while the event is closed or full
  std::string requested_by;                  ///< "guest", "boothctl:root"
};

/// Another choice for the sheet of a running session; what is empty stays.
struct LookRequest {
  SessionId session;
  std::optional<std::string> look;
  std::optional<std::string> backdrop;
};

/// How guests get at the pictures of a session.
struct ShareView {
  std::string url;                  ///< of their page; works as soon as the pictures are there
  QrCode qr;                        ///< of `url`
  bool is_in_cloud = false;         ///< the share copy has been proved to be there
  bool is_taking_contacts = false;  ///< guests may leave an address, see ConsentView
};

/// Everything a person wants to know about one session.
struct SessionView {
  Session session;
  std::vector<Shot> shots;
  std::optional<Sheet> sheet;
  std::vector<PrintJob> prints;
  std::vector<UploadItem> uploads;
  /// Only while counting down: time until the exposure.
  std::optional<std::chrono::milliseconds> countdown;
};

struct PrinterView {
  std::string name;
  PrinterReport report;
  UtcTime since;           ///< when the condition began
  std::string what_to_do;  ///< empty when it can print
  PrinterMode mode = PrinterMode::Active;
  std::string mode_by;  ///< who decided; empty = nobody ever did
  UtcTime mode_since;
  PrintProof best_proof = PrintProof::None;  ///< how well it can prove that a sheet came out
  int sheets_under_way = 0;
  std::optional<int> media_left;  ///< sheets: its own count, else a person's less what was printed
  bool is_media_low = false;
  std::optional<double> prints_per_hour;                ///< of the last hour
  std::optional<UtcTime> lasts_until;                   ///< at this pace
  std::optional<std::chrono::milliseconds> print_time;  ///< usual, from the queue to the paper
};

/// One of several cameras.
struct CameraView {
  CameraStatus status;
  std::string replaced_by;  ///< this one is out, and who takes its photos meanwhile; empty = nobody
};

/// Paper for the whole event.
struct PaperView {
  int expected = 0;           ///< sheets that the event needs in all; 0 = nobody said
  int used = 0;               ///< sheets that it has used
  std::optional<int> loaded;  ///< in all printers together
  int missing = 0;            ///< more than is loaded
};

/// What is asked for when a session's sheet is to be printed (again).
struct PrintRequest {
  SessionId session;
  int copies = 1;
  std::string requested_by;
  PrintPurpose purpose = PrintPurpose::Order;
  std::string note;     ///< why, for reprints and gifts
  std::string guest;    ///< opaque; empty = nobody in particular
  std::string printer;  ///< empty = any
};

struct NetworkView {
  std::string state;  ///< "offline", "probing", "captive", "degraded", "online", "unused" (no
                      ///< target configured)
  std::string message;
  std::string what_to_do;
  UtcTime since;
};

/// One place in the cloud.
struct TargetView {
  std::string name;
  std::string state;  ///< as NetworkView::state
  std::string message;
  std::string what_to_do;
  UtcTime since;
  double bytes_per_s = 0;  ///< over about the last minute
  Backlog::TargetCounts counts;
  std::optional<std::chrono::seconds> time_left;  ///< nullopt while nothing moves
};

/// How the facts get on.
struct FactsView {
  bool is_used = false;
  FactOutbox::Progress progress;
  std::string trouble;  ///< sentence of the newest failure; empty = none
  UtcTime since;        ///< of the trouble, or of the newest success
};

/// What the newest heartbeat told.
struct HeartbeatView {
  bool is_used = false;
  std::string trouble;  ///< empty = the server answered
  std::string probe;    ///< see HeartbeatAnswer
  UtcTime since;        ///< of the trouble, or of the newest answer
};

/// The one screen of `boothctl sync status`.
struct SyncView {
  UtcTime now;
  bool is_paused = false;
  bool is_metered = false;
  std::vector<TargetView> targets;
  FactsView facts;
  HeartbeatView heartbeat;
};

/// An object was stored at a target and deleted again.
struct TargetTest {
  std::string stored;   ///< how it was proved
  std::string erased;   ///< how it was proved; empty = it was not
  std::string trouble;  ///< why not; empty when it was
};

/// What guests agree to before they leave a contact.
struct ConsentView {
  bool is_taking_contacts = false;
  std::string version;
  std::string text;
};

/// The one screen of `boothctl status`.
struct BoothStatus {
  std::string version;
  UtcTime started_at;
  UtcTime now;
  std::string event;
  std::string event_title;
  int event_version = 0;
  std::optional<Refusal> event_refusal;  ///< why guests cannot begin a session
  std::string template_trouble;     ///< why the event's templates cannot be used; empty = they can
  CameraStatus camera;              ///< the one that would take the next photo
  std::vector<CameraView> cameras;  ///< each of them; empty where nobody tells
  std::vector<PrinterView> printers;
  Store::PrintCounts prints;
  PaperView paper;
  Store::UploadCounts uploads;
  NetworkView network;
  Store::DiskSpace disk;
  std::optional<SessionView> session;  ///< the running one
  std::vector<Health> health;          ///< one per subsystem, worst first
};

}  // namespace booth

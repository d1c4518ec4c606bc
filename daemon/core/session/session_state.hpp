#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/core/ids.hpp"
#include "daemon/core/units.hpp"

namespace booth {

/// Where a session stands, as stored and as shown. The running details live in session_step.hpp.
enum class SessionState {
  Preparing,
  CountingDown,
  Capturing,
  Reviewing,
  Composing,
  Done,
  Cancelled,    ///< by a person
  Interrupted,  ///< by a failure: its shots are kept, there is no sheet
};

std::string_view to_string(SessionState state);
std::optional<SessionState> session_state_from(std::string_view text);

/// True for states that a session never leaves.
bool is_final(SessionState state);

/// What was agreed when the session began; a changed configuration never reaches a running session.
struct SessionPlan {
  std::string event;          ///< slug of the event, [a-z0-9-]
  std::string event_title;    ///< printed on the sheet
  std::string template_name;  ///< folder name of the template
  int shots = 1;              ///< how many slots the template has; >= 1
  std::string look;      ///< as in SheetOrder; the guests may change it until the sheet is made
  std::string backdrop;  ///< likewise
  int copies = 1;        ///< prints asked for when the sheet is ready; 0 = none
  std::chrono::milliseconds first_countdown{5000};
  std::chrono::milliseconds next_countdown{3000};
  std::chrono::milliseconds review{1500};
  std::string share_id;   ///< names the guests' page, see core/upload/share_link.hpp; empty = none
  std::string share_url;  ///< its address, for QR codes; empty = none
  int event_version = 0;  ///< the session ends with it, whatever becomes active meanwhile
};

/// A session as the store returns it.
struct Session {
  SessionId id;
  SessionPlan plan;
  SessionState state = SessionState::Preparing;
  std::string reason;  ///< why cancelled or interrupted; empty otherwise
  UtcTime started_at;
  UtcTime changed_at;
  int number = 0;  ///< counts sessions of the event from 1; printed on the sheet
};

/// One photo as the camera made it, durable on disk.
struct Shot {
  ShotId id;
  SessionId session;   ///< empty: a shot without a session (test shot, the body's own button)
  int slot = 0;        ///< 0-based place on the sheet
  std::string path;    ///< relative to the state directory
  std::string sha256;  ///< 64 hexadecimal characters
  std::int64_t size_bytes = 0;
  UtcTime taken_at;
};

/// The first slot without a photo, counted from 0; `slots` when none is missing.
int first_missing_slot(const std::vector<Shot>& shots, int slots);

/// A composited, print-ready picture of a session, durable on disk.
struct Sheet {
  SheetId id;
  SessionId session;
  std::string path;  ///< JPEG, relative to the state directory
  std::string sha256;
  std::int64_t size_bytes = 0;
  PixelSize size;
  std::string medium;  ///< "4x6"
  std::string
      recipe;  ///< JSON: template and hash, shots, looks, printer format: enough to render it again
  UtcTime made_at;
};

}  // namespace booth

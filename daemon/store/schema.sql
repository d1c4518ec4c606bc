-- `sequence` is the order of insertion. Times of day cannot order rows: a booth may boot with a wrong date.

CREATE TABLE session (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  event TEXT NOT NULL,
  number INTEGER NOT NULL CHECK (number >= 1),
  event_title TEXT NOT NULL,
  template_name TEXT NOT NULL,
  shots INTEGER NOT NULL CHECK (shots >= 1),
  copies INTEGER NOT NULL CHECK (copies >= 0),
  first_countdown_ms INTEGER NOT NULL CHECK (first_countdown_ms >= 0),
  next_countdown_ms INTEGER NOT NULL CHECK (next_countdown_ms >= 0),
  review_ms INTEGER NOT NULL CHECK (review_ms >= 0),
  state TEXT NOT NULL CHECK (state IN ('preparing', 'counting_down', 'capturing', 'reviewing',
                                       'composing', 'done', 'cancelled', 'interrupted')),
  reason TEXT NOT NULL,
  started_at_ms INTEGER NOT NULL,
  changed_at_ms INTEGER NOT NULL, look TEXT NOT NULL DEFAULT '', backdrop TEXT NOT NULL DEFAULT '', event_version INTEGER NOT NULL DEFAULT 0,
  UNIQUE (event, number)
) STRICT;

CREATE INDEX session_open ON session (sequence)
  WHERE state IN ('preparing', 'counting_down', 'capturing', 'reviewing', 'composing');

CREATE TABLE shot (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session_id TEXT REFERENCES session (id),  -- NULL: a shot without a session
  event TEXT NOT NULL,
  slot INTEGER NOT NULL CHECK (slot >= 0),
  path TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
  taken_at_ms INTEGER NOT NULL,
  stored_at_ms INTEGER NOT NULL,
  replaced_by TEXT,  -- id of the retake; NULL: this is the current shot of its slot
  removal TEXT CHECK (removal IN ('begun', 'done'))  -- of the file, when it is old; NULL: it is there
) STRICT;

CREATE UNIQUE INDEX shot_current ON shot (session_id, slot)
  WHERE replaced_by IS NULL AND session_id IS NOT NULL;
CREATE INDEX shot_present ON shot (sequence) WHERE removal IS NULL;
CREATE INDEX shot_going ON shot (sequence) WHERE removal = 'begun';

CREATE TABLE sheet (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session_id TEXT NOT NULL UNIQUE REFERENCES session (id),  -- UNIQUE: one sheet per session, ever
  path TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
  share_path TEXT NOT NULL UNIQUE,
  share_sha256 TEXT NOT NULL CHECK (length(share_sha256) = 64),
  share_size_bytes INTEGER NOT NULL CHECK (share_size_bytes >= 0),
  width_px INTEGER NOT NULL CHECK (width_px >= 0),
  height_px INTEGER NOT NULL CHECK (height_px >= 0),
  medium TEXT NOT NULL,
  recipe TEXT NOT NULL,
  made_at_ms INTEGER NOT NULL,
  removal TEXT CHECK (removal IN ('begun', 'done'))  -- as in shot, of both files
) STRICT;

CREATE INDEX sheet_present ON sheet (sequence) WHERE removal IS NULL;
CREATE INDEX sheet_going ON sheet (sequence) WHERE removal = 'begun';

CREATE TABLE "print_job" (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  sheet_id TEXT NOT NULL REFERENCES sheet (id),
  session_id TEXT NOT NULL REFERENCES session (id),
  state TEXT NOT NULL CHECK (state IN ('queued', 'submitting', 'spooled', 'sending', 'printed', 'held',
                                       'unknown', 'failed', 'cancelled')),
  proof TEXT NOT NULL CHECK (proof IN ('none', 'printer_counter', 'guard_journal', 'ipp_job',
                                       'spooler_only', 'person')),
  printer TEXT NOT NULL,
  spool_job INTEGER NOT NULL,
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  reason TEXT NOT NULL,
  requested_by TEXT NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('order', 'reprint', 'comp', 'test')),
  note TEXT NOT NULL,
  guest TEXT NOT NULL,
  only_printer TEXT NOT NULL,
  requested_at_ms INTEGER NOT NULL,
  sent_at_ms INTEGER NOT NULL,
  changed_at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX print_job_open ON print_job (sequence)
  WHERE state IN ('queued', 'submitting', 'spooled', 'sending');
CREATE INDEX print_job_printed ON print_job (sequence) WHERE state = 'printed';
CREATE INDEX print_job_session ON print_job (session_id, sequence);
CREATE INDEX print_job_sheet ON print_job (sheet_id);

CREATE TABLE printer (
  name TEXT PRIMARY KEY NOT NULL,
  mode TEXT NOT NULL CHECK (mode IN ('active', 'paused', 'draining', 'maintenance')),
  mode_by TEXT NOT NULL,
  mode_since_ms INTEGER NOT NULL,
  media_set INTEGER CHECK (media_set >= 0),  -- NULL: nobody said how many sheets are loaded
  media_set_at_ms INTEGER NOT NULL,
  media_used INTEGER NOT NULL CHECK (media_used >= 0),  -- sheets since media_set
  media_seen INTEGER,  -- NULL: the printer has not said how many are left
  medium_seen TEXT NOT NULL,
  is_low_told INTEGER NOT NULL CHECK (is_low_told IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE upload (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  target TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('share_copy', 'facts', 'sheet', 'original')),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'confirming', 'synced', 'parked')),
  path TEXT NOT NULL,
  key TEXT NOT NULL,
  content_type TEXT NOT NULL,
  sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
  size_bytes INTEGER NOT NULL CHECK (size_bytes >= 0),
  attempts INTEGER NOT NULL CHECK (attempts >= 0),
  resume TEXT NOT NULL,
  last_error TEXT NOT NULL,
  session_id TEXT REFERENCES session (id),  -- NULL: an object without a session
  created_at_ms INTEGER NOT NULL,
  changed_at_ms INTEGER NOT NULL,
  UNIQUE (target, key)
) STRICT;

CREATE INDEX upload_waiting ON upload (target, kind, sequence) WHERE state = 'waiting';
CREATE INDEX upload_begun ON upload (sequence) WHERE state IN ('sending', 'confirming');
CREATE INDEX upload_age ON upload (created_at_ms) WHERE state IN ('waiting', 'sending', 'confirming');
CREATE INDEX upload_session ON upload (session_id, sequence);
CREATE INDEX upload_path ON upload (path);

-- AUTOINCREMENT: a reader's position in the log stays right even after old facts have been removed.
CREATE TABLE fact (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  subject TEXT NOT NULL,
  data TEXT NOT NULL CHECK (json_valid(data)),
  at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE answer (
  sequence INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  request_hash TEXT NOT NULL,
  status INTEGER NOT NULL,
  body TEXT NOT NULL,
  at_ms INTEGER NOT NULL
) STRICT;

-- Counts for the status screen. Kept by triggers: counting rows would take longer every month.
CREATE TABLE upload_tally (
  state TEXT PRIMARY KEY NOT NULL CHECK (state IN ('waiting', 'sending', 'confirming', 'synced', 'parked')),
  items INTEGER NOT NULL CHECK (items >= 0),
  bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO upload_tally VALUES ('waiting', 0, 0), ('sending', 0, 0), ('confirming', 0, 0),
                                ('synced', 0, 0), ('parked', 0, 0);

CREATE TRIGGER upload_added AFTER INSERT ON upload BEGIN
  UPDATE upload_tally SET items = items + 1, bytes = bytes + new.size_bytes WHERE state = new.state;
END;
CREATE TRIGGER upload_moved AFTER UPDATE OF state ON upload WHEN old.state <> new.state BEGIN
  UPDATE upload_tally SET items = items - 1, bytes = bytes - old.size_bytes WHERE state = old.state;
  UPDATE upload_tally SET items = items + 1, bytes = bytes + new.size_bytes WHERE state = new.state;
END;
CREATE TRIGGER upload_removed AFTER DELETE ON upload BEGIN
  UPDATE upload_tally SET items = items - 1, bytes = bytes - old.size_bytes WHERE state = old.state;
END;

CREATE TABLE print_tally (
  state TEXT PRIMARY KEY NOT NULL CHECK (state IN ('queued', 'submitting', 'spooled', 'sending', 'printed',
                                                   'held', 'unknown', 'failed', 'cancelled')),
  items INTEGER NOT NULL CHECK (items >= 0)
) STRICT, WITHOUT ROWID;
INSERT INTO print_tally VALUES ('queued', 0), ('submitting', 0), ('spooled', 0), ('sending', 0),
                               ('printed', 0), ('held', 0), ('unknown', 0), ('failed', 0), ('cancelled', 0);

CREATE TRIGGER print_job_added AFTER INSERT ON print_job BEGIN
  UPDATE print_tally SET items = items + 1 WHERE state = new.state;
END;
CREATE TRIGGER print_job_moved AFTER UPDATE OF state ON print_job WHEN old.state <> new.state BEGIN
  UPDATE print_tally SET items = items - 1 WHERE state = old.state;
  UPDATE print_tally SET items = items + 1 WHERE state = new.state;
END;
CREATE TRIGGER print_job_removed AFTER DELETE ON print_job BEGIN
  UPDATE print_tally SET items = items - 1 WHERE state = old.state;
END;

-- Which page belongs to which session. In a table of its own: most booths that are offline have none.
CREATE TABLE share_link (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session_id TEXT NOT NULL UNIQUE REFERENCES session (id),
  url TEXT NOT NULL
) STRICT;

-- How far the event log has got to the operator's back end, and what that will never take.
CREATE TABLE fact_delivery (
  sequence INTEGER PRIMARY KEY CHECK (sequence = 1),
  position INTEGER NOT NULL CHECK (position >= 0)
) STRICT;
INSERT INTO fact_delivery (sequence, position) VALUES (1, 0);

CREATE TABLE fact_set_aside (
  sequence INTEGER PRIMARY KEY,
  fact_id TEXT NOT NULL UNIQUE,
  reason TEXT NOT NULL,
  since_ms INTEGER NOT NULL
) STRICT;

-- What the cloud must delete because guests wish it. The upload's own row is gone by then.
CREATE TABLE erasure (
  sequence INTEGER PRIMARY KEY,
  upload_id TEXT NOT NULL UNIQUE,
  target TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('share_copy', 'facts', 'sheet', 'original')),
  key TEXT NOT NULL,
  resume TEXT NOT NULL,
  session_id TEXT NOT NULL REFERENCES session (id),
  state TEXT NOT NULL CHECK (state IN ('wanted', 'done')),
  proof TEXT NOT NULL,
  last_error TEXT NOT NULL,
  wanted_at_ms INTEGER NOT NULL,
  changed_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX erasure_wanted ON erasure (target, sequence) WHERE state = 'wanted';
CREATE INDEX erasure_session ON erasure (session_id, sequence);

-- How to reach guests who asked for it. `sealed` is AES-256-GCM, hexadecimal; the key is not here.
CREATE TABLE contact (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session_id TEXT NOT NULL REFERENCES session (id),
  event TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('email', 'phone')),
  sealed TEXT NOT NULL,
  consent_version TEXT NOT NULL,
  consent_sha256 TEXT NOT NULL CHECK (length(consent_sha256) = 64),
  created_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX contact_session ON contact (session_id, sequence);
CREATE INDEX contact_age ON contact (event, created_at_ms);

-- Days that an event's data is kept; NULL: as the booth's storage section says.
CREATE TABLE event_retention (
  sequence INTEGER PRIMARY KEY,
  event TEXT NOT NULL UNIQUE,
  originals_days INTEGER CHECK (originals_days >= 0),
  sheets_days INTEGER CHECK (sheets_days >= 0),
  contacts_days INTEGER CHECK (contacts_days >= 0)
) STRICT;

-- Which place has been given the older pictures that it shall hold, and what it wished for then.
CREATE TABLE known_target (
  sequence INTEGER PRIMARY KEY,
  target TEXT NOT NULL UNIQUE,
  wish TEXT NOT NULL
) STRICT;
-- A version is never changed; what sessions began with stays readable.
CREATE TABLE event_version (
  sequence INTEGER PRIMARY KEY,
  slug TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  title TEXT NOT NULL,
  template_name TEXT NOT NULL,
  templates TEXT NOT NULL,  -- names with blanks between
  copies INTEGER NOT NULL CHECK (copies >= 0),
  opens_at_ms INTEGER,  -- NULL: open from the start
  closes_at_ms INTEGER,  -- NULL: open until somebody closes it
  most_sessions INTEGER CHECK (most_sessions >= 1),  -- NULL: no limit
  most_prints INTEGER CHECK (most_prints >= 1),  -- NULL: no limit
  most_prints_per_session INTEGER NOT NULL CHECK (most_prints_per_session >= 0),
  keep_days INTEGER CHECK (keep_days >= 1),  -- NULL: as the booth is configured
  targets TEXT NOT NULL,  -- names with blanks between; none: every configured place
  switched_off TEXT NOT NULL,  -- features, with blanks between
  made_at_ms INTEGER NOT NULL,
  made_by TEXT NOT NULL,
  look TEXT NOT NULL,
  backdrop TEXT NOT NULL,
  UNIQUE (slug, version)
) STRICT;

CREATE INDEX event_version_author ON event_version (made_by, sequence);

CREATE TABLE closed_event (
  slug TEXT PRIMARY KEY NOT NULL,
  closed_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE event_choice (
  choice TEXT PRIMARY KEY NOT NULL CHECK (choice IN ('active', 'previous', 'wanted')),
  slug TEXT NOT NULL,
  version INTEGER NOT NULL,
  FOREIGN KEY (slug, version) REFERENCES event_version (slug, version)
) STRICT, WITHOUT ROWID;

-- What an event has used up. Kept by triggers, as the other tallies.
CREATE TABLE event_tally (
  slug TEXT PRIMARY KEY NOT NULL,
  sessions INTEGER NOT NULL,
  prints INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER event_session_added AFTER INSERT ON session BEGIN
  INSERT INTO event_tally VALUES (new.event, 1, 0) ON CONFLICT (slug) DO UPDATE SET sessions = sessions + 1;
END;
CREATE TRIGGER event_print_added AFTER INSERT ON print_job
WHEN new.purpose = 'order' AND new.state NOT IN ('cancelled', 'failed') BEGIN
  UPDATE event_tally SET prints = prints + 1
  WHERE slug = (SELECT event FROM session WHERE id = new.session_id);
END;
CREATE TRIGGER event_print_cancelled AFTER UPDATE OF state ON print_job
WHEN new.purpose = 'order' AND new.state IN ('cancelled', 'failed') AND old.state NOT IN ('cancelled', 'failed') BEGIN
  UPDATE event_tally SET prints = prints - 1
  WHERE slug = (SELECT event FROM session WHERE id = new.session_id);
END;

-- A session's trace: how long it, its prints and its uploads were in which state. Written with the row that moves.
CREATE TABLE span (
  sequence INTEGER PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES session (id),
  name TEXT NOT NULL,
  subject TEXT NOT NULL,
  started_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER NOT NULL,
  note TEXT NOT NULL
) STRICT;

CREATE INDEX span_session ON span (session_id, sequence);

-- Histograms of what guests wait for.
CREATE TABLE step_count (
  step TEXT NOT NULL CHECK (step IN ('press_to_exposure', 'exposure_to_durable', 'last_shot_to_sheet',
                                     'sheet_to_sent', 'sheet_to_paper', 'press_to_share_copy')),
  bucket INTEGER NOT NULL CHECK (bucket >= 0),
  items INTEGER NOT NULL,
  sum_ms INTEGER NOT NULL,
  PRIMARY KEY (step, bucket)
) STRICT, WITHOUT ROWID;

-- What went well and what did not, per event and UTC day.
CREATE TABLE service_count (
  event TEXT NOT NULL,
  indicator TEXT NOT NULL CHECK (indicator IN ('session', 'sheet', 'share_copy')),
  day INTEGER NOT NULL,
  good INTEGER NOT NULL,
  bad INTEGER NOT NULL,
  PRIMARY KEY (event, indicator, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE fact_tally (
  type TEXT PRIMARY KEY NOT NULL,
  items INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER fact_added AFTER INSERT ON fact BEGIN
  INSERT INTO fact_tally VALUES (new.type, 1) ON CONFLICT (type) DO UPDATE SET items = items + 1;
END;

-- Episodes without a good network: what waits for the cloud meanwhile is nobody's fault.
CREATE TABLE network_trouble (
  sequence INTEGER PRIMARY KEY,
  began_at_ms INTEGER NOT NULL,
  ended_at_ms INTEGER  -- NULL: it lasts
) STRICT;

CREATE TRIGGER network_trouble_began AFTER INSERT ON fact
WHEN new.type = 'alarm.raised' AND new.subject = 'network' BEGIN
  INSERT INTO network_trouble (began_at_ms, ended_at_ms) VALUES (new.at_ms, NULL);
END;
CREATE TRIGGER network_trouble_ended AFTER INSERT ON fact
WHEN new.type = 'alarm.cleared' AND new.subject = 'network' BEGIN
  UPDATE network_trouble SET ended_at_ms = new.at_ms
  WHERE sequence = (SELECT max(sequence) FROM network_trouble) AND ended_at_ms IS NULL;
END;

-- A sheet whose fate is unknown is taken as used: better one too few in the forecast than one too many.
CREATE TRIGGER print_job_used_paper AFTER UPDATE OF state ON print_job
WHEN old.state IN ('submitting', 'spooled', 'sending') AND new.state IN ('printed', 'unknown') BEGIN
  UPDATE printer SET media_used = media_used + 1 WHERE name = new.printer;
END;

-- Alarms that nobody has cleared yet: a restart must not forget them.
CREATE TABLE alarm (
  subsystem TEXT PRIMARY KEY NOT NULL,
  fact INTEGER NOT NULL  -- sequence of its newest alarm.raised
) STRICT, WITHOUT ROWID;

CREATE TRIGGER alarm_raised AFTER INSERT ON fact WHEN new.type = 'alarm.raised' BEGIN
  INSERT INTO alarm VALUES (new.subject, new.sequence) ON CONFLICT (subsystem) DO UPDATE SET fact = new.sequence;
END;
CREATE TRIGGER alarm_cleared AFTER INSERT ON fact WHEN new.type = 'alarm.cleared' BEGIN
  DELETE FROM alarm WHERE subsystem = new.subject;
END;

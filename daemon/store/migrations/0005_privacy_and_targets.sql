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

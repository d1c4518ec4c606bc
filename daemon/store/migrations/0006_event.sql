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

-- 0: begun before events had versions.
ALTER TABLE session ADD COLUMN event_version INTEGER NOT NULL DEFAULT 0;

-- What an event has used up. Kept by triggers, as the other tallies.
CREATE TABLE event_tally (
  slug TEXT PRIMARY KEY NOT NULL,
  sessions INTEGER NOT NULL,
  prints INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO event_tally
SELECT event, count(*), (SELECT count(*) FROM print_job JOIN session AS s ON s.id = session_id
                         WHERE s.event = session.event AND print_job.state <> 'cancelled')
FROM session GROUP BY event;

CREATE TRIGGER event_session_added AFTER INSERT ON session BEGIN
  INSERT INTO event_tally VALUES (new.event, 1, 0) ON CONFLICT (slug) DO UPDATE SET sessions = sessions + 1;
END;
CREATE TRIGGER event_print_added AFTER INSERT ON print_job WHEN new.state <> 'cancelled' BEGIN
  UPDATE event_tally SET prints = prints + 1
  WHERE slug = (SELECT event FROM session WHERE id = new.session_id);
END;
CREATE TRIGGER event_print_cancelled AFTER UPDATE OF state ON print_job
WHEN new.state = 'cancelled' AND old.state <> 'cancelled' BEGIN
  UPDATE event_tally SET prints = prints - 1
  WHERE slug = (SELECT event FROM session WHERE id = new.session_id);
END;

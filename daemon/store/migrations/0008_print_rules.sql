-- Prints: what for, for whom, on which printer, when sent; a person's word as a proof of its own.
-- Printers: what must be known about them after a restart.

CREATE TABLE print_job_new (
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

INSERT INTO print_job_new
SELECT sequence, id, sheet_id, session_id, state,
       CASE WHEN state = 'printed' AND proof = 'none' THEN 'person' ELSE proof END,
       printer, spool_job, attempts, reason, requested_by, 'order', '', '', '', requested_at_ms, 0, changed_at_ms
FROM print_job;

DROP TABLE print_job;
ALTER TABLE print_job_new RENAME TO print_job;

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
-- A sheet whose fate is unknown is taken as used: better one too few in the forecast than one too many.
CREATE TRIGGER print_job_used_paper AFTER UPDATE OF state ON print_job
WHEN old.state IN ('submitting', 'spooled', 'sending') AND new.state IN ('printed', 'unknown') BEGIN
  UPDATE printer SET media_used = media_used + 1 WHERE name = new.printer;
END;

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
INSERT INTO fact_tally SELECT type, count(*) FROM fact GROUP BY type;

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

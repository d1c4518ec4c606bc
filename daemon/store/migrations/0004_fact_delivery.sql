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

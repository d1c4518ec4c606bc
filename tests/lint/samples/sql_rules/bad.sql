-- as: daemon/store/migrations/2_Bad.sql -- BAD
CREATE TABLE print_job (                 -- BAD
  id          TEXT NOT NULL PRIMARY KEY,
  state       TEXT NOT NULL,             -- BAD
  printed_at  TEXT,                      -- BAD
  changed_ms  TEXT NOT NULL              -- BAD
);

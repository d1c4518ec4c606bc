-- as: daemon/store/migrations/0001_first.sql
CREATE TABLE print_job (
  id            TEXT NOT NULL PRIMARY KEY,
  state         TEXT NOT NULL CHECK (state IN ('queued', 'printed')),  -- a comment; with a semicolon
  changed_ms    INTEGER NOT NULL,
  requested_by  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX print_job_by_state ON print_job (state, changed_ms);

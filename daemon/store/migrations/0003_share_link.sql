-- Which page belongs to which session. In a table of its own: most booths that are offline have none.
CREATE TABLE share_link (
  sequence INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  session_id TEXT NOT NULL UNIQUE REFERENCES session (id),
  url TEXT NOT NULL
) STRICT;

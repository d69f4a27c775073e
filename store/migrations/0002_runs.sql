-- +goose Up
-- A run is one collection of a month. It is open until finished is set: the
-- next start goes on with the rows that are not there yet.
CREATE TABLE runs (
  id       INTEGER PRIMARY KEY,
  month    TEXT NOT NULL,
  started  TEXT NOT NULL,
  finished TEXT,
  version  TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX runs_open ON runs (month) WHERE finished IS NULL;

CREATE TABLE sources (
  run       INTEGER NOT NULL REFERENCES runs (id),
  collector TEXT NOT NULL,
  program   TEXT NOT NULL,
  url       TEXT NOT NULL,
  read_at   TEXT,             -- when the source was read with success; NULL when not
  good      INTEGER NOT NULL, -- 1 when the facts of the source are there
  report    TEXT NOT NULL,    -- JSON of watch.SourceReport
  PRIMARY KEY (run, collector, program, url)
) STRICT;
CREATE INDEX sources_good ON sources (collector, program, url, read_at) WHERE good = 1;

-- A month keeps what its bulletins said, for the next one.
CREATE TABLE months (
  month    TEXT PRIMARY KEY,
  edition  TEXT NOT NULL,
  made     TEXT NOT NULL,
  closed   TEXT,             -- when its bulletins were published for good
  memory   BLOB NOT NULL     -- JSON, zstd
) STRICT;

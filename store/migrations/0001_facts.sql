-- +goose Up
-- Facts are bitemporal: "at" is when it happened, known_from and known_to are
-- when the store held this form of it. known_to is NULL for the form that holds.
-- Times are UTC, in one fixed form that sorts as text; NULL is not known.
CREATE TABLE facts (
  id         INTEGER PRIMARY KEY,
  program    TEXT NOT NULL,
  collector  TEXT NOT NULL,
  kind       TEXT NOT NULL,
  key        TEXT NOT NULL,
  source     TEXT NOT NULL,
  at         TEXT,
  known_from TEXT NOT NULL,
  known_to   TEXT,
  evidence   TEXT NOT NULL, -- JSON of watch.Evidence
  body       TEXT NOT NULL  -- JSON of the body of that kind
) STRICT;
CREATE UNIQUE INDEX facts_current ON facts (program, collector, kind, key) WHERE known_to IS NULL;
CREATE INDEX facts_revisions ON facts (program, collector, kind, key, known_from);
CREATE INDEX facts_kind ON facts (kind) WHERE known_to IS NULL;

-- Marks are what collectors remember of a source, always written after facts.
CREATE TABLE marks (
  key   TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT;

-- Secrets are random keys, made at first use, that never leave the store.
CREATE TABLE secrets (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT;

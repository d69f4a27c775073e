-- +goose Up
-- A base is a draft as it was generated last, before editors touched it. It is
-- written after the file: a kill in between makes the new text look like an
-- edit that says the same, which the merge takes for settled.
CREATE TABLE drafts (
  month TEXT NOT NULL,
  path  TEXT NOT NULL, -- in the folder of the month
  base  BLOB NOT NULL, -- zstd
  PRIMARY KEY (month, path)
) STRICT;

-- +goose Up
-- A base is a draft as it was generated last, before editors touched it. What
-- is about to be written is kept in next before the file is written, and
-- becomes the base after: whenever a process is killed, the file tells which
-- of the two it was made from.
CREATE TABLE drafts (
  month    TEXT NOT NULL,
  path     TEXT NOT NULL, -- in the folder of the month
  base     BLOB,          -- zstd
  next     BLOB,          -- zstd; NULL when nothing is being written
  next_sum TEXT,          -- SHA-256 of the file that is being written
  PRIMARY KEY (month, path)
) STRICT;

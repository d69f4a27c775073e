-- +goose Up
-- Answers are what sources sent, word for word. The bytes are in files named
-- by their SHA-256 beside the store; one row is one exchange.
CREATE TABLE answers (
  sha256    TEXT NOT NULL,
  url       TEXT NOT NULL,
  retrieved TEXT NOT NULL,
  type      TEXT NOT NULL, -- media type the server gave
  size      INTEGER NOT NULL, -- bytes, not compressed
  kept      INTEGER NOT NULL, -- 1 when the file is there
  PRIMARY KEY (sha256, url)
) STRICT;
CREATE INDEX answers_age ON answers (retrieved);

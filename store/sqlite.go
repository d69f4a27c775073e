package store

import (
	"database/sql"
	"net/url"

	_ "modernc.org/sqlite" // the one place that names the driver
)

// openDB opens a pool of connections on the file at path. Every connection
// gets the same settings: they are part of the address, because a PRAGMA that
// is executed once holds for one pooled connection only.
//
// synchronous=FULL makes a commit survive a power cut: the evidence of a
// statement is not something to lose. cache_size is in KB and of each
// connection: with 2 MB, the default, analysis is not faster.
func openDB(path string, writer bool) (*sql.DB, error) {
	q := url.Values{}
	for _, pragma := range []string{
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-512)",
	} {
		q.Add("_pragma", pragma)
	}
	if writer {
		q.Set("_txlock", "immediate")
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+q.Encode())
	if err != nil {
		return nil, err
	}
	if writer {
		db.SetMaxOpenConns(1)
	} else {
		db.SetMaxOpenConns(maxReaders)
	}
	return db, nil
}

package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"guette/watch"
)

// A Run is one collection of a month: what was read so far, source by source.
type Run struct {
	Month   watch.Month
	Started time.Time
	Resumed bool // it was begun by an earlier process that did not end it
	Version string
	id      int64
	store   *Store
}

// maxRunAge is how long an open run may be gone on with. Later, what it read
// is no longer the state of a week that one would call the same collection.
const maxRunAge = 7 * 24 * time.Hour

// Begin goes on with the open run of a month, or begins one.
func (s *Store) Begin(ctx context.Context, month watch.Month, version string) (*Run, error) {
	r := &Run{Month: month, Version: version, store: s}
	err := s.inTx(ctx, func(tx *sql.Tx) error {
		var started sql.NullString
		err := tx.QueryRowContext(ctx, `SELECT id, started, version FROM runs WHERE month = ? AND finished IS NULL`,
			month.String()).Scan(&r.id, &started, &r.Version)
		switch {
		case errors.Is(err, sql.ErrNoRows):
			return r.begin(ctx, tx, version)
		case err != nil:
			return err
		}
		if r.Started, err = parseTime(started); err != nil {
			return err
		}
		if s.now().Sub(r.Started) > maxRunAge {
			if err := r.end(ctx, tx); err != nil {
				return err
			}
			return r.begin(ctx, tx, version)
		}
		r.Resumed = true
		return nil
	})
	return r, err
}

func (r *Run) begin(ctx context.Context, tx *sql.Tx, version string) error {
	r.Started, r.Version = r.store.now().UTC(), version
	res, err := tx.ExecContext(ctx, `INSERT INTO runs (month, started, version) VALUES (?, ?, ?)`,
		r.Month.String(), formatTime(r.Started), version)
	if err != nil {
		return err
	}
	r.id, err = res.LastInsertId()
	return err
}

func (r *Run) end(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `UPDATE runs SET finished = ? WHERE id = ?`, formatTime(r.store.now()), r.id)
	return err
}

// Finish says that all sources were read: the next start begins a new run.
func (r *Run) Finish(ctx context.Context) error {
	return r.store.inTx(ctx, func(tx *sql.Tx) error { return r.end(ctx, tx) })
}

// Done returns the report that this run has for a source; ok is false when it
// has none yet.
func (r *Run) Done(ctx context.Context, program, collector, url string) (watch.SourceReport, bool, error) {
	row := r.store.read.QueryRowContext(ctx, `SELECT report, read_at FROM sources
		WHERE run = ? AND collector = ? AND program = ? AND url = ?`, r.id, collector, program, url)
	rep, err := scanReport(row)
	if errors.Is(err, sql.ErrNoRows) {
		return watch.SourceReport{}, false, nil
	}
	return rep, err == nil, explain(err)
}

// Report keeps the report of a source, in the place of an earlier one of this
// run.
func (r *Run) Report(ctx context.Context, rep watch.SourceReport) error {
	data, err := json.Marshal(rep)
	if err != nil {
		return fmt.Errorf("report of %s %s %s: %w", rep.Collector, rep.Program, rep.URL, err)
	}
	_, err = r.store.write.ExecContext(ctx, `INSERT INTO sources (run, collector, program, url, read_at, good, report)
		VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET read_at = excluded.read_at, good = excluded.good, report = excluded.report`,
		r.id, rep.Collector, rep.Program, rep.URL, formatTime(rep.Collected), rep.Outcome.Good(), string(data))
	return explain(err)
}

// Items counts the facts kept from a source that happened from since to
// before until.
func (r *Run) Items(ctx context.Context, program, collector, url string, since, until time.Time) (n int, err error) {
	err = r.store.read.QueryRowContext(ctx, `SELECT count(*) FROM facts
		WHERE program = ? AND collector = ? AND source = ? AND known_to IS NULL AND at >= ? AND at < ?`,
		program, collector, url, formatTime(since), formatTime(until)).Scan(&n)
	return n, explain(err)
}

// A Sources is the run report of a month as the store has it.
type Sources struct {
	Started, Finished time.Time // zero Finished: the run is open
	Version           string
	Rows              []watch.SourceReport // by collector, program and address
}

// ErrNoRun says that a month was never collected.
var ErrNoRun = errors.New("no collection yet")

// Sources returns the report of the last run of a month. A source that gave
// nothing this time carries the day when it was last read with success, in an
// earlier run.
func (s *Store) Sources(ctx context.Context, month watch.Month) (Sources, error) {
	var id int64
	var started, finished sql.NullString
	var out Sources
	err := s.read.QueryRowContext(ctx, `SELECT id, started, finished, version FROM runs
		WHERE month = ? ORDER BY id DESC LIMIT 1`, month.String()).Scan(&id, &started, &finished, &out.Version)
	if errors.Is(err, sql.ErrNoRows) {
		return out, fmt.Errorf("month %s: %w", month, ErrNoRun)
	}
	if err == nil {
		out.Started, err = parseTime(started)
	}
	if err == nil {
		out.Finished, err = parseTime(finished)
	}
	if err == nil {
		out.Rows, err = s.reports(ctx, id)
	}
	return out, explain(err)
}

func (s *Store) reports(ctx context.Context, run int64) ([]watch.SourceReport, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT report, coalesce(read_at, (SELECT max(read_at) FROM sources AS e
			WHERE e.collector = s.collector AND e.program = s.program AND e.url = s.url AND e.good = 1 AND e.run < s.run))
		FROM sources AS s WHERE run = ? ORDER BY collector, program, url`, run)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []watch.SourceReport
	for rows.Next() {
		rep, err := scanReport(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, rep)
	}
	return out, rows.Err()
}

func scanReport(row interface{ Scan(...any) error }) (rep watch.SourceReport, err error) {
	var data string
	var at sql.NullString
	if err := row.Scan(&data, &at); err != nil {
		return rep, err
	}
	if err := json.Unmarshal([]byte(data), &rep); err != nil {
		return rep, err
	}
	rep.Collected, err = parseTime(at)
	return rep, err
}
